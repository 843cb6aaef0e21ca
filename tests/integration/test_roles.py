"""Who may do what at the desk: each role against each thing that can be done there."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from profiles import second_factor
from profiles.documents import profile_document
from profiles.models import Area, Edition, Link, Page, Profile, Report, SharedSkill, Source
from profiles.roles import ADMINISTRATOR, AUTHOR, PUBLISHER, ROLES, TRANSLATOR, make_roles
from tests.builders import make_rating

from .test_admin import change, filled, listed

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def sign_in(client):
    def as_role(role: str) -> User:
        user = User.objects.create(username=role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return user

    return as_role


def send(client, address: str, **changes):
    return client.post(address, {**filled(client, address), **changes, "_continue": "1"})


def test_the_roles_are_there_from_the_start_and_stay_as_they_are():
    assert set(Group.objects.values_list("name", flat=True)) >= set(ROLES)
    author = Group.objects.get(name=AUTHOR)
    before = set(author.permissions.values_list("codename", flat=True))
    author.permissions.clear()
    call_command("migrate", verbosity=0)
    assert set(author.permissions.values_list("codename", flat=True)) == before
    make_roles(None)
    assert Group.objects.filter(name__in=ROLES).count() == len(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_sees_careers_and_the_directory(client, career, sign_in, role):
    sign_in(role)
    for model in (Profile, Area, Source, Link, Edition, Report):
        assert client.get(listed(model)).status_code == 200
    assert client.get(change(career)).status_code == 200
    assert client.get(change(career, "pay_bands")).status_code == 200


@pytest.mark.parametrize(
    ("role", "allowed"), [(AUTHOR, 1), (TRANSLATOR, 0), (PUBLISHER, 1), (ADMINISTRATOR, 1)]
)
def test_who_changes_facts(client, career, sign_in, role, allowed):
    sign_in(role)
    send(client, change(career), welsh_at_work="essential")
    address = change(career, "pay_bands")
    send(client, address, **{"payband_rows-0-low": "22000"})
    link = Link.objects.get(key="about-us")
    send(client, change(link), page="", address_en="https://other.example/")
    document = profile_document(Profile.objects.get())
    link.refresh_from_db()
    changed = (document.welsh_at_work == "essential", document.pay_bands[0].low == 22000, link.page == "")
    assert changed == (bool(allowed),) * 3


@pytest.mark.parametrize("role", ROLES)
def test_everybody_changes_texts(client, career, sign_in, role):
    sign_in(role)
    send(client, change(career), title_cy="Rheolwr siopau")
    send(client, change(career, "sections"), **{"section_rows-1-answer_cy": "Mae’n dibynnu."})
    skill = SharedSkill.objects.get(key="numbers")
    send(client, change(skill), name_cy="Rhifau")
    document = profile_document(Profile.objects.get())
    skill.refresh_from_db()
    assert (document.title.cy, document.sections[1].answer.cy, skill.name_cy) == (
        "Rheolwr siopau",
        "Mae’n dibynnu.",
        "Rhifau",
    )


def test_a_translator_is_shown_facts_and_cannot_write_them(client, career, sign_in):
    sign_in(TRANSLATOR)
    context = client.get(change(career)).context
    form = context["adminform"].form
    assert not form.fields["title_cy"].disabled
    assert form.fields["areas"].disabled
    assert not form.fields["as_of"].disabled
    inline = client.get(change(career, "pay_bands")).context["inline_admin_formsets"][0]
    row = inline.formset.forms[0]
    assert row.fields["low"].disabled
    assert row.fields["order"].disabled
    assert not row.fields["note_cy"].disabled
    assert len(inline.formset.forms) == 2  # no empty one
    assert "DELETE" not in row.fields


def test_a_translator_forces_nothing(client, career, sign_in):
    sign_in(TRANSLATOR)
    before = profile_document(career)
    address = change(career, "employers")
    data = filled(client, address)
    data |= {
        "employer_rows-TOTAL_FORMS": "2",
        "employer_rows-0-DELETE": "on",
        "employer_rows-0-sources": [],
        "employer_rows-1-title_en": "Banks",
        "employer_rows-1-sources": ["prospects"],
        "employer_rows-1-profile_row": str(career.pk),
    }
    client.post(address, data)
    assert profile_document(Profile.objects.get()) == before


@pytest.mark.parametrize(
    ("role", "allowed"), [(AUTHOR, 1), (TRANSLATOR, 0), (PUBLISHER, 1), (ADMINISTRATOR, 1)]
)
def test_who_begins_careers_and_entries(client, career, sign_in, role, allowed):
    sign_in(role)
    for address, text in (("profile", "title_en"), ("sharedskill", "name_en")):
        add = reverse(f"admin:profiles_{address}_add")
        if not allowed:
            assert client.get(add).status_code == 403
            assert client.post(add, {text: "Cook", "key": "cook"}).status_code == 403
        else:
            send(client, add, **{text: "Cook"})
    assert (Profile.objects.filter(key="cook").exists(), SharedSkill.objects.filter(key="cook").exists()) == (
        (bool(allowed),) * 2
    )
    assert ("addlink" in client.get(listed(Profile)).content.decode()) == bool(allowed)


@pytest.mark.parametrize(
    ("role", "allowed"), [(AUTHOR, 0), (TRANSLATOR, 0), (PUBLISHER, 1), (ADMINISTRATOR, 1)]
)
def test_who_deletes_entries_of_the_directory(client, career, sign_in, role, allowed):
    sign_in(role)
    skill = SharedSkill.objects.get(key="numbers")
    address = reverse("admin:profiles_sharedskill_delete", args=[skill.pk])
    assert (address in client.get(change(skill)).content.decode()) == bool(allowed)
    status = client.post(address, {"post": "yes"}).status_code
    assert status == (302 if allowed else 403)
    assert SharedSkill.objects.filter(key="numbers").exists() != bool(allowed)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_deletes_a_career(client, career, sign_in, role):
    sign_in(role)
    address = reverse("admin:profiles_profile_delete", args=[career.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("role", "allowed"), [(AUTHOR, 0), (TRANSLATOR, 0), (PUBLISHER, 1), (ADMINISTRATOR, 1)]
)
def test_who_is_led_on_to_publishing(client, career, sign_in, role, allowed):
    sign_in(role)
    assert ("_publish" in client.get(change(career)).content.decode()) == bool(allowed)
    data = {**filled(client, change(career)), "title_cy": "Rheolwr siopau", "_publish": "1"}
    response = client.post(change(career), data)
    assert (response.url == reverse("admin:profile_publish", args=[career.pk])) == bool(allowed)
    assert client.get(reverse("admin:profile_publish", args=[career.pk])).status_code == (
        200 if allowed else 403
    )
    assert Profile.objects.get().edition.number == 1


@pytest.mark.parametrize(
    ("role", "allowed"), [(AUTHOR, 0), (TRANSLATOR, 0), (PUBLISHER, 1), (ADMINISTRATOR, 1)]
)
def test_who_reads_comments(client, career, sign_in, role, allowed):
    sign_in(role)
    rating = make_rating()
    address = change(rating)
    if allowed:
        send(client, address, comment_state="read")
    else:
        assert client.post(address, {"comment_state": "read"}).status_code == 403
    rating.refresh_from_db()
    assert (rating.comment_state == "read") == bool(allowed)


@pytest.mark.parametrize(
    ("role", "allowed"), [(AUTHOR, 0), (TRANSLATOR, 0), (PUBLISHER, 0), (ADMINISTRATOR, 1)]
)
def test_who_looks_after_accounts(client, career, sign_in, role, allowed):
    sign_in(role)
    users = reverse("admin:auth_user_changelist")
    assert client.get(users).status_code == (200 if allowed else 403)
    assert (users in client.get("/admin/").content.decode()) == bool(allowed)


# Accounts -----------------------------------------------------------------------------------------------

PASSWORD = "a long enough word"


def test_an_account_is_made_with_a_role_and_can_sign_in(client, career, sign_in):
    sign_in(ADMINISTRATOR)
    data = {"username": "carys", "password1": PASSWORD, "password2": PASSWORD, "role": TRANSLATOR}
    response = client.post(reverse("admin:auth_user_add"), data)
    assert response.status_code == 302
    carys = User.objects.get(username="carys")
    assert (carys.is_staff, carys.is_superuser) == (True, False)
    assert list(carys.groups.values_list("name", flat=True)) == [TRANSLATOR]
    client.logout()
    client.post("/admin/login/", {"username": "carys", "password": PASSWORD, "next": "/admin/"})
    assert client.get(listed(Page)).status_code == 200


def test_a_role_changes_and_an_account_is_switched_off_never_deleted(client, sign_in):
    sign_in(ADMINISTRATOR)
    carys = User.objects.create(username="carys", is_staff=True)
    carys.groups.add(Group.objects.get(name=AUTHOR))
    address = reverse("admin:auth_user_change", args=[carys.pk])
    client.post(address, {"username": "carys", "role": PUBLISHER})
    carys.refresh_from_db()
    assert not carys.is_active
    assert list(carys.groups.values_list("name", flat=True)) == [PUBLISHER]
    delete = reverse("admin:auth_user_delete", args=[carys.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403


def test_an_administrator_neither_locks_themselves_out_nor_becomes_a_superuser(client, sign_in):
    own = sign_in(ADMINISTRATOR)
    address = reverse("admin:auth_user_change", args=[own.pk])
    response = client.post(address, {"username": own.username, "role": AUTHOR, "is_superuser": "on"})
    assert set(response.context["adminform"].form.errors) == {"is_active", "role"}
    client.post(
        address, {"username": own.username, "role": ADMINISTRATOR, "is_active": "on", "is_superuser": "on"}
    )
    own.refresh_from_db()
    assert not own.is_superuser


@pytest.fixture
def above() -> User:
    """A superuser with a password, a second factor and its codes."""
    user = User.objects.create_superuser("above", password=PASSWORD)
    TOTPDevice.objects.create(user=user, name="app", confirmed=True)
    second_factor.new_recovery_codes(user)
    return user


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("auth_user_change", {"username": "mine", "role": AUTHOR}),
        ("auth_user_change", {"username": "above"}),  # without a tick: switched off
        ("auth_user_password_change", {"password1": "another long word", "password2": "another long word"}),
        ("auth_user_delete", {"post": "yes"}),
        ("desk_sign_ins", {"editor": ""}),
    ],
)
def test_an_administrator_touches_nothing_of_a_superuser(client, sign_in, above, name, sent):
    sign_in(ADMINISTRATOR)
    before = User.objects.values().get(pk=above.pk)
    about_one = name.startswith("auth_user")
    address = reverse(f"admin:{name}", args=[above.pk] if about_one else [])

    response = client.post(address, {key: value or above.pk for key, value in sent.items()})

    assert response.status_code == 403
    assert User.objects.values().get(pk=above.pk) == before
    assert not above.groups.exists()
    assert second_factor.has_device(above)
    assert second_factor.recovery_codes_left(above) == second_factor.RECOVERY_CODES


def test_only_a_superuser_is_offered_to_reset_a_superuser(client, sign_in, above):
    sign_ins = reverse("admin:desk_sign_ins")
    button = f'name="editor" value="{above.pk}"'
    sign_in(ADMINISTRATOR)
    page = client.get(sign_ins).content.decode()
    assert "above" in page
    assert button not in page

    client.force_login(User.objects.create_superuser("other"))
    assert button in client.get(sign_ins).content.decode()
    client.post(sign_ins, {"editor": above.pk})
    assert not second_factor.has_device(above)


def test_accounts_take_the_same_queries_however_many(client, sign_in, django_assert_num_queries):
    sign_in(ADMINISTRATOR)
    address = reverse("admin:auth_user_changelist")
    client.get(address)
    with django_assert_num_queries(8):
        client.get(address)
    for name in ("a", "b", "c"):
        User.objects.create(username=name).groups.add(Group.objects.get(name=AUTHOR))
    with django_assert_num_queries(8):
        client.get(address)


def test_whoever_may_only_read_sees_everything_and_no_button(client, career):
    user = User.objects.create(username="reader", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_profile", "view_link"]))
    client.force_login(user)
    for address in (change(career), change(career, "pay_bands"), change(Link.objects.get(key="about-us"))):
        html = client.get(address).content.decode()
        assert 'type="submit" value="Save' not in html
        assert client.post(address, {"title_en": "Boss", "text_en": "Boss"}).status_code == 403
    assert "Shop manager" in client.get(change(career)).content.decode()
