"""Paths between careers: what a career's page tells of, and the map that is made of them all."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command

from profiles import career_map
from profiles.content.files import read_content
from profiles.content.loader import load_content
from profiles.listings import paths_of
from profiles.models import Listing, ListingPath, Profile
from profiles.publishing import Waived, publish_profile, withdraw
from profiles.views import paths
from tests.builders import make_profile_document, pair, publish_content, write_content

SHOP, COOK, BAKER = "shop-manager", "cook", "baker"


def step(key: str, profile: str = "") -> dict:
    return {"key": key, "title": pair(key.title(), f"{key.title()} Cymraeg"), "profile": profile}


def move(start: str, to: str, kind: str = "up", text: str = "") -> dict:
    return {
        "key": f"{start}-{to}",
        "start": start,
        "to": to,
        "kind": kind,
        "text": pair(text, text),
        "sources": ["prospects"],
    }


def related(key: str, relation: str, sources=()) -> dict:
    return {
        "key": key,
        "title": pair(key.title(), key.title()),
        "relation": relation,
        "text": pair(f"Why {key}", f"Pam {key}"),
        "sources": [*sources],
    }


def document(key: str, **fields):
    fields = {"steps": [], "moves": [], "related": [], **fields}
    return make_profile_document(
        key=key, title=pair(key.title(), f"{key.title()} Cymraeg"), slug=pair(key, f"{key}-cy"), **fields
    )


def told(made) -> list[tuple]:
    return [
        (path.start, path.kind, path.to, [title["en"] for title in path.via], path.sources)
        for path in paths_of(made)
    ]


def test_a_ladder_leads_through_its_steps_to_the_next_career():
    made = document(
        COOK,
        steps=[step("baker", BAKER), step("helper"), step("cook", COOK), step("chef"), step("shop", SHOP)],
        moves=[move("baker", "helper"), move("helper", "cook"), move("cook", "chef"), move("chef", "shop")],
    )

    assert told(made) == [
        (BAKER, "on", COOK, ["Helper"], ["prospects"]),
        (COOK, "on", SHOP, ["Chef"], ["prospects"]),
    ]


def test_a_move_sideways_leads_sideways_and_says_what_it_says():
    made = document(
        COOK,
        steps=[step("cook", COOK), step("baker", BAKER)],
        moves=[move("cook", "baker", "sideways", "Nights instead of evenings.")],
    )

    assert told(made) == [(COOK, "sideways", BAKER, [], ["prospects"])]
    assert paths_of(made)[0].text.en == "Nights instead of evenings."


def test_a_step_that_only_a_sideways_move_reaches_is_told_with_its_text(client, db, tmp_path):
    aside = step("overseas") | {"text": pair("With a group.", "Gyda grŵp.")}
    beside = step("baker", BAKER) | {"text": pair("Early mornings.", "Boreau cynnar.")}
    where = {
        "key": "where-it-leads",
        "title": pair("Onwards", "Ymlaen"),
        "answer": pair("Aside.", "I’r ochr."),
    }
    made = document(
        COOK,
        steps=[step("cook", COOK), aside, beside, step("shop", SHOP)],
        moves=[
            move("cook", "overseas", "sideways"),
            move("cook", "baker", "sideways"),
            move("baker", "shop"),
        ],
        sections=[*document(COOK).model_dump(mode="json")["sections"], where],
    )
    publish_content(tmp_path, made)

    html = page(client, f"/en/careers/{COOK}/")
    branch = html[html.index('class="branch"') :]
    assert "With a group." in branch[: branch.index("</ul>")]
    # One with a rung of its own says it there.
    assert html.count("Early mornings.") == 1
    assert "Gyda grŵp." in page(client, f"/cy/gyrfaoedd/{COOK}-cy/")


def test_related_careers_lead_as_they_say_and_not_twice():
    made = document(
        COOK,
        steps=[step("cook", COOK), step("baker", BAKER)],
        moves=[move("cook", "baker")],
        related=[
            related(BAKER, "leads-on"),
            related(SHOP, "leads-here", ["prospects"]),
            related("x", "similar"),
        ],
    )

    assert told(made) == [
        (COOK, "on", BAKER, [], ["prospects"]),
        (SHOP, "on", COOK, [], ["prospects"]),
        (COOK, "similar", "x", [], []),
    ]


@pytest.mark.parametrize("relation", ["leads-here", "similar"])
def test_what_leads_here_sideways_is_not_told_again_as_related(relation):
    made = document(
        COOK,
        steps=[step("baker", BAKER), step("cook", COOK)],
        moves=[move("baker", "cook", "sideways")],
        related=[related(BAKER, relation)],
    )

    assert told(made) == [(BAKER, "sideways", COOK, [], ["prospects"])]
    assert paths_of(made)[0].on_ladder


def test_a_related_career_is_on_no_ladder():
    [path] = paths_of(document(COOK, related=[related(BAKER, "leads-on")]))

    assert not path.on_ladder


def test_a_circle_of_steps_ends():
    made = document(
        COOK,
        steps=[step("cook", COOK), step("one"), step("two")],
        moves=[move("cook", "one"), move("one", "two"), move("two", "one")],
    )

    assert told(made) == []


@pytest.fixture
def kitchen(db, tmp_path):
    publish_content(
        tmp_path,
        document(
            COOK,
            steps=[step("cook", COOK), step("chef"), step("shop", SHOP)],
            moves=[move("cook", "chef"), move("chef", "shop")],
            related=[related(BAKER, "similar"), related("not-here", "leads-on")],
        ),
        document(BAKER),
        document(SHOP),
    )


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_map_shows_every_career_and_a_line_for_what_leads_on(client, kitchen):
    html = page(client, "/en/paths/")

    assert [html.count(f'href="/en/paths/?c={key}#standing"') > 0 for key in (COOK, BAKER, SHOP)] == [
        True
    ] * 3
    assert html.count('<path class="said" d="M') == 2  # the key's and the one line
    assert "not-here" not in html
    assert "By way of:" in html


def test_standing_at_a_career_tells_what_is_around_it(client, kitchen):
    html = page(client, f"/en/paths/?c={COOK}")
    standing = html[html.index('id="standing"') : html.index('id="map"')]

    assert f'href="/en/careers/{COOK}/"' in standing
    assert (
        standing.index("Leads on to") < standing.index("Shop-Manager") < standing.index("At a similar level")
    )
    assert "Our own view" in standing
    assert "Prospects" in standing
    assert f'/en/paths/?c={COOK}#standing" aria-current="location"' in html
    # Wherever a career's bare name is a link, it leads to that career's place on the map.
    links = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>([^<]+)</a>', html)
    assert {target for target, name in links if name == "Cook"} == {f"/en/paths/?c={COOK}#standing"}
    assert '<meta name="robots" content="noindex">' in html


def test_from_the_other_end_it_leads_here(client, kitchen):
    standing = page(client, f"/cy/llwybrau/?c={SHOP}")

    assert "Cook Cymraeg" in standing[standing.index('id="standing"') : standing.index('id="map"')]


def standing_at(client, key: str) -> list[tuple[str, list[str]]]:
    """The groups around a career: what each is called, and whom it holds."""
    html = page(client, f"/en/paths/?c={key}")
    standing = html[html.index('id="standing"') : html.index('id="map"')]
    groups = standing.split("<h3>")[1:]
    return [(group[: group.index("<")], re.findall(r'\?c=([^"#]+)#', group)) for group in groups]


def test_a_move_sideways_is_told_as_its_source_states_it_never_backwards(client, db, tmp_path):
    """And once: whatever the related careers of either page say of the same two."""
    sideways = document(
        COOK,
        steps=[step("cook", COOK), step("baker", BAKER)],
        moves=[move("cook", "baker", "sideways", "By night.")],
    )
    back = document(BAKER, related=[related(COOK, "similar"), related(SHOP, "leads-on")])
    publish_content(tmp_path, sideways, back, document(SHOP))

    assert standing_at(client, COOK) == [("Sideways from here", [BAKER])]
    assert standing_at(client, BAKER) == [("Leads on to", [SHOP]), ("Sideways to here", [COOK])]
    in_words = page(client, "/en/paths/").partition('id="in-words"')[2]
    assert (in_words.count("Sideways from here"), in_words.count("Sideways to here")) == (1, 1)
    assert in_words.count("By night.") == 2
    assert "At a similar level" not in in_words


def test_on_the_map_of_our_own_careers_each_two_are_told_in_one_way():
    """Two ladders may differ; whoever writes one that does has to look."""
    content = read_content(settings.BASE_DIR / "content")
    told = []
    for made in content.profiles.values():
        for path in paths_of(made):
            path.listing = Listing(key=made.key)
            told.append(path)
    kinds: dict[frozenset[str], set[str]] = {}
    for way in career_map.ways(told, content.profiles):
        kinds.setdefault(frozenset((way.start, way.to)), set()).add(way.kind)

    assert [sorted(ends) for ends, found in kinds.items() if len(found) > 1] == []


@pytest.mark.parametrize("asked", ["nobody", "<b>", "x" * 5000, "%00", "cook&c=baker"])
def test_a_place_that_is_not_on_the_map_is_named_and_passed_over(client, kitchen, asked):
    html = page(client, f"/en/paths/?c={asked}")

    assert "“<b>”" not in html
    if asked in ("nobody", "<b>"):
        assert "There is no career" in html


@pytest.mark.parametrize("asked", ["%00", "a%00b", "%01%7F", "%ED%A0%80", "%E2%80%AE"])
def test_characters_that_nobody_can_see_are_no_fault_on_a_map_of_very_many(
    client, kitchen, monkeypatch, asked
):
    """PostgreSQL refuses to be asked for them, and HTML to hold them."""
    monkeypatch.setattr(paths, "MOST_AT_ONCE", 2)
    html = page(client, f"/en/paths/?c={asked}")

    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]", html)


def test_a_career_that_was_withdrawn_and_comes_back_changes_nothing(client, db, tmp_path):
    """Nor does the order in which a database happened to get its careers."""
    tells = document(COOK, related=[related(BAKER, "similar")])
    publish_content(tmp_path, tells, document(BAKER), document(SHOP, related=[related(COOK, "similar")]))
    before = page(client, f"/en/paths/?c={COOK}")
    withdraw(Profile.objects.get(key=COOK))
    publish_profile(Profile.objects.get(key=COOK))

    assert page(client, f"/en/paths/?c={COOK}") == before


def test_a_map_with_texts_in_the_other_language_says_so(client, kitchen, tmp_path_factory):
    told = related(BAKER, "similar") | {"text": pair("Only in English.")}
    assert "heb eu hysgrifennu" not in page(client, f"/cy/llwybrau/?c={COOK}")
    folder = tmp_path_factory.mktemp("half")
    write_content(folder, document(COOK, related=[told]), document(BAKER), document(SHOP))
    load_content(folder)
    publish_profile(Profile.objects.get(key=COOK), waived=Waived("later", date(2027, 1, 1)))

    html = page(client, f"/cy/llwybrau/?c={COOK}")
    assert "heb eu hysgrifennu yn Gymraeg eto" in html
    assert f'<a href="/en/paths/?c={COOK}" hreflang="en">' in html
    assert '<span lang="en">Only in English.</span>' in html
    assert "has not been written" not in page(client, f"/en/paths/?c={COOK}")


def test_an_area_narrows_the_map_and_an_unknown_one_does_not(client, kitchen):
    assert "Where careers lead: Retail" in page(client, "/en/paths/?area=retail")
    assert "Where careers lead: " not in page(client, "/en/paths/?area=nowhere")


def test_more_careers_than_a_map_holds_are_shown_by_area_or_around_one(client, kitchen, monkeypatch):
    monkeypatch.setattr(paths, "MOST_AT_ONCE", 2)

    assert "Choose a job area" in page(client, "/en/paths/")
    of_area = page(client, "/en/paths/?area=retail")
    assert "Choose a job area" not in of_area
    assert 'href="/en/careers/?area=retail"' in of_area
    standing = page(client, f"/en/paths/?c={SHOP}")
    assert f"?c={COOK}#standing" in standing
    assert f"?c={BAKER}#standing" not in standing


@pytest.mark.parametrize("address", ["/en/paths/", f"/en/paths/?c={COOK}", "/en/paths/?area=retail"])
def test_the_map_costs_the_same_queries_however_many_careers_there_are(
    client, kitchen, tmp_path_factory, django_assert_num_queries, address
):
    with django_assert_num_queries(4):
        client.get(address)
    more = [document(f"copy-{n}", related=[related(COOK, "leads-on")]) for n in range(8)]
    publish_content(tmp_path_factory.mktemp("more"), document(COOK), document(BAKER), document(SHOP), *more)
    assert Listing.objects.count() == 11

    with django_assert_num_queries(4):
        client.get(address)


def test_rebuilding_makes_the_paths_anew(kitchen):
    before = list(ListingPath.objects.values_list("start", "kind", "to"))
    ListingPath.objects.all().delete()

    call_command("rebuild_editions")

    assert sorted(ListingPath.objects.values_list("start", "kind", "to")) == sorted(before)
