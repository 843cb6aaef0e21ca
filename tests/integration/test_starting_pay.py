"""Starting pay means one thing: what bands, disagreements and cards of the real careers say of it agrees."""

import pytest

from profiles.cards import cards
from profiles.content import schema
from profiles.content.upgrades import read_document
from profiles.languages import LANGUAGES
from profiles.models import Listing, Profile
from profiles.pay import starting_pay
from profiles.reading import read_directory

pytestmark = pytest.mark.django_db


def documents() -> list[schema.Profile]:
    published = Profile.objects.exclude(edition=None).select_related("edition")
    return [read_document(schema.Profile, it.edition.document, it.edition.format) for it in published]


def test_a_source_said_to_give_pay_to_start_has_a_figure_for_it(every_career):
    claims = [
        (document.key, claim.source, {band.source for band in starting_pay(document)})
        for document in documents()
        for claim in document.claims
        if claim.disagreement == "starting-pay"
    ]

    assert claims
    assert [(career, source) for career, source, figures in claims if source not in figures] == []


def test_figures_of_one_source_on_a_card_are_told_apart_in_both_languages(every_career):
    several = {}
    for card in cards(Listing.objects.all(), read_directory()):
        for figure in card.pay:
            several.setdefault((card.key, figure.source), []).append(figure.stage)
    several = {whose: stages for whose, stages in several.items() if len(stages) > 1}

    assert several
    for whose, stages in several.items():
        for language in LANGUAGES:
            said = {getattr(stage, language) if stage else "" for stage in stages}
            assert len(said - {""}) == len(stages), (whose, language)
