"""Words as search compares them: in each language, on both sides."""

import pytest

from profiles.search import asked
from profiles.search.words import (
    STOP_WORDS,
    forms,
    joined,
    parts_of,
    radicals,
    relatives,
    stems,
    telling,
    words_of,
)


def same(one: str, other: str, language: str) -> bool:
    return not forms(one, language).isdisjoint(forms(other, language))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("manager", "managers"),
        ("facility", "facilities"),
        ("business", "businesses"),
        ("box", "boxes"),
        ("house", "houses"),
        ("company", "companies"),
    ],
)
def test_english_singular_and_plural_are_one_word(one, other):
    assert same(one, other, "en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rheolwr", "rheolwyr"),
        ("swyddog", "swyddogion"),
        ("siop", "siopau"),
        ("gwesty", "gwestai"),
        ("ty", "tai"),
        ("banc", "banciau"),
        ("cwsmer", "cwsmeriaid"),
        ("swyddfa", "swyddfeydd"),
        ("canolfan", "canolfannau"),
        ("cynghorydd", "cynghorwyr"),
        ("cynorthwyydd", "cynorthwywyr"),
        ("gyrrwr", "gyrwyr"),
        ("cyngor", "cynghorau"),
        ("gorsaf", "gorsafoedd"),
        ("cwmni", "cwmniau"),
        ("rheolwr", "rheolwraig"),
        ("cynnig", "cynigion"),
        ("cynnyrch", "cynhyrchion"),
    ],
)
def test_welsh_singular_and_plural_are_one_word(one, other):
    assert same(one, other, "cy")


@pytest.mark.parametrize(
    ("radical", "mutated"),
    [
        ("rheolwr", ["reolwr"]),
        ("gwasanaethau", ["wasanaethau", "ngwasanaethau"]),
        ("cwsmeriaid", ["gwsmeriaid", "nghwsmeriaid", "chwsmeriaid"]),
        ("canolfan", ["ganolfan", "nghanolfan", "chanolfan"]),
        ("llety", ["lety"]),
        ("trenau", ["drenau", "nhrenau", "threnau"]),
        ("pobl", ["bobl", "mhobl", "phobl"]),
        ("banc", ["fanc", "manc"]),
        ("manwerthu", ["fanwerthu"]),
        ("dysgu", ["ddysgu", "nysgu"]),
        ("gwesty", ["westy", "ngwesty"]),
        ("glanhau", ["lanhau"]),
        ("grym", ["rym"]),
        ("adnoddau", ["hadnoddau"]),
        ("galwadau", ["alwadau", "ngalwadau"]),
    ],
)
def test_a_mutated_word_is_its_radical(radical, mutated):
    for form in mutated:
        assert radical in radicals(form), form
        assert same(form, radical, "cy")
    for one in mutated:
        assert all(same(one, other, "cy") for other in mutated)


def test_a_mutated_plural_is_its_radical_singular():
    assert same("westai", "gwesty", "cy")
    assert same("nghanolfannau", "canolfan", "cy")
    assert same("reolwyr", "rheolwr", "cy")


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("train", "training", "en"),
        ("house", "housing", "en"),
        ("bus", "bu", "en"),
        ("guard", "card", "en"),  # English is never taken for mutated
        ("llawn", "lawn", "en"),
        ("swyddog", "swyddfa", "cy"),
        ("gwesty", "gwestai’n", "cy"),
        ("rheolwr", "rheoli", "cy"),
        ("mannager", "manager", "cy"),  # slips in English words, of which Welsh texts have some
        ("officerr", "officer", "cy"),
    ],
)
def test_other_words_are_others(one, other, language):
    assert not same(one, other, language)


def test_verbs_begin_like_what_they_make():
    assert "manager".startswith(tuple(stems("managing", "en")))
    assert relatives("selling", "en") >= {"sell", "seller", "sellers"}
    assert "housing" in relatives("housed", "en")
    for short in ("hosing", "caring", "running"):
        assert stems(short, "en") <= {"manag"}, short
        assert not relatives(short, "en"), short
    assert "rheolwr".startswith(tuple(stems("reoli", "cy")))
    assert "hyfforddiant".startswith(tuple(stems("hyfforddi", "cy")))
    assert not stems("shop", "en")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rheolwr TŶ BWYTA", ["rheolwr", "ty", "bwyta"]),
        (
            "the manager’s and managers' co-ordinator",
            ["the", "manager", "and", "managers", "co", "ordinator"],
        ),
        ("i'r ngwesty'n dy", ["i", "ngwesty", "dy"]),
        ("O’Brien", ["o", "brien"]),
        ("e‑bost / e-mail", ["e", "bost", "e", "mail"]),
        ("\x00 \x1b[0m 🚂 “” — !!! \ud800 _", ["0m"]),
        ("", []),
    ],
)
def test_words_of_a_text(text, words):
    assert words_of(text) == words


def test_words_know_where_they_stand():
    written = "Ngwesty’r"
    ((begin, end, word),) = parts_of(written)
    assert (written[begin:end], word) == ("Ngwesty", "ngwesty")


def test_what_is_typed_around_a_job_is_left_out_where_something_is_left():
    assert telling(words_of("how to be a train conductor")) == ["train", "conductor"]
    assert telling(words_of("swydd fel rheolwr yn y banc")) == ["rheolwr", "banc"]
    assert telling(words_of("I want to work in an office")) == ["office"]
    assert telling(words_of("gweithio mewn")) == ["gweithio", "mewn"]


def test_stop_words_are_folded():
    assert all([word] == words_of(word) for word in STOP_WORDS)


def test_two_words_are_written_as_one_unless_one_says_nothing():
    assert joined("call", "centre") == "callcentre"
    assert joined("da", "i") == ""
    assert joined("call", "centre", "manager") == "callcentremanager"


def test_what_is_asked_has_an_end():
    assert asked.read("a" * 10_000).words == ["a" * 40]
    assert len(asked.read(" ".join(f"word{n}" for n in range(5_000))).words) == asked.MOST_WORDS
    assert asked.read(" " * 9_000 + "bank").words == ["bank"]
    assert asked.read("bank BANK Bánk").words == ["bank"]
    assert asked.read("gw\u0302r \x00b\u200bank").words == ["gwr", "bank"]
