"""One normal form of text, everywhere."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiles.text import normalise_text


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("Tŷ", "Tŷ"),
        ("Ty\u0302", "Tŷ"),
        ("w\u200b\u0302", "ŵ"),  # what stands between them must not keep them apart
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\u2028b\u2029c\x85d", "a\nb\nc\nd"),
        ("\n\n a \t\n\n", " a"),
        ("a  \n   \nb", "a\n\nb"),
        ("a\tb", "a\tb"),
        ("\ufeffa\x00b\x07c\u202ed\x7f\uffff", "abcd"),
        ("a\u00a0", "a"),
        ("C# £5 ’n’ 日本 👩‍🍳", "C# £5 ’n’ 日本 👩‍🍳"),
        ("", ""),
    ],
)
def test_normalise_text_keeps_what_a_reader_sees(given_text, kept):
    assert normalise_text(given_text) == kept


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_normalising_again_changes_nothing(text):
    once = normalise_text(text)

    assert normalise_text(once) == once
