"""Search: the careers that words mean, the same from either database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles.alphabet import sort_key
from profiles.content import schema
from profiles.listings import write_listing
from profiles.models import DirectoryState, Listing, Profile, SearchEntry, SearchWord, SharedSkill
from profiles.publishing import publish_directory, publish_profile, rebuild_editions, withdraw
from profiles.search import find
from profiles.search.entries import forget_entries
from tests.builders import make_directory, make_profile_document, pair


@pytest.fixture
def blank(db) -> None:
    """Nothing is published, whatever the module's other tests need."""
    forget_entries()
    Listing.objects.all().delete()


BARE = {
    name: ()
    for name in schema.Profile.model_fields
    if name
    in (
        "also_known_as occupation_codes key_facts sections pay_bands hours shares routes subjects"
        " qualifications skills employers vacancies steps moves related pictures films contacts"
        " publications disagreements claims gaps"
    ).split()
}


def enter(key: str, **fields) -> None:
    """A published career that holds what is given and no more, as search sees it."""
    given = {"title": pair(key), "standfirst": pair("-"), "hidden_words": {"en": [], "cy": []}}
    document = make_profile_document(key=key, **{**BARE, "welsh_note": pair(), **given, **fields})
    profile = Profile.objects.create(key=key, state=Profile.State.PUBLISHED)
    write_listing(profile, document, {}, make_directory())


def titles(*names: dict[str, str]) -> list[dict]:
    return [{"key": f"other-{n}", "title": name, "sources": ["prospects"]} for n, name in enumerate(names)]


def found(text: str, language: str = "en") -> list[str]:
    keys = dict(Listing.objects.values_list("pk", "key"))
    return [keys[pk] for pk in find(text, language).order]


def reasons(text: str, key: str, language: str = "en") -> list[tuple[str, str, str]]:
    """Where, in which language, and the text with [what is marked]."""
    listing = Listing.objects.get(key=key)
    told = find(text, language).reasons([listing])[listing.pk]
    return [
        (
            reason.where,
            reason.language,
            "".join(f"[{cut.text}]" if cut.matched else cut.text for cut in reason.cuts),
        )
        for reason in told
    ]


# The order ----------------------------------------------------------------------------------------------


def test_the_order_of_places(blank):
    enter("text", standfirst=pair("You look after a lighthouse."))
    enter("subject", subjects=[{"key": "s", "name": pair("Lighthouse history"), "sources": ["prospects"]}])
    enter("hidden", hidden_words={"en": ["lighthouse person"], "cy": []})
    enter("other", also_known_as=titles(pair("Old lighthouse hand")))
    enter("words", title=pair("Senior lighthouse keeper"))
    enter("start", title=pair("Lighthouse keeper"))
    enter("exact", title=pair("Lighthouse"))
    enter("none", title=pair("Baker"))
    assert found("lighthouse") == ["exact", "start", "words", "other", "hidden", "subject", "text"]


def test_skills_are_found_by_the_shared_name_and_by_the_jobs_words(career):
    assert found("listening") == ["shop-manager"]
    assert ("skill", "cy", "[Gwrando]") in reasons("gwrando", "shop-manager", "cy")
    enter("teller", skills=[{"key": "numbers", "text": pair("You count takings."), "sources": ["prospects"]}])
    assert reasons("takings numbers", "teller") == [
        ("skill", "en", "Working with [numbers]"),
        ("skill", "en", "You count [takings]."),
    ]


def test_all_words_before_some_of_them_unless_they_are_a_name(blank):
    enter("a-some", title=pair("Harbour pilot"))
    enter("b-all", title=pair("Deckhand"), standfirst=pair("You help the pilot in a harbour at night."))
    enter("c-rarer", title=pair("Night porter"))
    enter("d-harbour", title=pair("Harbour cook"))
    enter("e-harbour", title=pair("Harbour guard"))
    assert found("harbour night")[:2] == ["b-all", "c-rarer"]
    assert find("harbour night", "en").whole == 1
    # Who types a name and more means the name.
    assert found("harbour pilot night")[:2] == ["a-some", "b-all"]


