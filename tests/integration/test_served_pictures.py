"""Pictures and static files on their way to a reader: what they may do, and how they travel."""

import gzip
import io

import pytest
from django.conf import settings as site
from django.test import Client
from PIL import Image

from profiles.models import StoredPicture
from profiles.pictures import renditions, store
from tests.builders import DRAWING, PREVIEW, make_photograph


@pytest.fixture
def addresses(settings, tmp_path, db) -> dict[str, str]:
    """A drawing with its preview and a photograph, in storage: addresses by type."""
    settings.MEDIA_ROOT = tmp_path / "media"
    made = [
        *store(renditions(DRAWING, kind="drawing", stem="counter", preview=PREVIEW), "a" * 64),
        *store(renditions(make_photograph(), kind="photograph", stem="team"), "b" * 64),
    ]
    assert not StoredPicture.objects.exists()  # what is served is found by its address alone
    return {str(one["type"]): f"/{one['path']}" for one in made}


def test_a_drawing_opened_by_itself_may_do_nothing(client, addresses):
    response = client.get(addresses["image/svg+xml"])

    assert response.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'none'; sandbox"
    assert response.getvalue() == DRAWING


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/avif"])
def test_a_raster_travels_as_it_is(client, addresses, kind):
    response = client.get(addresses[kind], HTTP_ACCEPT_ENCODING="gzip")

    assert "Content-Encoding" not in response.headers
    data = response.getvalue()
    assert response.headers["Content-Length"] == str(len(data))
    assert Image.open(io.BytesIO(data)).format == kind.removeprefix("image/").upper()


def test_a_drawing_travels_compressed(client, addresses):
    response = client.get(addresses["image/svg+xml"], HTTP_ACCEPT_ENCODING="gzip")

    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.getvalue()) == DRAWING


def test_part_of_a_static_file_is_that_part(settings, tmp_path):
    """WhiteNoise answers ranges, which compressing what it answers would break."""
    (tmp_path / "words.txt").write_text("0123456789" * 100, encoding="utf-8")
    settings.STATIC_ROOT, settings.WHITENOISE_AUTOREFRESH = tmp_path, False
    settings.WHITENOISE_USE_FINDERS = False

    response = Client().get("/static/words.txt", HTTP_RANGE="bytes=5-304", HTTP_ACCEPT_ENCODING="gzip")

    assert response.status_code == 206
    assert "Content-Encoding" not in response.headers
    assert response.getvalue() == (b"0123456789" * 100)[5:305]
    assert site.STATIC_URL == "/static/"
