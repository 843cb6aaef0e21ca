"""The desk's pages run under the strict content policy, and nothing that an editor types runs at all."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth.models import User

from profiles.models import Link, Profile
from profiles.publishing import publish_profile
from tests.integration.test_admin import change, faults, save

# Django's own admin templates read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "media-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "manifest-src 'self'",
}


@pytest.fixture
def administrator(client) -> User:
    user = User.objects.create_superuser("ann", password="a kettle on the roof")
    client.force_login(user)
    return user


class Seen(HTMLParser):
    """What in a page a browser would run or be styled by, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.addresses: list[str] = []
        self.links: list[str] = []
        self.comments: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        self.inline += [f"<{tag} {name}>" for name in attributes if name == "style" or name.startswith("on")]
        # Data for scripts is not run.
        is_data = attributes.get("type") in ("application/json", "application/ld+json")
        if tag == "style" or (tag == "script" and not attributes.get("src") and not is_data):
            self.inline.append(f"<{tag}>")
        self.addresses += [
            attributes[name] for name in ("href", "src", "action", "data") if name in attributes
        ]
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])

    def handle_comment(self, data):
        self.comments.append(data)


def policy_of(response) -> set[str]:
    return {part.strip() for part in response.headers["Content-Security-Policy"].split(";")}


def assert_runs_under_the_policy(address: str, response) -> Seen:
    assert policy_of(response) == POLICY, address
    seen = Seen(response.content.decode())
    assert not seen.inline, address
    assert not [one for one in seen.addresses if re.match(r"\s*(javascript|data):", one, re.IGNORECASE)], (
        address
    )
    return seen


def kind_of(address: str) -> str:
    """Pages of one kind differ by a row's number, which list is open, and what a list is filtered by."""
    parts = urlsplit(address)
    opened = re.search(r"(?:^|&)list=(\w+)", parts.query)
    return re.sub(r"/\d+/", "/n/", parts.path) + (f"?{opened[1]}" if opened else "")


def test_every_page_of_the_desk_that_links_lead_to(client, career, administrator):
    """No page fails, none holds anything inline, all send the policy. One of each kind is opened."""
    waiting, known, visited = ["/admin/"], {"/admin/"}, []
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        visited.append(address)
        assert response.status_code in (200, 302), f"{response.status_code} for {address}"
        if response.headers.get("Content-Type", "").partition(";")[0] != "text/html":
            continue
        seen = assert_runs_under_the_policy(address, response)
        for link in seen.links:
            target = urljoin(address, link).partition("#")[0]
            if target.startswith("/admin/") and kind_of(target) not in known:
                known.add(kind_of(target))
                waiting.append(target)
    kinds = {kind_of(address) for address in visited}
    assert {
        "/admin/password_change/",
        "/admin/second-factor/",
        "/admin/sign-ins/",
        "/admin/profiles/profile/",
        "/admin/profiles/profile/n/change/",
        "/admin/profiles/profile/n/change/?sections",
        "/admin/profiles/profile/n/history/",
        "/admin/profiles/area/add/",
        "/admin/auth/user/n/change/",
    } <= kinds
    assert len(kinds) > 50


def test_pages_before_the_sign_in_and_refusals(client, career, settings):
    settings.AXES_FAILURE_LIMIT = 1
    settings.SECOND_FACTOR = True
    User.objects.create_user("ed", password="a kettle on the roof", is_staff=True)
    for password, leads_to in (("a kettle on the roof", "/admin/second-factor/enrol/"), ("wrong", None)):
        answer = client.post("/admin/login/", {"username": "ed", "password": password}, follow=bool(leads_to))
        seen = assert_runs_under_the_policy("sign-in", answer)
    assert answer.status_code == 429
    for address in ("/admin/login/", "/admin/second-factor/enrol/"):
        seen = assert_runs_under_the_policy(address, client.get(address))
    drawn = [tag for tag, _attributes in seen.tags]
    assert "svg" in drawn, "the QR code stands in the page"


# What editors type --------------------------------------------------------------------------------------