def test_the_word_for_the_kind_of_job_counts_for_more(blank):
    enter("a", title=pair("Ward clerk", "Clerc ward"))
    enter("b", title=pair("School assistant", "Cynorthwyydd ysgol"))
    assert found("ward assistant") == ["b", "a"]
    assert found("cynorthwyydd ward", "cy") == ["b", "a"]


def test_whoever_leads_manages(blank):
    enter("a", title=pair("Shop manager", "Rheolwr siop"))
    enter("b", title=pair("Shop cleaner", "Glanhawr siop"))
    for typed, language in (
        ("head of a shop", "en"), ("in charge of a shop", "en"), ("running a shop", "en"),
        ("yn gyfrifol am siop", "cy"), ("rhedeg siop", "cy"), ("pennaeth siop", "cy"),
    ):  # fmt: skip
        assert found(typed, language)[0] == "a", typed


def test_a_word_needed_from_a_lower_place_decides(blank):
    enter("a", title=pair("Bank clerk"), standfirst=pair("You cash cheques."))
    enter("b", title=pair("Bank guard"), hidden_words={"en": ["cheques"], "cy": []})
    assert found("bank cheques") == ["b", "a"]


def test_whole_words_before_beginnings_before_words_put_right(blank):
    enter("a-right", title=pair("Trawl hand"))
    enter("b-begins", title=pair("Training officer"))
    enter("c-whole", title=pair("Train driver"))
    assert found("train") == ["c-whole", "b-begins"]
    assert found("traim") == ["c-whole"]
    assert found("traw") == ["a-right"]


def test_one_name_that_holds_all_before_several_that_do_together(blank):
    enter("a", title=pair("First"), also_known_as=titles(pair("Store hand"), pair("Night manager")))
    enter("b", title=pair("Second"), also_known_as=titles(pair("Large store manager")))
    enter("c", title=pair("Third"), also_known_as=titles(pair("Store manager and cook")))
    enter("d", title=pair("Fourth"), also_known_as=titles(pair("Store manager")))
    assert found("store manager") == ["d", "c", "b", "a"]


def test_a_short_form_before_the_beginning_of_a_word(blank):
    enter("a-building", title=pair("Building surveyor", "Syrfëwr adeiladu"))
    enter(
        "b-people",
        title=pair("People officer", "Swyddog pobl"),
        hidden_words={"en": [], "cy": ["swyddog AD"]},
    )
    enter("c-hire", title=pair("AD hire clerk", "Clerc llogi"))
    assert found("AD", "cy") == ["c-hire", "b-people", "a-building"]
    assert found("a", "cy") == ["c-hire", "a-building"], "one letter is none"


def test_the_kind_of_job_alone_is_no_short_form(blank):
    enter("a-tickets", title=pair("Conductor"), hidden_words={"en": ["ticket man"], "cy": []})
    enter("b-shop", title=pair("Shop manager"))
    assert found("man") == ["b-shop", "a-tickets"], "half typed"
    assert found("ticket man") == ["a-tickets", "b-shop"]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_equals_stand_in_the_readers_alphabet(blank, language):
    welsh = ["Llongwr môr", "Lori môr", "Chwaraewr môr", "Cyfreithiwr môr", "Ngaer môr", "Nos môr"]
    english = ["Sea zoologist", "Sea baker", "Sea angler", "Sea cook", "Sea diver", "Sea editor"]
    for n, (en, cy) in enumerate(zip(english, welsh, strict=True)):
        enter(f"k{n}", title=pair(en, cy), standfirst=pair("salt", "halen"))
    names = english if language == "en" else welsh
    in_order = sorted(range(len(names)), key=lambda n: sort_key(names[n], language))
    assert found("salt" if language == "en" else "halen", language) == [f"k{n}" for n in in_order]


# Forms of words -----------------------------------------------------------------------------------------


