"""Alphabetical order in each language. In Welsh ch, dd, ff, ng, ll, ph, rh and th are letters."""

import re
import unicodedata

LETTERS = {
    "en": "a b c d e f g h i j k l m n o p q r s t u v w x y z".split(),
    "cy": "a b c ch d dd e f ff g ng h i j l ll m n o p ph r rh s t th u w y".split(),
}
# k, q, v, x and z stand only in borrowed words; they sort where English puts them.
_ORDER = {
    "en": LETTERS["en"],
    "cy": "a b c ch d dd e f ff g ng h i j k l ll m n o p ph q r rh s t th u v w x y z".split(),
}
_RANK = {language: {letter: i for i, letter in enumerate(order)} for language, order in _ORDER.items()}
# Words in which n and g are two letters, not the one letter ng.
_N_AND_G = ("bangor", "llangollen", "llongyfarch", "dangos")


def fold(text: str) -> str:
    """Lower case, without accents.

    >>> fold("Siŵr o'r Tŷ")
    "siwr o'r ty"
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _letters(text: str, language: str) -> list[str]:
    plain = fold(text)
    letters, i = [], 0
    while i < len(plain):
        two = plain[i : i + 2]
        apart = two == "ng" and any(plain.startswith(word, i - word.index("ng")) for word in _N_AND_G
                                    if i >= word.index("ng"))  # fmt: skip
        if language == "cy" and two in _RANK["cy"] and not apart:
            letters.append(two)
            i += 2
        else:
            letters.append(plain[i])
            i += 1
    return letters


def sort_key(text: str, language: str) -> str:
    """A string that sorts as the language's alphabet does, in Python and in any database.

    Each letter is two figures, so that a column can hold the key and the database can order by it.

    >>> sorted(["llyfrgellydd", "lori", "chwaraewr", "cyfreithiwr"], key=lambda w: sort_key(w, "cy"))
    ['cyfreithiwr', 'chwaraewr', 'lori', 'llyfrgellydd']
    """
    rank = _RANK[language]
    codes = []
    for letter in _letters(text, language):
        if letter in rank:
            codes.append(f"{rank[letter] + 30:02d}")
        elif letter.isdecimal():
            codes.append(f"{int(letter) + 10:02d}")
        elif re.match(r"\w", letter):
            codes.append("99")
        elif codes and codes[-1] != "00":
            codes.append("00")
    return "".join(codes)


def initial(text: str, language: str) -> str:
    """The letter a word stands under in the A to Z.

    >>> initial("Rheolwr", "cy"), initial("Rheolwr", "en"), initial("3D artist", "en")
    ('RH', 'R', '')
    """
    letters = _letters(text, language)
    return letters[0].upper() if letters and letters[0] in _RANK[language] else ""
