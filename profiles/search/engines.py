"""The two databases' own full-text search, over the same words: SQLite's FTS5 and PostgreSQL's tsvector.

Either keeps a row of words for each entry, a column for each kind of place, in the table
`profiles_searchindex`. All that is asked of it is which entries hold some words, and where: the order is
made elsewhere. Nothing a visitor typed gets here, only folded words, which hold letters and figures alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

# The columns: the places in which a word may stand, the ones that tell most first.
PLACES = ("title", "other_titles", "hidden_words", "skills", "text")
TITLE, OTHER_TITLES, HIDDEN_WORDS, SKILLS, TEXT = range(len(PLACES))
NAMES = (TITLE, OTHER_TITLES, HIDDEN_WORDS)


@dataclass(frozen=True)
class Question:
    """Words, any of which may stand in an entry of one language."""

    language: str
    whole: frozenset[str] = frozenset()
    beginning: frozenset[str] = frozenset()
    places: Sequence[int] = range(len(PLACES))


def put(entry: int, words: Mapping[str, Iterable[str]]) -> None:
    """Let an entry be found by these words: by place."""
    held = [sorted(words.get(place, ())) for place in PLACES]
    if connection.vendor == "postgresql":
        _run(_PUT_POSTGRESQL, [entry, *held])
    else:
        _run(_PUT_SQLITE, [entry, *map(" ".join, held)])


def drop(entries: Iterable[int]) -> None:
    key = "entry" if connection.vendor == "postgresql" else "rowid"
    for entry in entries:
        _run(f"DELETE FROM profiles_searchindex WHERE {key} = %s", [entry])  # noqa: S608


def empty() -> None:
    _run("DELETE FROM profiles_searchindex", [])


def ask(questions: Sequence[Question]) -> list[tuple[int, int, int]]:
    """Which entries, of any language, hold words of which question, and where. One query for all.

    Gives the entry's number, the question's and the place's. Whose entry it is, is not asked here: SQLite
    would look it up for each answer, among the rows of texts.
    """
    postgresql = connection.vendor == "postgresql"
    parts, given = [], []
    for number, question in enumerate(questions):
        for place in question.places:
            column = PLACES[place]
            if postgresql:
                parts.append(_PART_POSTGRESQL % (number, place, column))
                given.append(_in_postgresql(question))
            else:
                parts.append(_PART_SQLITE % (number, place))
                given.append(f"{{{column}}} : ({_in_sqlite(question)})")
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), given)
        return cursor.fetchall()


def which_hold(words: Mapping[str, Iterable[str]], language: str) -> set[str]:
    """Those words that some entry of the language holds in any of their forms. One query for all."""
    postgresql = connection.vendor == "postgresql"
    parts, given = [], []
    for number, whole in enumerate(words.values()):
        question = Question(language, whole=frozenset(whole))
        if postgresql:
            parts.append(f"SELECT {number} WHERE EXISTS ({_HOLDS_POSTGRESQL})")
            given += [_in_postgresql(question)] * len(PLACES)
        else:
            parts.append(f"SELECT {number} WHERE EXISTS ({_HOLDS_SQLITE})")
            given.append(_in_sqlite(question))
        given.append(language)
    if not parts:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), given)
        held = {number for (number,) in cursor.fetchall()}
    return {word for number, word in enumerate(words) if number in held}


def _run(sql: str, given: Sequence[object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)


def _in_sqlite(question: Question) -> str:
    whole = (f'"{word}"' for word in sorted(question.whole))
    beginning = (f'"{word}"*' for word in sorted(question.beginning))
    return " OR ".join((*whole, *beginning))


def _in_postgresql(question: Question) -> str:
    whole = (f"'{word}'" for word in sorted(question.whole))
    beginning = (f"'{word}':*" for word in sorted(question.beginning))
    return " | ".join((*whole, *beginning))


_PART_SQLITE = "SELECT rowid, %d, %d FROM profiles_searchindex WHERE profiles_searchindex MATCH %%s"
_PART_POSTGRESQL = "SELECT entry, %d, %d FROM profiles_searchindex WHERE %s @@ %%s::tsquery"
_HOLDS_SQLITE = """
    SELECT 1 FROM profiles_searchindex JOIN profiles_searchentry AS entry
        ON entry.id = profiles_searchindex.rowid
    WHERE profiles_searchindex MATCH %s AND entry.language = %s
"""
_HOLDS_POSTGRESQL = f"""
    SELECT 1 FROM profiles_searchindex AS held JOIN profiles_searchentry AS entry ON entry.id = held.entry
    WHERE ({" OR ".join(f"held.{place} @@ %s::tsquery" for place in PLACES)}) AND entry.language = %s
"""  # noqa: S608
_COLUMNS = ", ".join(PLACES)
# An entry that is there already is of a listing that has gone without a word: it gives way.
_PUT_SQLITE = f"""
    INSERT OR REPLACE INTO profiles_searchindex (rowid, {_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s)
"""  # noqa: S608
_PUT_POSTGRESQL = f"""
    INSERT INTO profiles_searchindex (entry, {_COLUMNS})
    VALUES (%s, {", ".join(["array_to_tsvector(%s::text[])"] * len(PLACES))})
    ON CONFLICT (entry) DO UPDATE SET {", ".join(f"{place} = excluded.{place}" for place in PLACES)}
"""  # noqa: S608