@pytest.fixture
def welsh_careers(blank):
    enter(
        "customers",
        title=pair("Customer services manager", "Rheolwr gwasanaethau cwsmeriaid"),
        standfirst=pair("You settle problems.", "Rydych chi’n helpu’ch cwsmeriaid."),
    )
    enter("house", title=pair("Restaurant manager", "Rheolwr tŷ bwyta"))
    enter("bank", title=pair("Bank adviser", "Cynghorydd banc"))
    enter("calls", title=pair("Call centre operator", "Gweithredwr canolfan alwadau"))
    enter("mail", title=pair("E-mail editor", "Golygydd e-bost"))


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("wasanaethau gwsmeriaid", "customers"),
        ("reolwr gwasanaethau", "customers"),
        ("nghwsmeriaid", "customers"),
        ("rheolwyr cwsmer", "customers"),
        ("ty bwyta", "house"),
        ("tŷ bwyta", "house"),
        ("dy bwyta", "house"),
        ("tai bwyta", "house"),
        ("fanc", "bank"),
        ("banciau", "bank"),
        ("gynghorwyr banc", "bank"),
        ("callcentre", "calls"),
        ("call-centre", "calls"),
        ("call centre operators", "calls"),
        ("nghanolfan alwadau", "calls"),
        ("canolfanalwadau", "calls"),
        ("email", "mail"),
        ("e-mail", "mail"),
        ("ebost", "mail"),
        ("managing a restaurant", "house"),
        ("sut i reoli ty bwyta", "house"),
        ("I want to be a CALL CENTRE operator!!", "calls"),
        ("swydd fel cynghorydd mewn banc", "bank"),
    ],
)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_word_is_found_in_any_of_its_forms_from_either_side(welsh_careers, typed, key, language):
    assert found(typed, language)[:1] == [key]


def test_a_word_half_typed(welsh_careers):
    for typed in ("call cen", "gweithr", "weithredwr can", "callcen"):
        assert found(typed) == ["calls"], typed
    assert reasons("oper call", "calls") == [("title", "en", "[Call] centre operator")], "only the last word"


def test_one_letter_begins_titles_only(blank):
    enter("quarry", title=pair("Quarry hand"))
    enter("text", standfirst=pair("You quarry."))
    assert found("q") == ["quarry"]
    assert found("qua") == ["quarry"]
    assert found("quar") == ["quarry"]
    assert found("quarr") == ["quarry", "text"]


def test_the_readers_own_language_first_at_equal_rank(blank):
    enter("english", title=pair("Crib maker", "Arall"))
    enter("welsh", title=pair("Other", "Crib wneuthurwr"))
    assert found("crib", "en") == ["english", "welsh"]
    assert found("crib", "cy") == ["welsh", "english"]


def test_english_is_never_taken_for_mutated_welsh(blank):
    enter("card", title=pair("Card maker"))
    enter("cerdyn", title=pair("Maker", "Gwneuthurwr card"))
    assert found("gard") == ["cerdyn"]


def test_what_stands_around_a_job_is_looked_for_where_nothing_else_is_left(blank):
    enter("work", title=pair("Other"), standfirst=pair("You work."))
    enter("bank", title=pair("Bank clerk"))
    assert found("work") == ["work"]
    assert found("work in a bank") == ["bank"]


def test_a_stop_word_may_be_half_typed(blank):
    enter("bank", title=pair("Bank manager", "Rheolwr banc"))
    enter("office", title=pair("Office manager", "Rheolwr swyddfa"))
    enter("cleaner", title=pair("Office cleaner", "Glanhawr swyddfa"))
    assert found("rheolwr") == ["bank", "office"]
    assert found("rheolwr swydd") == ["office", "bank"], "nothing is found by it"
    assert found("swydd rheolwr") == ["bank", "office"], "only the last word is being typed"
    assert reasons("rheolwr swydd", "office", "cy") == [("title", "cy", "[Rheolwr] [swyddfa]")]


def test_all_of_a_title_written_as_one_word(blank):
    enter("calls", title=pair("Call centre manager", "Rheolwr canolfan alwadau"))
    enter("other", title=pair("Head"), also_known_as=titles(pair("Head of human resources")))
    for typed in ("callcentremanager", "centremanager", "rheolwrcanolfanalwadau", "callcentermanager"):
        assert found(typed) == ["calls"], typed
    assert found("headofhumanresources") == ["other"]
    assert reasons("callcentremanager", "calls") == [("title", "en", "[Call] [centre] [manager]")]


