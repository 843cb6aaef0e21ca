"""Old documents stay readable: each format with a kept sample, and a way up from it.

`tests/samples/format-<n>.json` holds a profile and a directory as editions of that format kept them. A sample
is never changed; a new format adds one.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from profiles.content import schema, upgrades
from profiles.content.loader import load_content
from profiles.content.upgrades import UnknownFormat, read_document
from profiles.documents import as_json
from profiles.models import Edition, Profile
from profiles.publishing import rebuild_editions
from tests.builders import write_content

SAMPLES = Path(__file__).parents[1] / "samples"


def sample(number: int) -> dict[str, Any]:
    return json.loads((SAMPLES / f"format-{number}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("number", range(1, schema.FORMAT + 1))
def test_every_format_there_has_been_can_be_read(number):
    kept = sample(number)

    profile = read_document(schema.Profile, kept["profile"], kept["format"])
    directory = read_document(schema.Directory, kept["directory"], kept["format"])

    assert (profile.key, profile.title.cy, profile.pay_bands[0].low) == (
        "shop-manager",
        "Rheolwr siop",
        21000,
    )
    assert directory.contacts[0].telephone == "01632 960000"
    if number == schema.FORMAT:
        assert as_json(profile) == kept["profile"]
        assert as_json(directory) == kept["directory"]


def test_there_is_a_way_up_from_each_format_and_no_other():
    assert sorted(upgrades.UPGRADES) == list(range(1, schema.FORMAT))


def test_a_newer_format_is_refused_not_guessed_at():
    newer = schema.FORMAT + 1
    with pytest.raises(
        UnknownFormat, match=f"format {newer} is newer than {schema.FORMAT}: update the site first"
    ):
        read_document(schema.Profile, sample(1)["profile"], newer)


def test_a_format_without_a_way_up_is_refused(monkeypatch):
    monkeypatch.setattr(schema, "FORMAT", 3)
    monkeypatch.setattr(upgrades, "UPGRADES", {2: lambda document, data: data})

    with pytest.raises(UnknownFormat, match="no upgrade leads on from format 1"):
        read_document(schema.Profile, sample(1)["profile"], 1)


@pytest.fixture
def two_upgrades(monkeypatch):
    """As if format 0 had called the standfirst `summary`, and format -1 had held it as one English text."""

    def to_pair(document: type, data: dict[str, Any]) -> dict[str, Any]:
        return {**data, "summary": {"en": data["summary"]}} if document is schema.Profile else data

    def to_standfirst(document: type, data: dict[str, Any]) -> dict[str, Any]:
        if document is not schema.Profile:
            return data
        kept = {name: value for name, value in data.items() if name != "summary"}
        return {**kept, "standfirst": data["summary"]}

    monkeypatch.setattr(schema, "FORMAT", 3)
    monkeypatch.setattr(upgrades, "UPGRADES", {1: to_pair, 2: to_standfirst})


def old_profile() -> dict[str, Any]:
    profile = sample(1)["profile"]
    profile["summary"] = profile.pop("standfirst")["en"]
    return profile


def test_upgrades_follow_one_another(two_upgrades):
    kept = old_profile()

    profile = read_document(schema.Profile, kept, 1)

    assert profile.standfirst == schema.Pair(en="You run a shop.")
    assert kept == old_profile()  # what is stored is not touched


def test_upgrades_begin_at_the_documents_own_format(two_upgrades):
    kept = old_profile()
    kept["summary"] = {"en": kept["summary"], "cy": "Chi sy’n rhedeg siop."}

    assert read_document(schema.Profile, kept, 2).standfirst.cy == "Chi sy’n rhedeg siop."


@pytest.mark.django_db
def test_readers_get_an_old_edition_by_way_of_its_upgrades(client, settings, tmp_path, two_upgrades):
    settings.MEDIA_ROOT = tmp_path / "media"
    load_content(write_content(tmp_path / "content"), publish=True)
    edition = Profile.objects.get().edition
    assert edition.format == 3
    Edition.objects.filter(pk=edition.pk).update(format=1, document=old_profile())
    Edition.objects.filter(profile=None).update(format=1)

    page = client.get("/en/careers/shop-manager/").content.decode()

    assert "You run a shop." in page
    assert rebuild_editions() == 1  # the listing has lost the Welsh that format 1 had no place for
    edition.refresh_from_db()
    assert (edition.format, edition.document) == (1, old_profile())


def test_a_base_of_an_older_format_is_read_as_todays(db, tmp_path, monkeypatch):
    """Without it, every file would look like a conflict after the first change of the schema."""
    folder = write_content(tmp_path)
    load_content(folder)
    Profile.objects.update(base_format=0)
    monkeypatch.setitem(upgrades.UPGRADES, 0, lambda document, data: data)

    assert load_content(folder).unchanged
    assert not load_content(folder).left
