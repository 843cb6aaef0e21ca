"""The schema: what a document takes, what it refuses, and its description for editors' tools."""

import json
from datetime import date
from decimal import Decimal

import jsonschema
import pytest
from django.conf import settings
from pydantic import ValidationError

from profiles.content import schema
from profiles.content.files import read_content
from profiles.content.json_schema import DIALECT, directory_schema, profile_schema, schema_files
from profiles.documents import as_json
from tests.builders import make_directory, make_profile_data, make_profile_document, pair


def refusals(**overrides) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        make_profile_document(**overrides)
    return [(".".join(map(str, found["loc"])), found["msg"]) for found in caught.value.errors()]


# Values


def test_a_document_is_frozen():
    profile = make_profile_document()

    with pytest.raises(ValidationError, match="frozen"):
        profile.key = "cook"


def test_a_pair_says_the_side_that_is_there():
    assert str(schema.Pair(en="Cook", cy="Cogydd")) == "Cook"
    assert str(schema.Pair(cy="Cogydd")) == "Cogydd"
    assert not schema.Pair()
    assert schema.ListPair(cy=("a",))
    assert not schema.ListPair()


def test_texts_come_in_their_normal_form():
    profile = make_profile_document(title=pair("  Shop\u200b manager ", "Sto\u0302r"))

    assert profile.title == schema.Pair(en="Shop manager", cy="Stôr")


@pytest.mark.parametrize("text", ["NO", "9:30", "01632", "null", "1e3", "2026-11-25"])
def test_a_text_stays_a_text(text):
    assert make_profile_document(title=pair(text)).title.en == text


@pytest.mark.parametrize("given", ["12", "12.0", "12.00"])
def test_a_percentage_is_the_same_however_it_is_written(given):
    share = schema.Share(key="a", percentage=given, text=pair("b"), sources=["c"])

    assert str(share.percentage) == "12"
    assert as_json(share)["percentage"] == "12"


def test_half_a_per_cent_is_kept_exactly():
    assert schema.Share(key="a", percentage="12.5", text=pair("b"), sources=["c"]).percentage == Decimal(
        "12.5"
    )


@pytest.mark.parametrize("given", ["2026-11-25", date(2026, 11, 25)])
def test_a_day_is_a_day(given):
    assert make_profile_document(reviewed_on=given).reviewed_on == date(2026, 11, 25)


@pytest.mark.parametrize("given", ["0", "86400", "2026-11-25T00:00:00", "25/11/2026", "20261125", "today"])
def test_a_number_or_a_time_is_not_a_day(given):
    assert refusals(reviewed_on=given) == [
        ("reviewed_on", f"must be a day, such as 2026-11-25, not {given!r}")
    ]


@pytest.mark.parametrize("given", ["", "2023", "2023-01", "2023-01-31"])
def test_a_date_as_a_source_gives_it_may_be_a_year_or_a_month(given):
    assert make_directory(sources=[source_dated(given)]).sources[0].dated == given


@pytest.mark.parametrize("given", ["23", "2023-13", "2023-1", "2023-01-32", "January 2023"])
def test_a_date_as_given_is_figures(given):
    with pytest.raises(ValidationError, match="must be a year, a month or a day"):
        make_directory(sources=[source_dated(given)])


def source_dated(dated: str) -> dict:
    return {"key": "a", "name": pair("A"), "publisher": pair("A"), "title": "A", "dated": dated}


# Facts that go together


@pytest.mark.parametrize(
    ("amounts", "reason"),
    [
        ({}, "needs at least one of low, high and can_exceed"),
        ({"low": 2, "high": 1}, "high: 1 is less than low 2"),
        ({"high": 2, "can_exceed": 1}, "can_exceed: 1 is less than high 2"),
        ({"low": 0}, "Input should be greater than 0"),
        ({"low": 1_000_000}, "Input should be less than 1000000"),
    ],
)
def test_amounts_that_do_not_agree_are_refused(amounts, reason):
    band = {"key": "a", "level": "all", "source": "prospects", **amounts}

    ((_, message),) = refusals(pay_bands=[band])
    assert message == reason