def test_short_stems_begin_nothing(blank):
    enter("hostel", title=pair("Hostel hand"), standfirst=pair("You care for careful hosts."))
    enter("housing", title=pair("Housing officer"))
    enter("single", title=pair("Single mast rigger"))
    assert found("hosing") == ["housing"]
    assert found("caring") == []
    assert found("singing") == []
    enter("singer", title=pair("Singer"))
    assert found("singing") == ["singer"]


# Words typed wrongly ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant", "key"),
    [
        ("custmer servises", "customer services", "customers"),
        ("rehowlr ty bwyta", "rheolwr ty bwyta", "house"),
        ("wasanethau cwsmeriaid", "gwasanaethau cwsmeriaid", "customers"),
        ("cynghorydd bacn", "cynghorydd banc", "bank"),
        ("Callcenter", "call centre", "calls"),
        ("'operater'!", "operator", "calls"),
    ],
)
def test_words_are_put_right(welsh_careers, typed, meant, key):
    search = find(typed, "en")
    assert Listing.objects.get(pk=search.order[0]).key == key
    assert search.meant == meant


def test_what_is_meant_is_written_as_the_site_writes_it(blank):
    enter("house", title=pair("", "Gweinydd mewn tŷ-te"), standfirst=pair("", "Mae’r gŵyliau’n brysur."))
    assert find("gwylliau", "cy").meant == "gŵyliau"


def test_right_words_are_not_put_right(welsh_careers):
    for typed in ("customer", "wasanaethau", "call cen", "rheolwyr", "callcentre"):
        assert find(typed, "cy").meant == ""


def test_a_hidden_word_is_put_right_only_where_nothing_holds_them_all(blank):
    enter("customers", title=pair("Customer manager"), hidden_words={"en": ["costumer manger"], "cy": []})
    enter("hotel", title=pair("Hotel manager"))
    assert found("costumer manger") == ["customers"]
    assert find("costumer manger", "en").meant == ""
    assert found("hotel manger")[0] == "hotel"
    assert find("hotel manger", "en").meant == "hotel manager"


def test_a_slip_that_stands_in_hidden_words_does_not_keep_the_right_career_away(blank):
    enter("housing", title=pair("Housing officer"))
    text = pair("Housing, human resources and local government.")
    hidden = {"en": ["council oficer", "oficer", "hr clerk"], "cy": []}
    enter("council", title=pair("Clerk"), standfirst=text, hidden_words=hidden)
    search = find("housing oficer", "en")
    assert [Listing.objects.get(pk=pk).key for pk in search.order] == ["housing", "council"]
    assert (search.meant, search.whole) == ("housing officer", 2)
    # Where it is just what some career's hidden words say, it is known.
    for typed in ("oficer", "council oficer"):
        assert found(typed) == ["council"]
        assert find(typed, "en").meant == ""


def test_words_of_other_jobs_are_not_put_right_to_what_is_nearly_spelt_so(blank):
    enter(
        "bank",
        title=pair("Bank clerk", "Clerc banc"),
        hidden_words={"en": ["senter"], "cy": ["bancer", "call", "bos"]},
        standfirst=pair("You drink water while coming to terms with electricity.", "Mae drysau’n bwysig."),
    )
    for typed in ("dancer", "farmer", "singer", "gwallt", "bws", "nyrs", "cook", "waiter", "coding"):
        for language in ("en", "cy"):
            search = find(typed, language)
            assert (search.order, search.meant) == ((), ""), typed
    assert found("electrician") == []
    assert found("bancar", "cy") == ["bank"]
    assert found("bancar", "en") == [], "a hidden word of the other language"
    assert find("electricty", "en").meant == "electricity"


def test_a_hidden_word_is_never_shown_as_what_was_meant(blank):
    enter("bank", title=pair("Bank clerk"), hidden_words={"en": ["telllers"], "cy": []})
    search = find("tellers", "en")
    assert len(search.order) == 1
    assert search.meant == ""


