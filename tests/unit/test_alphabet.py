"""Alphabetical order in each language."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiles.alphabet import LETTERS, fold, initial, sort_key


def in_order(words: list[str], language: str) -> list[str]:
    return sorted(words, key=lambda word: sort_key(word, language))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Actor", "Baker", "Chef", "Cook", "Librarian", "Llama keeper", "Zookeeper"]),
        ("cy", ["actor", "baner", "cyfreithiwr", "chwaraewr", "deintydd", "ddoe"]),
        ("cy", ["ffermwr", "garddwr", "gyrrwr", "nyrs"]),
        ("cy", ["fandal", "ffermwr", "gof", "ngwas", "hanesydd"]),
        ("cy", ["lori", "lwc", "llyfrgellydd", "mecanydd", "optegydd", "peilot", "pysgotwr", "phren"]),
        (
            "cy",
            [
                "radiograffydd",
                "rheolwr",
                "saer",
                "siopwr",
                "technegydd",
                "tywysydd",
                "therapydd",
                "ysgrifennydd",
            ],
        ),
        ("cy", ["Bangor", "banio"]),  # n and g are two letters here, and g comes before i
        ("cy", ["angel", "anaf"]),  # and one letter here, which comes before n
        (
            "cy",
            ["jac", "kilo", "lori", "pobydd", "qat", "radio", "uned", "van", "wal", "xenon", "ysgol", "zinc"],
        ),
        ("en", ["3D artist", "Artist"]),
        ("en", ["Shop", "Shop assistant", "Shopfitter"]),
        ("cy", ["Tŷ", "tyb"]),
    ],
)
def test_words_stand_in_the_order_of_their_alphabet(language, words):
    assert in_order(words[::-1], language) == words


def test_accents_capitals_and_apostrophes_do_not_matter():
    assert sort_key("Siŵr o’r Tŷ", "cy") == sort_key("SIWR O R TY", "cy")


@pytest.mark.parametrize(
    ("word", "language", "letter"),
    [
        ("Llyfrgellydd", "cy", "LL"),
        ("Llama keeper", "en", "L"),
        ("Ŵyn", "cy", "W"),
        ("Ysgrifennydd", "cy", "Y"),
        ("Dawnsiwr", "cy", "D"),
        ("Ddoe", "cy", "DD"),
        ("3D artist", "en", ""),
        ("Zookeeper", "cy", "Z"),
        ("日本", "cy", ""),
        ("", "cy", ""),
    ],
)
def test_a_word_stands_under_its_first_letter(word, language, letter):
    assert initial(word, language) == letter


def test_the_welsh_alphabet_has_29_letters():
    assert len(LETTERS["cy"]) == 29
    assert {"ch", "dd", "ff", "ng", "ll", "ph", "rh", "th"} <= set(LETTERS["cy"])


@settings(max_examples=50, deadline=None)
@given(st.text(), st.sampled_from(["en", "cy"]))
def test_any_text_has_a_place(text, language):
    assert sort_key(text, language).isascii()
    assert isinstance(initial(text, language), str)


def test_digits_of_other_scripts_have_a_place():
    assert sort_key("\U00010a40²፩٣", "en")


def test_fold_makes_accents_and_capitals_equal():
    assert fold("ÂÊÎÔÛŴŶäë") == "aeiouwyae"
