"""Words as search compares them: folded, split, and with their other forms in each language.

The same rules make the index and read what a visitor typed, so that both meet wherever either stands in
another form: `gwasanaethau` and *wasanaethau*, *managers* and `manager`. The rules are few and ours; a form
that is no word does no harm, for nothing else has it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from profiles.alphabet import fold

LONGEST_WORD = 40
# How many words of a title some write as one.
MOST_JOINED = 7

_APOSTROPHES = "'’‘ʼ`´"
# A written word with what belongs to it: rheolwr, e-mail, ngwesty'r.
_WRITTEN = re.compile(rf"[^\W_]+(?:[{_APOSTROPHES}\-‐‑–][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_VOWELS = "aeiouwy"

# What people type around the job they mean. Ignored wherever another word is left.
STOP_WORDS = frozenset(
    """
    a an the of in on at to for from by with and or as is are be being become becoming i im me my you your
    it its we our they their this that who what which where how do does doing did can could would will
    want wants wanting like get getting go into about there some any someone somebody something anyone
    person job jobs career careers work works working worker workers role roles find look
    looking after much need needed needs earn earns earning pay paid salary wage wages

    ac ag ar am at gan gyda efo i o y yr yn ym yng mewn ei eu ein eich fy dy fel sut beth pwy pa pam ble lle
    sydd sy syn mae yw ydy oes bod fod heb neu na nac ond wrth dros drwy trwy dan ir or ar ai au dw rwy rwyf
    rydw ydw rydych chi ti fi mi hi nhw ni eisiau isio moyn hoffwn hoffi licio dod ddod hyd cael gael
    gwaith waith ngwaith gweithio weithio ngweithio swydd swyddi gyrfa yrfa gyrfaoedd yrfaoedd rhywun
    rhywbeth gwneud wneud hynny hwn hon hyn faint ennill cyflog gyflog cyflogau angen
    """.split()
)


def words_as_written(text: str) -> list[str]:
    """The written words of a text alone: much the quicker where few texts are read further."""
    return _WRITTEN.findall(text)


def written_words(text: str) -> Iterator[tuple[int, str]]:
    """Each written word of a text, and where it begins."""
    for match in _WRITTEN.finditer(text):
        yield match.start(), match[0]


def _folded(word: str) -> str:
    """Some letters fold to several, with spaces and signs among them."""
    return "".join(_PART.findall(fold(word)))[:LONGEST_WORD]


@lru_cache(maxsize=10_000)
def parts_of(written: str) -> tuple[tuple[int, int, str], ...]:
    """The words in a written word: where each begins and ends, and the word folded.

    What follows an apostrophe in one or two letters is no word: manager's, i'r.
    """
    return tuple(
        (part.start(), part.end(), _folded(part[0]))
        for part in _PART.finditer(written)
        if _folded(part[0])
        and not (part.start() and written[part.start() - 1] in _APOSTROPHES and len(part[0]) <= 2)
    )


def words_of(text: str) -> list[str]:
    """The words of a text, folded.

    >>> words_of("Rheolwr yng ngwesty’r Tŷ Newydd: e-bost")
    ['rheolwr', 'yng', 'ngwesty', 'ty', 'newydd', 'e', 'bost']
    """
    return [word for _start, written in written_words(text) for *_place, word in parts_of(written)]


def telling(words: list[str]) -> list[str]:
    """The words that say something: all but stop words, where any other is left."""
    return [word for word in words if word not in STOP_WORDS] or words


def joined(first: str, *others: str) -> str:
    """Words that some write as one: call centre, callcentre. Empty for those that nobody would."""
    says_nothing = first in STOP_WORDS or others[-1] in STOP_WORDS
    return "" if says_nothing else (first + "".join(others))[:LONGEST_WORD]


def radicals(word: str) -> list[str]:
    """What a Welsh word may be without its mutation.

    >>> radicals("nghwsmeriaid"), radicals("reolwr"), radicals("hadnoddau")
    (['cwsmeriaid'], ['rheolwr', 'greolwr'], ['adnoddau'])
    """
    if len(word) < 3:
        return []
    for mutated, radical in _MUTATIONS:
        if word.startswith(mutated):
            rest = word[len(mutated) :]
            return [letter + rest for letter in radical]
    if word[0] in _VOWELS:
        return ["g" + word]
    if word[0] == "h" and word[1] in _VOWELS:
        return [word[1:]]
    return []


# The beginning of a word, and the letters it may stand for; the longer beginnings first.
_MUTATIONS = (
    ("ngh", ("c",)), ("ng", ("g",)), ("nh", ("t",)), ("mh", ("p",)), ("ph", ("p",)), ("th", ("t",)),
    ("ch", ("c",)), ("dd", ("d",)), ("ff", ()), ("ll", ()), ("rh", ()),
    ("b", ("p",)), ("d", ("t",)), ("g", ("c",)), ("f", ("b", "m")), ("m", ("b",)), ("n", ("d",)),
    ("l", ("ll", "gl")), ("r", ("rh", "gr")),
)  # fmt: skip


def _english_singulars(word: str) -> list[str]:
    if len(word) < 4 or word[-1] != "s" or word.endswith(("ss", "us", "is")):
        return []
    if word.endswith("ies"):
        return [word[:-3] + "y"]
    if word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return [word[:-2], word[:-1]]
    return [word[:-1]]


# A Welsh ending and what may stand in its place: whoever does something in one form, then plurals of things.
_WELSH_ENDINGS = (
    ("wragedd", ("wr",)), ("wraig", ("wr",)), ("wyr", ("wr",)), ("yddion", ("wr",)), ("feydd", ("fa",)),
    ("ydd", ("wr",)), ("iaid", ("", "iad")), ("iau", ("", "i")), ("ion", ("",)), ("oedd", ("",)),
    ("au", ("",)),
)  # fmt: skip


def _welsh_singulars(word: str) -> list[str]:
    if word.endswith("tai"):  # tai, gwestai, bwytai
        return [word[:-3] + "ty"]
    for ending, instead in _WELSH_ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + 3:
            return [word.removesuffix(ending) + end for end in instead]
    return []


def _evened(word: str) -> str:
    """Letters that Welsh doubles or breathes on as the stress moves: gyrrwr, gyrwyr; cyngor, cynghorau."""
    return word[:1] + word[1:].replace("nn", "n").replace("rr", "r").replace("ngh", "ng").replace("nh", "n")


# Welsh doubles them before the last syllable alone: mannager and officerr are slips.
_DOUBLED = re.compile(rf"(?<=.)(n|r)\1(?=[{_VOWELS}]+[^{_VOWELS}]*$)")


def _evened_radical(word: str) -> str:
    return _DOUBLED.sub(r"\1", word[:1] + word[1:].replace("ngh", "ng").replace("nh", "n"))


# Before a form: what is half typed is compared with words alone, never with our forms of them.
_FORM = "·"


@lru_cache(maxsize=10_000)
def forms(word: str, language: str) -> frozenset[str]:
    """Every form under which a folded word is kept, and looked for, in one language.

    Two words are the same where they have one in common.

    >>> sorted(forms("facilities", "en") & forms("facility", "en"))
    ['·facility']
    >>> sorted(forms("westai", "cy") & forms("gwesty", "cy"))
    ['·gwesty']
    """
    if not word:
        return frozenset()
    if language == "en":
        return frozenset([word, _FORM + word, *(_FORM + singular for singular in _english_singulars(word))])
    found = {word, *radicals(word)}
    same = {_evened_radical(radical) for radical in found}
    same |= {_evened(singular) for radical in found for singular in _welsh_singulars(radical)}
    return frozenset(found | {_FORM + form for form in same})


def singulars(word: str, language: str) -> list[str]:
    return _english_singulars(word) if language == "en" else _welsh_singulars(word)


# What a verb ends in, or the thing that is done.
_ENGLISH_ENDS = ("ing", "ed", "ment")
_VERB_ENDS = ("", "e", "s", "ed", "er", "ers", "ing")
# Shorter ones begin anything; and of this length, anything too unless the whole word is a verb's.
_SHORT_STEM = 4
_WELSH_ENDS = ("io", "i", "o", "u", "iaeth", "aeth", "iant")


# What people say for whoever manages, and for managing.
_LEADING = {
    "en": (
        "manag",
        {"head", "boss", "chief", "charge", "run", "runs", "running", "lead", "leads", "leading"},
    ),
    "cy": ("rheol", {"pennaeth", "bos", "cyfrifol", "rhedeg", "arwain", "arweinydd", "manijar", "manijyr"}),
}


def stems(word: str, language: str) -> set[str]:
    """What a verb's other words begin with: managing, manager; rheoli, rheolwr. Empty for other words.

    >>> stems("managing", "en"), stems("recruitment", "en"), sorted(stems("reoli", "cy"))
    ({'manag'}, {'recruit'}, ['greol', 'reol', 'rheol'])
    >>> stems("boss", "en")
    {'manag'}
    """
    radical_forms = {word} if language == "en" else {word, *radicals(word)}
    of_leading, leading = _LEADING[language]
    found = {of_leading} if radical_forms & leading else set()
    if language == "en":
        stem = _english_stem(word)
        return found | {stem} if len(stem) > _SHORT_STEM else found
    for radical in radical_forms:
        stem = next((radical.removesuffix(end) for end in _WELSH_ENDS if radical.endswith(end)), "")
        if len(stem) >= 4:
            found.add(stem)
    return found


def _english_stem(word: str) -> str:
    stem = next((word.removesuffix(end) for end in _ENGLISH_ENDS if word.endswith(end)), "")
    doubled = stem[-2:-1] == stem[-1:] and stem[-1:] not in ("l", "s")
    return stem[:-1] if doubled else stem


def relatives(word: str, language: str) -> set[str]:
    """A verb's other words where so many begin like them that each must be named; English ones only.

    >>> sorted(relatives("selling", "en"))
    ['sell', 'selle', 'selled', 'seller', 'sellers', 'selling', 'sells']
    >>> relatives("hosing", "en"), relatives("shop", "en")
    (set(), set())
    """
    stem = _english_stem(word) if language == "en" else ""
    return {stem + end for end in _VERB_ENDS} if len(stem) == _SHORT_STEM else set()


def beginnings(word: str, language: str) -> set[str]:
    """What a word that is still being typed may be the beginning of."""
    return {word} if language == "en" else {word, *radicals(word)}