def test_a_name_that_nobody_knows_is_ignored(blank):
    enter("manager", title=pair("Branch manager"))
    enter("text", title=pair("Other"), standfirst=pair("Managers of a branch are barely seen."))
    assert found("branch manager barclays") == ["manager", "text"]


def test_a_place_is_not_taken_for_a_hidden_word(blank):
    enter("bank", title=pair("Bank clerk"), hidden_words={"en": ["station banker"], "cy": []})
    enter("station", title=pair("Station hand"))
    assert found("station bangor") == ["station", "bank"]
    assert find("station bangor", "en").meant == ""


# Anything at all ----------------------------------------------------------------------------------------

ODD = [
    "",
    " ",
    "\x00",
    "🚂",
    "“”!?*()[]{}^~-+:;,./\\|&%$#@=<>",
    "_ __ -",
    "\u200b\ufeff\u202e",
    "\ud800",
]
WORDS_ALL_THE_SAME = [
    '"',
    "'",
    "shop\x00 manager",
    'shop" OR title:*',
    "NEAR(shop manager, 2)",
    "shop AND NOT manager",
    "shop & !manager | x:*",
    "shop:* <-> manager",
    "shop'; DROP TABLE profiles_searchindex; --",
    "{title} : shop",
    "shop*",
    "-shop",
    "^shop",
    "shop 🚂 manager",
    "\u202eshop manager",
    "shop % _ manager",
    "shop " * 2_000,
    "shop " + "x" * 10_000,
    "shop " + "é" * 10_000,
    "shop " + "ﷺ" * 10_000,
    "shop " + " ".join(f"w{n}" for n in range(2_000)),
]


@pytest.mark.parametrize("typed", ODD)
def test_where_there_are_no_words_nothing_is_found(career, typed):
    search = find(typed, "en")
    assert (search.order, search.meant) == ((), "")
    assert search.reasons(Listing.objects.all()) == {}


@pytest.mark.parametrize("typed", WORDS_ALL_THE_SAME[2:])
@pytest.mark.parametrize("language", ["en", "cy"])
def test_anything_else_is_just_words(career, typed, language):
    search = find(typed, language)
    assert len(search.order) == 1
    assert search.reasons(Listing.objects.all())


@pytest.mark.parametrize(
    "typed", ["x" * 10_000, "日本語", "Ω", "٣", "ß", "c++", "o", "y", "'" * 10_000, "a'b'c"]
)
def test_odd_words_do_no_harm(career, typed):
    find(typed, "cy").reasons(Listing.objects.all())


# Why each was found -------------------------------------------------------------------------------------


def test_reasons_mark_the_words_as_they_are_written(welsh_careers):
    assert reasons("wasanaethau gwsmer", "customers", "cy") == [
        ("title", "cy", "Rheolwr [gwasanaethau] [cwsmeriaid]")
    ]
    assert reasons("callcentre", "calls") == [("title", "en", "[Call] [centre] operator")]
    assert reasons("call centre", "calls", "cy") == [("title", "en", "[Call] [centre] operator")]
    assert reasons("email", "mail") == [("title", "en", "[E]-[mail] editor")]
    assert reasons("helpu cwsmeriaid", "customers", "cy") == [
        ("title", "cy", "Rheolwr gwasanaethau [cwsmeriaid]"),
        ("text", "cy", "Rydych chi’n [helpu]’ch [cwsmeriaid]."),
    ]
    assert reasons("opera", "calls") == [("title", "en", "Call centre [operator]")]
    assert reasons("operater", "calls") == [("title", "en", "Call centre [operator]")]


def test_a_long_text_is_cut_around_the_words(blank):
    text = "One two three four five six seven eight nine ten lantern twelve <b> fourteen fifteen sixteen."
    enter("long", title=pair("Long"), standfirst=pair(text))
    ((where, language, cut),) = reasons("lantern fourteen", "long")
    assert (where, language) == ("text", "en")
    assert cut == "… five six seven eight nine ten [lantern] twelve <b> [fourteen] fifteen sixteen."