ATTACKS = [
    "<script>alert('evil')</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "Text <img src=x onerror=alert('evil')>",
    "<svg onload=alert('evil')><circle/></svg>",
    "<svg><script>alert('evil')</script></svg>",
    "<iframe src='https://evil.example'></iframe>",
    "<iframe srcdoc='<script>evil</script>'></iframe>",
    "<style>body{background:url(//evil.example)}</style>",
    "<p style='background:url(//evil.example)'>x</p>",
    "<!-- evil --><b>x</b>",
    "<![CDATA[evil]]>",
    "<?php evil ?>",
    '<a href="https://www.gov.uk" onclick="evil()">x</a>',
    "[x](javascript:alert('evil'))",
    "[x](JaVaScRiPt:evil)",
    "[x](java\tscript:evil)",
    "[x](&#106;avascript:evil)",
    "[x](data:text/html;base64,evil)",
    "[x](vbscript:evil)",
    "![x](https://evil.example/x.png)",
    "[x]: javascript:evil\n\n[x]",
    "<javascript:evil>",
    "<form action=//evil.example><input></form>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<object data=//evil.example></object>",
    "<math><mi xlink:href='javascript:evil'>x</mi></math>",
    "`<script>evil</script>`",
    "    <script>evil</script>",
    '[x](https://www.gov.uk/"onmouseover="evil)',
    "[x](https://www.gov.uk 'a\" onmouseover=\"evil')",
    "**<img src=x onerror=evil>**",
    "| a |\n|---|\n| <script>evil</script> |",
    "&lt;script&gt;evil&lt;/script&gt;",
    "\u2028<script>evil</script>",
    "<scr\0ipt>evil</script>",
]


LEAD_SOMEWHERE = {"href", "src", "srcset", "action", "formaction", "data", "poster"}


def is_harmless(html: str) -> None:
    """Nothing of the attack is anywhere but in text, or in the target of an ordinary link."""
    seen = Seen(html)
    assert not seen.inline
    assert not [comment for comment in seen.comments if "evil" in comment]
    for tag, attributes in seen.tags:
        assert tag not in ("iframe", "object", "base", "math", "embed")
        assert "evil" not in "".join(attributes)
        for name in LEAD_SOMEWHERE & attributes.keys():
            if "evil" in attributes[name]:
                assert (tag, name) == ("a", "href")
                assert attributes[name].startswith(("https://", "mailto:", "/"))
    for script in re.findall(r"<script[^>]*>(.*?)</script>", html, re.DOTALL):
        assert "evil" not in script


def public_pages(client, profile: Profile) -> list[str]:
    profile.refresh_from_db()
    slug = profile.edition.document["slug"]["en"]
    pages = [f"/en/careers/{slug}/", f"/en/careers/{slug}/all/", f"/en/careers/{slug}/what-you-would-do/"]
    return [client.get(page).content.decode() for page in pages]


def without_boxes(response) -> str:
    """The form again without what stands in its boxes, where it is text for certain."""
    return re.sub(r"<textarea.*?</textarea>", "", response.content.decode(), flags=re.DOTALL)


@pytest.mark.parametrize("attack", ATTACKS)
def test_markdown_carries_no_script(client, career, administrator, attack):
    """Refused beside its box, or published as mere text."""
    text = f"Before it.\n\n{attack}\n\nAfter it."
    sent = {"section_rows-0-prose_en": text, "section_rows-0-prose_cy": text}
    response = save(client, change(career, "sections"), **sent)
    is_harmless(without_boxes(response))
    refused = faults(response).keys() & sent.keys()
    if not refused:
        publish_profile(career, by=administrator)
    pages = public_pages(client, career)
    assert bool(refused) != ("Before it." in pages[0])
    for page in pages:
        is_harmless(page)


@pytest.mark.parametrize("attack", ATTACKS[:4])
def test_a_plain_text_carries_no_markup(client, career, administrator, attack):
    """Where no Markdown is read, it is shown letter by letter."""
    sent = {"standfirst_en": attack, "standfirst_cy": attack}
    response = save(client, change(career), **sent)
    is_harmless(without_boxes(response))
    if not faults(response):
        publish_profile(career, by=administrator)
    for page in public_pages(client, career):
        is_harmless(page)


@pytest.mark.parametrize("target", ["javascript:evil()", "data:text/html,evil", "//evil.example", "https://"])
def test_a_link_leads_only_to_a_web_address(client, career, administrator, target):
    link = Link.objects.first()
    response = save(client, change(link), address_en=target)
    assert "address_en" in faults(response)
