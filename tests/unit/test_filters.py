"""Filters and their counts, against a plain count over generated careers; and what an address asks for."""

import random

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils import translation

from profiles import filters, vocabulary
from profiles.content import schema
from profiles.filters import Asked, asked_in, chips, counts, filters_shown, matching
from profiles.listings import write_listing
from profiles.models import Listing, Profile
from profiles.reading import Directory
from tests.builders import make_directory, make_profile_document, pair
from tests.plain_count import NOT_KNOWN, STEPS, Held, check, random_choices, seeded, told_by

AREAS = [f"area-{n}" for n in range(6)]
SKILLS = [f"skill-{n}" for n in range(12)]
SUBJECTS = ["art", "drama", "maths", "welsh"]
EVERY_VALUE = {
    "area": AREAS,
    "way": [*vocabulary.ROUTES, NOT_KNOWN],
    "pay": [*STEPS, NOT_KNOWN],
    "hours": [*vocabulary.PATTERNS, NOT_KNOWN],
    "welsh": list(vocabulary.WELSH_AT_WORK),
    "skill": [*SKILLS, NOT_KNOWN],
    "subject": SUBJECTS,
}


def make_career(chance: random.Random, number: int) -> schema.Profile:
    def some(values: list[str], most: int) -> list[str]:
        return chance.sample(values, k=chance.randint(0, most))

    def sourced(key: str, **fields) -> dict:
        return {"key": key, "sources": ["prospects"], **fields}

    bands = []
    for n in range(chance.randint(0, 3)):
        low = chance.choice([None, chance.randrange(14_000, 45_000, 500)])
        ends = {"low": low} if low else chance.choice([{"high": 25_000}, {"can_exceed": 30_000}])
        bands.append(
            {
                "key": f"band-{n}",
                "level": chance.choice(["starting", "starting", "senior"]),
                "source": "prospects",
                **ends,
            }
        )
    if chance.random() < 0.3:
        bands.append(
            {"key": "hourly", "level": "starting", "period": "hour", "low": 13, "source": "prospects"}
        )
    return make_profile_document(
        key=f"career-{number}",
        title=pair(f"Career {number}", f"Gyrfa {number}"),
        areas=chance.sample(AREAS, k=chance.randint(1, 2)),
        routes=[sourced(kind, kind=kind, title=pair("A", "B")) for kind in some(list(vocabulary.ROUTES), 4)],
        hours=[
            sourced(pattern, pattern=pattern, text=pair("A", "B"))
            for pattern in some(list(vocabulary.PATTERNS), 3)
        ],
        welsh_at_work=chance.choice(list(vocabulary.WELSH_AT_WORK)),
        welsh_note=pair(),
        welsh_sources=["prospects"],
        skills=[sourced(key) for key in some(SKILLS, 5)],
        subjects=[sourced(key, name=pair(key.title(), f"{key} cy")) for key in some(SUBJECTS, 2)],
        pay_bands=bands,
        pictures=[],
    )


@pytest.fixture(scope="module")
def _generated(django_db_setup, django_db_blocker):
    """Written once, inside a transaction that is rolled back after the module's last test."""
    chance = seeded(4)
    documents = [make_career(chance, number) for number in range(80)]
    with django_db_blocker.unblock(), transaction.atomic():
        for document in documents:
            write_listing(Profile.objects.create(key=document.key), document, {}, directory().document)
        yield documents
        transaction.set_rollback(True)


@pytest.fixture
def generated(_generated, db) -> Held:
    """Eighty careers, the same every time, with a listing each."""
    return told_by(_generated)


def test_filters_and_counts_are_a_plain_count_over_generated_careers(generated):
    chance = seeded(17)
    pks = sorted(Listing.objects.values_list("pk", flat=True))
    check(generated, Asked(), None, EVERY_VALUE)
    for name, values in EVERY_VALUE.items():
        for value in values:
            check(generated, Asked(chosen={name: (value,)}), None, EVERY_VALUE)
    for _ in range(60):
        found = chance.choice([None, chance.sample(pks, k=chance.randint(0, len(pks)))])
        check(generated, random_choices(chance, EVERY_VALUE), found, EVERY_VALUE)


def test_counts_take_two_queries_whatever_is_asked(generated, django_assert_num_queries):
    for chosen in ({}, {"area": ("area-1",), "pay": ("20000",), "skill": ("skill-1", "skill-2")}):
        with django_assert_num_queries(2):
            counts(Asked(chosen=chosen))


def test_very_many_that_were_found_are_no_trouble(generated):
    pks = list(Listing.objects.values_list("pk", flat=True))
    found = [*pks, *range(1_000_000, 1_300_000)]
    asked = Asked(chosen={"way": ("work",)})

    assert counts(asked, found) == counts(asked)
    assert matching(asked, found).count() == matching(asked).count()


# What an address asks for --------------------------------------------------------------------------


def directory() -> Directory:
    areas = [
        {"key": key, "name": pair(key.title()), "slug": pair(key, f"{key}-cy"), "cloth": "retail"}
        for key in AREAS
    ]
    skills = [{"key": key, "name": pair(f"Skill {key[-2:]}", f"Sgil {key[-2:]}")} for key in SKILLS]
    return Directory(make_directory(areas=areas, skills=skills), {}, 1, 1)


def asked(query: str) -> Asked:
    return asked_in(QueryDict(query), directory())


