"""The desk in Welsh: who chooses it, where it is kept, and that Django's own words are Welsh too."""

import ast
import re
from pathlib import Path

import django
import polib
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django_otp.plugins.otp_totp.models import TOTPDevice

from profiles import django_words, second_factor
from profiles.management.commands.check_catalogue import faults_of_scripts
from profiles.models import EditorSettings

# Django's own admin templates read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

PASSWORD = "a kettle on the roof"
SIGN_IN = "/admin/login/"


@pytest.fixture
def ed() -> User:
    return User.objects.create_superuser("ed", password=PASSWORD)


def sign_in(client, address: str = SIGN_IN, **fields: str):
    return client.post(address, {"username": "ed", "password": PASSWORD, **fields})


def form_of(response) -> str:
    """Where a sign-in page sends its form."""
    return re.search(r'<form action="([^"]+)"', response.content.decode())[1]


def choose(client, language: str, **fields: str):
    return client.post("/admin/language/", {"language": language, **fields})


def language_of(response) -> str:
    """The language of a page, by its header and by its first element, which must agree."""
    element = re.search(r'<html lang="(\w+)"', response.content.decode())[1]
    assert response.headers["Content-Language"] == element
    return element


def test_the_desk_is_in_english_until_an_editor_chooses(client, ed):
    sign_in(client)
    assert language_of(client.get("/admin/")) == "en"


def test_the_choice_is_kept_for_the_next_sign_in_on_any_machine(client, ed):
    sign_in(client)
    answer = choose(client, "cy", next="/admin/profiles/profile/?q=x")
    assert answer.url == "/admin/profiles/profile/?q=x"
    assert language_of(client.get("/admin/")) == "cy"

    elsewhere = Client()
    sign_in(elsewhere)
    assert language_of(elsewhere.get("/admin/")) == "cy"
    choose(elsewhere, "en")
    assert language_of(elsewhere.get("/admin/")) == "en"
    assert EditorSettings.objects.get().language == "en"


def test_both_languages_are_on_every_page_each_by_its_own_name(client, ed):
    sign_in(client)
    for language in ("cy", "en"):
        choose(client, language)
        for address in ("/admin/", "/admin/password_change/", "/admin/profiles/area/add/"):
            page = client.get(address).content.decode()
            switch = re.search(r'<form class="desk-languages".*?</form>', page, re.DOTALL)[0]
            assert re.findall(r">(\w+)</button>", switch) == ["English", "Cymraeg"]
            assert re.search(r'lang="(\w+)"\s+aria-current="true"', switch)[1] == language
            assert f'value="{address}"' in switch


@pytest.mark.parametrize("language", ["", "fr", "cy-GB", "\0"])
def test_no_other_language_is_chosen(client, ed, language):
    sign_in(client)
    assert choose(client, language).status_code == 302
    assert language_of(client.get("/admin/")) == "en"
    assert not EditorSettings.objects.exists()


def test_the_switch_is_a_post_and_leads_only_to_pages_of_ours(client, ed):
    sign_in(client)
    assert client.get("/admin/language/").status_code == 405
    assert choose(client, "cy", next="https://evil.example/").url == "/admin/"
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ed)
    assert choose(strict, "en").status_code == 403


def test_nobody_chooses_without_signing_in(client, ed):
    assert choose(client, "cy").url.startswith(SIGN_IN)
    assert language_of(client.get(SIGN_IN)) == "en"


def test_the_sign_in_page_has_a_switch_and_what_it_says_is_kept(client, ed):
    page = client.get(SIGN_IN, {"next": "/admin/profiles/area/"})
    assert "?language=cy&amp;next=%2Fadmin%2Fprofiles%2Farea%2F" in page.content.decode()
    page = client.get(SIGN_IN, {"language": "cy", "next": "/admin/profiles/area/"})
    assert language_of(page) == "cy"
    again = sign_in(client, form_of(page), password="wrong")
    assert language_of(again) == "cy"
    assert sign_in(client, form_of(again), next="/admin/profiles/area/").url == "/admin/profiles/area/"
    assert language_of(client.get("/admin/")) == "cy"
    assert EditorSettings.objects.get().language == "cy"


@pytest.mark.parametrize("language", ["cy", "en"])
def test_whoever_looks_at_the_sign_in_page_leaves_nothing_in_the_database(client, ed, language):
    page = client.get(SIGN_IN, {"language": language})
    assert language_of(page) == language
    sign_in(client, form_of(page), password="wrong")
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    assert not Session.objects.exists()
    assert not EditorSettings.objects.exists()


