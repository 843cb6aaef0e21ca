"""How long searches take as careers grow. Run by hand: `make benchmark ARGS='-k searches'`.

The careers are made up from words that stand in as many careers as real words do: few in most, some in few.
"""

import random
import time

import pytest
from django.db import connection

from profiles.content import schema
from profiles.listings import write_listing
from profiles.models import Profile
from profiles.search import find
from tests.builders import make_directory, make_profile_document, pair

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]

SEARCHES = {
    "a word of thousands of titles": "manager",
    "the same in Welsh, mutated": "reolwr",
    "half typed": "man",
    "one letter": "m",
    "words of every text": "arwain tim",
    "one career's title": "manager of kadebo",
    "typed wrongly": "manadger of kadebo",
    "ten words, all wrong": "manadger shp kadeb arwan tm storre mathss listning numbrs tein",
}
ROUNDS = 5


def made_up_words(count: int) -> list[str]:
    syllables = [a + b for a in "bcdfghklmnprst" for b in "aeiou"]
    chosen = random.Random(7)  # noqa: S311
    return ["".join(chosen.choices(syllables, k=3)) for _ in range(count)]


def publish_made_up(first: int, last: int, directory: schema.Directory) -> None:
    words, chosen = [*made_up_words(20_000), "kadebo"], random.Random(first)  # noqa: S311
    roles = [("manager", "Rheolwr"), ("officer", "Swyddog"), ("adviser", "Cynghorydd"), ("driver", "Gyrrwr")]
    for n in range(first, last):
        en, cy = roles[n % len(roles)]
        about = words[-1] if n == first else chosen.choice(words)
        text = " ".join(words[int(len(words) * chosen.random() ** 4)] for _ in range(350))
        document = make_profile_document(
            key=f"made-up-{n}",
            title=pair(f"{en.title()} of {about}", f"{cy} {about}"),
            sections=[
                {
                    "key": "pay",
                    "title": pair("Pay", "Cyflog"),
                    "answer": pair("Lead a team.", "Arwain tîm."),
                    "prose": pair(text, text),
                }
            ],
        )
        profile = Profile.objects.create(key=document.key, state=Profile.State.PUBLISHED)
        derived = {"prose": {"pay": {"en": f"<p>{text}</p>", "cy": f"<p>{text}</p>"}}}
        write_listing(profile, document, derived, directory)


def test_searches_as_careers_grow():
    directory = make_directory()
    done = 0
    for careers in (10, 1_000, 10_000):
        start = time.perf_counter()
        publish_made_up(done, careers, directory)
        each = (time.perf_counter() - start) * 1000 / (careers - done)
        done = careers
        print(f"\n{connection.vendor}, {careers} careers ({each:.0f} ms to enter one)")  # noqa: T201
        for name, typed in SEARCHES.items():
            print(f"  {name:32} {typed[:30]:30} {_best_of(typed)}")  # noqa: T201


def _best_of(typed: str) -> str:
    best, reasons, found = 1e9, 1e9, None
    for _ in range(ROUNDS):
        start = time.perf_counter()
        found = find(typed, "cy")
        best = min(best, time.perf_counter() - start)
        start = time.perf_counter()
        found.reasons([Profile.objects.model(pk=pk) for pk in found.order[:20]])
        reasons = min(reasons, time.perf_counter() - start)
    return f"{best * 1000:7.1f} ms, {len(found.order):6} found; reasons for 20 {reasons * 1000:6.1f} ms"