@pytest.mark.parametrize("amounts", [{"low": 1}, {"high": 1}, {"can_exceed": 1}, {"low": 1, "high": 1}])
def test_one_amount_is_enough(amounts):
    make_profile_document(pay_bands=[{"key": "a", "level": "all", "source": "prospects", **amounts}])


def test_what_is_out_of_date_stands_in_one_order_however_it_is_given():
    """PostgreSQL orders the keys of JSON by length, and a file's text must not depend on that."""
    days = {"title.cy": "2026-11-02", "standfirst.cy": "2026-11-03", "sections.pay.answer.cy": "2026-11-01"}
    document = make_profile_document(out_of_date=days)

    assert list(document.out_of_date) == ["sections.pay.answer.cy", "standfirst.cy", "title.cy"]
    assert list(as_json(document)["out_of_date"]) == list(document.out_of_date)


def test_every_fact_has_a_source():
    for item in (schema.Share, schema.Route, schema.KeyFact, schema.HoursPattern, schema.Skill, schema.Film):
        assert item.model_fields["sources"].is_required(), item
    assert schema.PayBand.model_fields["source"].is_required()
    assert schema.Claim.model_fields["source"].is_required()


def test_a_key_is_unique_in_its_list():
    shares = make_profile_data()["shares"] * 2

    assert refusals(shares=shares) == [("shares", "has the key 'full-time' twice")]


def test_an_unknown_field_is_refused():
    assert refusals(wibble="x") == [("wibble", "Extra inputs are not permitted")]


# JSON Schema


@pytest.mark.parametrize("name", schema_files())
def test_the_generated_schema_is_current(name):
    kept = (settings.CONTENT_DIR / name).read_text(encoding="utf-8")

    assert kept == schema_files()[name], "run check_content --fix"
    assert json.loads(kept)["$schema"] == DIALECT


@pytest.fixture(scope="module")
def real():
    return read_content(settings.CONTENT_DIR)


def in_files(profile: schema.Profile) -> dict:
    """A profile as profile.yaml holds it, typed."""
    data = as_json(profile)
    del data["key"]
    for section in data.get("sections", []):
        section.pop("prose", None)
    for picture in data.get("pictures", []):
        picture.pop("digest", None)
    return data


PROFILE = jsonschema.Draft202012Validator(profile_schema())
DIRECTORY = jsonschema.Draft202012Validator(directory_schema())


@pytest.mark.parametrize("validator", [PROFILE, DIRECTORY], ids=["profile", "directory"])
def test_the_json_schema_is_one(validator):
    validator.check_schema(validator.schema)


def test_the_real_profiles_keep_to_the_json_schema(real):
    for profile in real.profiles.values():
        PROFILE.validate(in_files(profile))


def test_the_real_directory_keeps_to_the_json_schema(real):
    data = as_json(real.directory)
    for page in data["pages"]:
        del page["prose"]

    DIRECTORY.validate(data)


@pytest.mark.parametrize(
    "fault",
    [
        {"standfirst": "text"},
        {"areas": []},
        {"welsh_at_work": "perhaps"},
        {"wibble": 1},
        {"key": "shop-manager"},
        {"pay_bands": [{"key": "a", "level": "all"}]},
    ],
)
def test_the_json_schema_refuses_what_the_schema_refuses(fault):
    data = in_files(make_profile_document())

    assert PROFILE.is_valid(data)
    assert not PROFILE.is_valid({**data, **fault})


def test_the_json_schema_knows_how_long_a_text_may_be():
    assert profile_schema()["$defs"]["Pair"]["properties"]["en"]["maxLength"] == 2000


def test_the_json_schema_explains_its_fields():
    described = profile_schema()["$defs"]["PayBand"]["properties"]["can_exceed"]["description"]

    assert described.startswith("The source says pay can pass this amount.")