@pytest.mark.parametrize("address", [SIGN_IN, "/admin/login/code/", "/admin/work/"])
@pytest.mark.parametrize("language", ["fr", "", "cy-GB", "\0", "<b>"])
def test_the_address_of_a_sign_in_page_may_ask_for_anything(client, address, language):
    response = client.get(address, {"language": language, "shown": language}, follow=True)
    assert (response.status_code, language_of(response)) == (200, "en")
    assert form_of(response) == SIGN_IN


def test_the_language_chosen_before_a_code_is_there_for_the_code_and_after_it(client, ed):
    EditorSettings.objects.create(user=ed, language="en")
    TOTPDevice.objects.create(user=ed, name="app", confirmed=True)
    code = second_factor.new_recovery_codes(ed)[0]

    answer = sign_in(client, form_of(client.get(SIGN_IN, {"language": "cy"})))
    assert answer.url == "/admin/login/code/"
    assert language_of(client.get(answer.url)) == "cy"
    assert EditorSettings.objects.get().language == "en", "not signed in yet"
    client.post(answer.url, {"code": code})

    assert language_of(client.get("/admin/")) == "cy"
    assert EditorSettings.objects.get().language == "cy"


def test_a_page_of_the_desk_that_asks_about_a_language_stays_in_its_own(client, ed):
    sign_in(client)
    assert language_of(client.get("/admin/work/", {"language": "cy"})) == "en"


def test_signing_out_stays_in_the_language_and_chooses_for_nobody(client, ed):
    sign_in(client)
    choose(client, "cy")
    out = client.post("/admin/logout/")
    assert language_of(out) == "cy"
    assert not Session.objects.exists()
    again = client.get(re.search(r'<a class="button" href="([^"]+)"', out.content.decode())[1])
    assert language_of(again) == "cy"
    again = sign_in(client, form_of(again), password="wrong")
    assert language_of(again) == "cy"

    ann = User.objects.create_superuser("ann", password=PASSWORD)
    EditorSettings.objects.create(user=ann, language="en")
    sign_in(client, form_of(again), username="ann")
    assert language_of(client.get("/admin/")) == "en"
    assert EditorSettings.objects.get(user=ann).language == "en"


def test_whoever_never_chose_stays_in_the_language_of_the_sign_in(client, ed):
    sign_in(client, f"{SIGN_IN}?shown=cy")
    assert language_of(client.get("/admin/")) == "cy"
    assert not EditorSettings.objects.exists()


def test_a_choice_before_a_code_that_was_never_given_is_nobody_elses(client, ed):
    TOTPDevice.objects.create(user=ed, name="app", confirmed=True)
    sign_in(client, f"{SIGN_IN}?language=cy")
    User.objects.create_superuser("ann", password=PASSWORD)

    sign_in(client, f"{SIGN_IN}?language=en", username="ann")

    assert [(kept.user.username, kept.language) for kept in EditorSettings.objects.all()] == [("ann", "en")]
    assert language_of(client.get("/admin/")) == "en"


def test_the_language_takes_no_query(client, ed):
    sign_in(client)
    with CaptureQueriesContext(connection) as english:
        client.get("/admin/")
    choose(client, "cy")
    with CaptureQueriesContext(connection) as welsh:
        client.get("/admin/")
    assert len(welsh) == len(english)
    assert not [query for query in welsh if "editorsettings" in query["sql"]]


def test_public_pages_go_by_their_address_alone(client, ed):
    sign_in(client)
    choose(client, "cy")
    for address, language in (("/en/", "en"), ("/cy/", "cy"), ("/en/nowhere/", "en")):
        response = client.get(address)
        assert f'<html lang="{language}"' in response.content.decode()
        assert "Cookie" not in response.headers.get("Vary", "")


def test_a_lock_is_said_in_the_language_of_the_desk(client, ed, settings):
    settings.AXES_FAILURE_LIMIT = 1
    locked = sign_in(client, form_of(client.get(SIGN_IN, {"language": "cy"})), password="wrong")
    assert locked.status_code == 429
    assert language_of(locked) == "cy"
    assert f'href="{SIGN_IN}?language=cy"' in locked.content.decode()


@pytest.mark.parametrize("address", ["/admin/nowhere/", "/admin/sign-ins/"])
def test_a_refusal_is_in_the_language_of_the_desk(client, address):
    client.force_login(User.objects.create(username="ed", is_staff=True))
    choose(client, "cy")
    response = client.get(address)
    assert response.status_code in (403, 404)
    assert response.headers["Content-Language"] == "cy"