def test_choices_that_we_know_are_taken_and_the_rest_is_named(generated):
    found = asked("area=area-1&area=sea&way=work&way=work&pay=&welsh=not-known&hours=%00&q=%20a%00%20%20b")

    assert found.query == "a b"
    assert found.chosen == {"area": ("area-1",), "way": ("work",), "welsh": ("not-known",)}
    assert found.ignored == ("sea", "\x00")


def test_pay_is_one_step_and_the_first(generated):
    found = asked("pay=21000&pay=22000&pay=30000")

    assert found.chosen == {"pay": ("22000",)}
    assert found.at_least == 22_000
    assert found.ignored == ("21000", "30000")
    assert asked("pay=not-known").at_least is None


def test_a_subject_is_known_where_a_career_names_it(generated, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = asked("subject=maths&subject=alchemy&subject=%00&subject=" + "a" * 5000)
    with django_assert_num_queries(0):
        asked("area=area-1&skill=skill-1")

    assert found.chosen == {"subject": ("maths",)}
    assert found.subjects["maths"] == schema.Pair(en="Maths", cy="maths cy")
    assert len(found.ignored) == 3


@pytest.mark.parametrize("query", ["", "q=shop", "q=a%26b&area=area-1&area=area-2&pay=20000&subject=maths"])
def test_an_address_says_all_that_is_asked_for(generated, query):
    found = asked(query)

    for language, page in (("en", "/en/careers/"), ("cy", "/cy/gyrfaoedd/")):
        path, _mark, again = found.address(language).partition("?")
        assert path == page
        assert asked(again) == found
    assert bool(found) == bool(query)


# How they are shown ----------------------------------------------------------------------------------


def test_choices_without_a_career_are_left_out_but_what_is_chosen_stays(generated):
    found = asked("way=work&area=area-1&pay=40000&skill=skill-3")
    shown = filters_shown(found, counts(found, []), directory())

    every = [(it.name, choice) for it in shown for choice in (*it.choices, *it.more)]
    assert [(name, choice.value, choice.count) for name, choice in every] == [
        ("area", "area-1", 0),
        ("way", "work", 0),
        ("pay", "40000", 0),
        ("skill", "skill-3", 0),
    ]
    assert all(choice.is_chosen for _name, choice in every)
    assert [it.name for it in shown] == ["area", "way", "pay", "hours", "welsh", "skill"]


def test_skills_stand_by_how_many_careers_ask_for_them(generated):
    found = asked("skill=skill-5")
    skills = next(it for it in filters_shown(found, counts(found), directory()) if it.name == "skill")
    every = [*skills.choices, *skills.more]

    assert len(skills.choices) == filters.SKILLS_SHOWN
    assert every[-1].value == NOT_KNOWN
    assert [it.count for it in every[:-1]] == sorted((it.count for it in every[:-1]), reverse=True)
    assert {it.value for it in every} == {*SKILLS, NOT_KNOWN}


def test_a_chip_takes_back_one_value_or_all_subjects_of_one_name(generated):
    document = make_career(seeded(1), 99).model_copy(
        update={
            "subjects": tuple(
                schema.profile.Subject(key=key, name=schema.Pair(en="Maths", cy="maths cy"), sources=("x",))
                for key in ("mathematics", "numbers")
            )
        }
    )
    write_listing(Profile.objects.create(key=document.key), document, {}, directory().document)
    found = asked("q=x&area=area-1&area=area-2&subject=maths&subject=mathematics")
    held = {(chip.legend, chip.label): chip.url for chip in chips(found, directory())}

    assert held == {
        ("Job area", "Area-1"): "/en/careers/?q=x&area=area-2&subject=maths&subject=mathematics",
        ("Job area", "Area-2"): "/en/careers/?q=x&area=area-1&subject=maths&subject=mathematics",
        ("School subject", "Maths"): "/en/careers/?q=x&area=area-1&area=area-2",
    }


@pytest.mark.parametrize(
    ("typed", "step"),
    [
        ("25000", "24000"), ("£25,000", "24000"), ("25 000", "24000"), ("over £26,000 a year", "26000"),
        ("26k", "26000"), ("20-30k", "30000"), ("12000", "18000"), ("38000 in retail", "35000"),
    ],
)  # fmt: skip
def test_an_amount_that_was_typed_leads_to_the_filter_by_pay(generated, typed, step):
    instead = filters.pay_instead(asked(f"q={typed}&area=area-1&pay=18000"))

    assert instead.url == f"/en/careers/?area=area-1&pay={step}"
    assert (instead.legend, instead.label) == ("Starting pay, a year", f"£{int(step):,} or more")
    assert instead.count == counts(asked(f"area=area-1&pay={step}")).total > 0


@pytest.mark.parametrize(
    "typed", ["", "manager", "9 to 5", "2026", "01632 960000", "250000000", "b25000", "12.71"]
)
def test_other_figures_lead_nowhere_and_cost_nothing(generated, typed, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert filters.pay_instead(Asked(typed)) is None


def test_an_amount_that_no_career_begins_at_leads_to_the_nearest_that_one_does(generated):
    Listing.objects.filter(starts_at__gte=28_000).update(starts_at=27_000)
    assert filters.pay_instead(Asked("£60,000")).url == "/en/careers/?pay=26000"
    Listing.objects.update(starts_at=None)
    assert filters.pay_instead(Asked("£60,000")) is None


def test_a_label_in_the_other_language_says_so(generated):
    with translation.override("cy"):
        found = asked("area=area-1&skill=skill-1")
        held = {chip.label: chip.language for chip in chips(found, directory())}

    assert held == {"Area-1": "en", "Sgil -1": ""}
