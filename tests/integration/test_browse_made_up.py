"""Finding by browsing, over made-up careers alone: test_browse.py has the real ones throughout."""

import re

import pytest

from profiles import a_to_z
from profiles.content import schema
from profiles.models import Listing
from tests.builders import make_directory, make_profile_document, pair, publish_content

pytestmark = pytest.mark.django_db

EN = "/en/careers/"


@pytest.mark.parametrize(("number", "columns"), [(1, ""), (5, " by-5"), (8, " by-4"), (12, "")])
def test_the_blanket_has_rows_of_one_length(client, db, tmp_path, number, columns):
    cloths = schema.directory.Cloth.__args__
    areas = [
        {
            "key": f"a{n}",
            "name": pair(f"Area {n}", f"Maes {n}"),
            "slug": pair(f"a{n}", f"m{n}"),
            "cloth": cloths[n],
        }
        for n in range(12)
    ]
    careers = [
        make_profile_document(key=f"c-{n}", areas=[f"a{n}"], pictures=[], steps=[], moves=[])
        for n in range(number)
    ]
    publish_content(tmp_path, *careers, directory=make_directory(areas=areas))
    response = client.get("/en/")
    assert response.status_code == 200
    html = response.content.decode()

    assert f'<ul class="blanket{columns}">' in html
    assert html.count('<a class="' + cloths[0]) == 1
    assert len(re.findall(r"<small>1 career</small>", html)) == number


def test_a_page_costs_the_same_queries_however_many_careers_there_are(
    client, db, tmp_path, monkeypatch, django_assert_max_num_queries
):
    addresses = [
        "/en/",
        EN,
        f"{EN}?q=shop",
        f"{EN}?q=shop&way=work&pay=20000",
        f"{EN}?subject=maths&page=1",
        f"{EN}?q=zzzz",
        "/en/skills/",
        "/en/subjects/",
        "/en/areas/retail/",
    ]

    def queries() -> dict[tuple[str, int], int]:
        counted = {}
        for most in (0, 1000):  # in pages, and whole
            monkeypatch.setattr(a_to_z, "WHOLE", most)
            for address in addresses:
                with django_assert_max_num_queries(15) as captured:
                    assert client.get(address).status_code == 200
                counted[address, most] = len(captured)
        return counted

    careers = [
        make_profile_document(
            key=f"shop-{n}", title=pair(f"Shop {n}", f"Siop {n}"), pictures=[], steps=[], moves=[]
        )
        for n in range(12)
    ]
    publish_content(tmp_path / "few", *careers[:2])
    before = queries()
    publish_content(tmp_path / "many", *careers)

    assert Listing.objects.count() == 12
    assert queries() == before
