"""Visitors: what a request says of where it comes from, and whose word counts for it."""

import pytest
from django.test import RequestFactory

from profiles.visitors import address_of

PROXY = "10.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, PROXY),
        (0, "192.0.2.7", PROXY),
        (1, "192.0.2.7", "192.0.2.7"),
        (1, "198.51.100.1, 192.0.2.7", "192.0.2.7"),
        (2, "198.51.100.1, 192.0.2.7,10.0.0.2", "192.0.2.7"),
        # Fewer addresses than proxies: it did not come the whole way, so nobody is believed.
        (2, "192.0.2.7", PROXY),
        (1, None, PROXY),
        (1, "", PROXY),
    ],
)
def test_the_address_is_the_one_that_our_outermost_proxy_heard_from(settings, proxies, forwarded, address):
    settings.PROXIES = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}

    assert address_of(RequestFactory(REMOTE_ADDR=PROXY).get("/", headers=headers)) == address
