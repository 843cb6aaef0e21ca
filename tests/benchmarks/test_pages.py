"""How long pages take as careers grow. Run by hand: `make benchmark`.

Times are compared within one run, as ratios; seconds depend on the machine and are printed with it.
"""

import platform
import statistics
import time

import django
import pytest
from django.conf import settings
from django.db import connection

from profiles.content.loader import load_content
from profiles.documents import profile_document, write_profile
from profiles.models import Profile
from profiles.publishing import publish_profile

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]

CAREER = "/en/careers/customer-services-manager/"
PAGES = {
    "home": "/en/",
    "all careers": "/en/careers/",
    "profile": CAREER,
    "section": CAREER + "pay/",
    "everything": CAREER + "all/",
}
MANY = 100
ROUNDS = 15


def publish_copies(profile: Profile, count: int) -> None:
    document = profile_document(profile)
    for n in range(count):
        slug = document.slug.model_copy(update={"en": f"copy-{n}", "cy": f"copi-{n}"})
        copy = document.model_copy(update={"key": f"copy-{n}", "slug": slug})
        publish_profile(write_profile(copy)[0])


def median_milliseconds(client, address: str, **headers: str) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        client.get(address, **headers)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def test_pages_with_one_career_and_with_many(client):
    load_content(settings.CONTENT_DIR, publish=True)
    one = {name: median_milliseconds(client, address) for name, address in PAGES.items()}
    publish_copies(Profile.objects.get(), MANY)
    many = {name: median_milliseconds(client, address) for name, address in PAGES.items()}
    etag = client.get(CAREER).headers["ETag"]
    unchanged = median_milliseconds(client, CAREER, HTTP_IF_NONE_MATCH=etag)

    print(f"\nPython {platform.python_version()}, Django {django.__version__}, {connection.vendor}")  # noqa: T201
    print(f"{'page':12} {'1 career':>9} {MANY + 1:>5} careers  ratio   (median ms of {ROUNDS})")  # noqa: T201
    for name in PAGES:
        print(f"{name:12} {one[name]:9.1f} {many[name]:13.1f} {many[name] / one[name]:6.2f}")  # noqa: T201
    print(f"{'profile, 304':12} {'':9} {unchanged:13.1f} {unchanged / many['profile']:6.2f}")  # noqa: T201