def test_hidden_words_are_not_shown(blank):
    enter("hidden", hidden_words={"en": ["secret"], "cy": []})
    assert reasons("secret", "hidden") == [("hidden-word", "en", "")]


def test_what_is_not_of_this_career_is_not_its_text(career):
    """Other careers' names stand in what is related; what we do not know is no reason to be found."""
    assert found("begin") == []
    assert found("known") == []
    assert found("cownter", "cy") == []
    assert found("brysur", "cy") == ["shop-manager"], "a film's transcript"


# Published, withdrawn, renamed --------------------------------------------------------------------------


def test_what_is_published_is_found_and_what_is_withdrawn_is_not(career):
    assert found("shop manager") == ["shop-manager"]
    career.title_en = "Lighthouse keeper"
    career.save()
    assert found("lighthouse") == [], "readers have the edition"
    publish_profile(career)
    assert found("lighthouse") == ["shop-manager"]
    assert reasons("lighthouse", "shop-manager") == [("title", "en", "[Lighthouse] keeper")]
    withdraw(career)
    assert found("lighthouse") == []
    assert not SearchEntry.objects.exists()
    assert not SearchWord.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM profiles_searchindex")
        assert cursor.fetchone() == (0,)


def test_the_table_of_words_forgets_what_nobody_holds(welsh_careers):
    before = set(SearchWord.objects.values_list("language", "word"))
    enter("more", title=pair("Manager of lighthouses", "Rheolwr goleudai"), standfirst=pair("Bank"))
    assert set(SearchWord.objects.filter(word__startswith="lighthouse").values_list("word", "in_title")) == {
        ("lighthouse", True),
        ("lighthouses", True),
    }
    withdraw(Profile.objects.get(key="more"))
    assert set(SearchWord.objects.values_list("language", "word")) == before


def test_a_skill_renamed_in_the_directory_is_found_by_its_new_name(career):
    skill = SharedSkill.objects.get(key="listening")
    skill.name_en, skill.name_cy = "Lending an ear", "Rhoi clust"
    skill.save()
    publish_directory()
    assert found("lending") == ["shop-manager"]
    assert found("glust", "cy") == ["shop-manager"]
    assert reasons("gwrando", "shop-manager", "cy")[0][2] == "Chi’n [gwrando]."
    assert ("skill", "en", "[Lending] an ear") in reasons("lending", "shop-manager")


def test_an_older_database_gets_its_entries_at_the_next_start(career):

    forget_entries()
    DirectoryState.objects.update(listing_format=0)
    assert found("shop") == []
    assert rebuild_editions() == 1
    assert found("shop") == ["shop-manager"]
    assert rebuild_editions() == 0


# Cost ---------------------------------------------------------------------------------------------------


def queries_of(typed: str, language: str = "cy") -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        search = find(typed, language)
        search.reasons([Listing(pk=pk) for pk in search.order[:20]])
    return len(captured)


TYPED = [
    "manager",
    "reolwr",
    "m",
    "managr of kadebo",
    "managr rheolwr kadebo",
    "arwain tim",
    "nobody knows this",
    "manager kadebo tim",
]


def test_the_number_of_queries_does_not_grow_with_careers(blank):
    def enter_up_to(first: int, last: int) -> None:
        for n in range(first, last):
            enter(
                f"made-up-{n}", title=pair(f"Manager {n}", f"Rheolwr {n}"), standfirst=pair("", "Arwain tîm.")
            )

    enter_up_to(0, 10)
    few = [queries_of(typed) for typed in TYPED]
    assert max(few) <= 7
    enter_up_to(10, 600)
    assert [queries_of(typed) for typed in TYPED] == few
    assert len(found("manager")) == 600
    assert len(set(found("arwain tim"))) == 600


@pytest.mark.parametrize("typed", ["doctor", "ysgol", "Bangor", "jobs in Cardiff", "teacher"])
def test_a_word_of_other_things_is_not_taken_for_one_of_our_texts(every_career, typed):
    """Two slips from a word that stands in some text alone: whoever typed it meant something else."""
    assert find(typed, "en").meant == ""