def test_dates_and_names_of_models_are_welsh(client, ed):
    sign_in(client)
    choose(client, "cy")
    account = client.get(f"/admin/auth/user/{ed.pk}/change/").content.decode()
    assert "Defnyddwyr" in account or "defnyddiwr" in account
    page = client.get("/admin/sign-ins/").content.decode()
    assert re.search(
        r"\d+ (Ionawr|Chwefror|Mawrth|Ebrill|Mai|Mehefin|Gorffennaf|Awst|Medi|Hydref|Tachwedd|Rhagfyr)", page
    )


def test_the_scripts_of_the_desk_speak_welsh(client, ed):
    sign_in(client)
    choose(client, "cy")
    script = client.get("/admin/jsi18n/").content.decode()
    assert '"January": "Ionawr"' in script
    assert '"Filter": "Hidlo"' in script, "our words come before Django's"
    choose(client, "en")
    assert "Ionawr" not in client.get("/admin/jsi18n/").content.decode()


def test_every_word_of_the_scripts_has_its_welsh():
    assert list(faults_of_scripts()) == []


# Django's own words -----------------------------------------------------------------------------------------

CATALOGUES = ["conf", "contrib/admin", "contrib/auth", "contrib/contenttypes", "contrib/sessions"]

# Words that no page of ours shows, by the file of Django that says them.
NOT_SHOWN = {
    "conf/global_settings.py": "the names of languages that we do not offer",
    "contrib/admin/templates/admin/404.html": "our own page says it",
    "contrib/admin/templates/admin/500.html": "our own page says it",
    "contrib/admin/templates/admin/invalid_setup.html": "a site without a database",
    "contrib/admin/templates/admin/login.html": "our own page says it",
    "contrib/admin/templates/registration/logged_out.html": "our own page says it",
    "contrib/admin/templates/registration/password_reset": "passwords are not reset by e-mail",
    "contrib/auth/hashers.py": "of methods of hashing that we do not use",
    "contrib/auth/views.py": "passwords are not reset by e-mail",
    "contrib/contenttypes/views.py": "for developers: our models' addresses are our own",
    "contrib/messages/apps.py": "it has no rows to list",
    "core/paginator.py": "our lists and admin's take any page",
    "db/models/fields/": "a form's field says it first, in words of its own",
    "utils/text.py": "an ellipsis",
    "views/": "Django's pages for developers; the refused form has a page of ours",
}
NOT_ASKED_FOR = {
    "Enter a valid domain name.",
    "Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens.",
    "Enter a valid %(protocol)s address.",
    "IPv4",
    "IPv6",
    "IPv4 or IPv6",
    "Ensure this value is a multiple of step size %(limit_value)s.",
    "Ensure this value is a multiple of step size %(limit_value)s, starting from %(offset)s, e.g. "
    "%(offset)s, %(valid_value1)s, %(valid_value2)s, and so on.",
    "Enter a valid duration.",
    "The number of days must be between {min_days} and {max_days}.",
    "Enter a valid UUID.",
    "Enter a valid JSON.",
}


def words_of(language: str) -> dict[str, polib.POEntry]:
    root = Path(django.__path__[0])
    files = [root / folder / "locale" / language / "LC_MESSAGES" / "django.po" for folder in CATALOGUES]
    return {entry.msgid: entry for file in files for entry in polib.pofile(str(file)) if not entry.obsolete}


def is_shown(entry: polib.POEntry) -> bool:
    said_by = [file for file, _line in entry.occurrences]
    return entry.msgid not in NOT_ASKED_FOR and not all(file.startswith(tuple(NOT_SHOWN)) for file in said_by)


def ours() -> set[str]:
    """What we ask the catalogue to hold; `check_catalogue` sees that all of it has its Welsh."""
    tree = ast.parse(Path(django_words.__file__).read_text(encoding="utf-8"))
    return {call.args[0].value for call in ast.walk(tree) if isinstance(call, ast.Call)}


def test_every_word_of_djangos_that_we_show_has_its_welsh():
    welsh = {msgid for msgid, entry in words_of("cy").items() if entry.translated()}
    wanting = {msgid for msgid, entry in words_of("en").items() if is_shown(entry)} - welsh - ours()
    assert not wanting, "add them to django_words.py, or say above why nobody sees them"


def test_our_list_of_djangos_words_holds_nothing_that_django_does_not_say():
    assert not ours() - words_of("en").keys()


def test_our_welsh_comes_before_djangos():
    with translation.override("cy"):
        assert translation.gettext("This field is required.") == "Mae angen llenwi'r maes hwn."
        assert translation.gettext("Enter a whole number.") == "Rhowch rif cyfan."
