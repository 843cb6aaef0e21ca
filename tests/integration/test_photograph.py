"""A photograph the whole way: from an editor's telephone through the form to readers, and into the files."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image

from profiles import pictures, stored_pictures
from profiles.content.files import read_content
from profiles.documents import profile_document
from profiles.models import Profile, StoredPicture
from profiles.publishing import publish_profile
from tests.builders import DRAWING, make_preview, publish_content

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

PAGE = "/en/careers/shop-manager/"
LEFT, MIDDLE, RIGHT = (200, 30, 30), (30, 160, 30), (30, 30, 200)
SECRETS = (b"Telephone 3", b"Exif", b"GPS", b"Ann Example", b"http://ns.adobe.com/", b"iCCP", b"Photoshop")


def make_telephone_photograph() -> bytes:
    """Upright it is 2400 by 1000: red on the left, green in the middle, blue on the right.

    It is stored turned, as telephones do, with where it was taken and by whom.
    """
    upright = Image.new("RGB", (2400, 1000), MIDDLE)
    upright.paste(LEFT, (0, 0, 800, 1000))
    upright.paste(RIGHT, (1600, 0, 2400, 1000))
    exif = Image.Exif()
    exif[0x0110] = "Telephone 3"
    exif[0x013B] = "Ann Example"
    exif[0x0112] = 6  # to be turned a quarter clockwise
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 28.0, 53.0), 3: "W", 4: (3.0, 10.0, 45.0)})
    out = io.BytesIO()
    upright.transpose(Image.Transpose.ROTATE_90).save(out, "JPEG", quality=95, exif=exif)
    data = out.getvalue()
    assert Image.open(io.BytesIO(data)).size == (1000, 2400)
    assert dict(Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825))[1] == "N"
    return data


@pytest.fixture
def career(tmp_path) -> Profile:
    publish_content(tmp_path / "content")
    return Profile.objects.get()


def address_of(career: Profile) -> str:
    return reverse("admin:profiles_profile_change", args=[career.pk]) + "?list=pictures"


def filled(client, career: Profile) -> dict[str, Any]:
    """The form as a browser would send it if nobody touched it."""
    context = client.get(address_of(career)).context
    formset = context["inline_admin_formsets"][0].formset
    data = {}
    for form in [context["adminform"].form, formset.management_form, *formset.forms]:
        for bound in form:
            if (value := bound.value()) not in (None, False):
                data[bound.html_name] = "on" if value is True else value
    return data


def send(client, career: Profile, row: int, **fields: Any):
    """Fill in one row of the pictures, and save."""
    data = filled(client, career)
    data["as_of"] = fields.pop("as_of", data["as_of"])
    data |= {f"picture_rows-{row}-{name}": value for name, value in fields.items()}
    return client.post(address_of(career), {**data, "_continue": "1"}, follow=True)


def new_picture(**fields: Any) -> dict[str, Any]:
    return {
        "key": "team",
        "alt_en": "A team in a shop.",
        "alt_cy": "Tîm mewn siop.",
        "caption_en": "The team",
        "caption_cy": "Y tîm",
        "credit_en": "Ann Example",
        "credit_cy": "Ann Example",
        **fields,
    }


def photograph(data: bytes | None = None, name: str = "IMG_0001.JPG") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or make_telephone_photograph(), "image/jpeg")


def svg(data: bytes = DRAWING) -> SimpleUploadedFile:
    return SimpleUploadedFile("Drawing 1.svg", data, "image/svg+xml")


def png(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("preview.png", data, "image/png")


def faults(response, row: int = 1) -> dict[str, list[str]]:
    form = response.context["inline_admin_formsets"][0].formset.forms[row]
    return {name: list(errors) for name, errors in form.errors.items()}


def fetched(client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, address
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    return response.getvalue()


def is_like(colour: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 25 for a, b in zip(colour[:3], wanted, strict=True))


def addresses(html: str) -> dict[str, list[str]]:
    """The files of the photograph that the page offers, by type."""
    picture = next(part for part in re.findall(r"<picture>.*?</picture>", html, re.DOTALL) if "team" in part)
    found = re.findall(r"/pictures/[\w/-]+\.(?:avif|jpg)", picture)
    return {kind: sorted({file for file in found if file.endswith(kind)}) for kind in ("avif", "jpg")}


# A photograph -------------------------------------------------------------------------------------


def test_a_photograph_goes_the_whole_way(client, editor, career, tmp_path):
    upload = make_telephone_photograph()
    send(client, career, 1, upload=photograph(upload), **new_picture(focal_x="0"))
    assert publish_profile(career, by=editor).number == 2
    row = career.picture_rows.get(key="team")
    assert (row.file, row.kind, len(row.digest)) == ("team.jpg", "photograph", 64)

    client.logout()
    offered = addresses(client.get(PAGE).content.decode())
    assert len(offered["avif"]) == 3
    assert len(offered["jpg"]) == 3
    for address in offered["avif"] + offered["jpg"]:
        data = fetched(client, address)
        for secret in SECRETS:
            assert secret not in data, address
        image = Image.open(io.BytesIO(data))
        assert not image.getexif()
        assert "xmp" not in image.info
        # Two thirds as high as wide, around the left edge: the red third, then green; no blue.
        assert image.width * 2 == pytest.approx(image.height * 3, abs=3)
        middle = image.height // 2
        assert is_like(image.getpixel((2, middle)), LEFT)
        assert is_like(image.getpixel((image.width - 3, middle)), MIDDLE)

    folder = tmp_path / "exported"
    call_command("export_content", folder, verbosity=0)
    kept = (folder / "profiles/shop-manager/pictures/team.jpg").read_bytes()
    assert not any(secret in kept for secret in SECRETS)
    assert Image.open(io.BytesIO(kept)).size == (2400, 1000)
    assert read_content(folder).problems == []
    call_command("check_content", folder, fix=True, verbosity=0)  # adds the schema for editors' tools
    call_command("check_content", folder, verbosity=0)
    assert (folder / "profiles/shop-manager/pictures/team.jpg").read_bytes() == kept


def test_a_moved_focal_point_is_followed_when_published(client, editor, career):
    send(client, career, 1, upload=photograph(), **new_picture())
    publish_profile(career)
    before = addresses(client.get(PAGE).content.decode())
    send(client, career, 1, focal_x="100")
    publish_profile(career)
    after = addresses(client.get(PAGE).content.decode())
    assert not set(before["avif"]) & set(after["avif"])
    image = Image.open(io.BytesIO(fetched(client, after["jpg"][0])))
    assert is_like(image.getpixel((image.width - 3, image.height // 2)), RIGHT)
    # What an older page still asks for is there.
    assert fetched(client, before["avif"][0])


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"not a picture", "a.jpg", "cannot be read"),
        (make_telephone_photograph()[:5000], "a.jpg", "is damaged or cut short"),
        (DRAWING, "a.png", "this is a file of the kind SVG, not a photograph"),
        (b"GIF89a", "a.gif", "this is a file of the kind GIF"),
        (b"", "a.jpg", "The submitted file is empty"),
    ],
)
def test_a_bad_file_is_refused_beside_its_field_and_loses_nothing_else(
    client, editor, career, data, name, words
):
    response = send(client, career, 1, upload=SimpleUploadedFile(name, data), **new_picture())
    (message,) = faults(response).pop("upload")
    assert words in message
    html = response.content.decode()
    assert "A team in a shop." in html
    assert "Tîm mewn siop." in html
    assert [row.key for row in career.picture_rows.all()] == ["counter"]


def test_a_picture_needs_its_file(client, editor, career):
    response = send(client, career, 1, **new_picture())
    assert faults(response) == {"upload": ["is required: add it"]}


def test_a_photograph_that_comes_second_is_asked_for_again(client, editor, career):
    response = send(client, career, 1, upload=photograph(), **new_picture(), as_of="0")
    assert faults(response) == {"upload": ["is required: add it"]}
    assert "A team in a shop." in response.content.decode()


def test_a_fault_elsewhere_is_said_before_anything_is_stored(client, editor, career):
    before = StoredPicture.objects.count()
    response = send(client, career, 1, upload=photograph(), **new_picture(focal_x="101"))
    assert faults(response).keys() == {"focal_x"}
    assert StoredPicture.objects.count() == before


def test_a_photograph_that_another_process_stores_too_is_stored_once(db, monkeypatch):
    store = pictures.store

    def store_beside_another(made, digest):
        renditions = store(made, digest)
        StoredPicture.objects.create(digest=digest, renditions=renditions)
        return renditions

    monkeypatch.setattr(pictures, "store", store_beside_another)
    stored = stored_pictures.keep_upload(make_telephone_photograph(), file="team.jpg")

    assert stored == StoredPicture.objects.get()


def test_the_same_photograph_under_another_key_is_exported_twice(client, editor, career, tmp_path):
    before = StoredPicture.objects.count()
    send(client, career, 1, upload=photograph(), **new_picture())
    send(client, career, 2, upload=photograph(), **new_picture(key="again"))
    assert StoredPicture.objects.count() == before + 1
    call_command("export_content", tmp_path / "exported", verbosity=0)
    folder = tmp_path / "exported/profiles/shop-manager/pictures"
    assert (folder / "team.jpg").read_bytes() == (folder / "again.jpg").read_bytes()


def test_a_photograph_takes_the_place_of_a_drawing(client, editor, career):
    send(client, career, 0, upload=photograph())
    (picture,) = profile_document(career).pictures
    assert (picture.key, picture.file, picture.kind) == ("counter", "counter.jpg", "photograph")


# A drawing ----------------------------------------------------------------------------------------


def test_a_drawing_comes_with_its_preview(client, editor, career):
    drawing = DRAWING.replace(b"#ffeedd", b"#eeddff")
    send(
        client,
        career,
        1,
        upload=svg(drawing),
        preview=png(make_preview(colour="#eeddff")),
        **new_picture(),
    )
    picture = profile_document(career).pictures[1]
    assert (picture.file, picture.kind) == ("team.svg", "drawing")
    stored = StoredPicture.objects.get(digest=picture.digest)
    files = {one["role"]: fetched(client, "/" + one["path"]) for one in stored.renditions}
    assert files == {"original": drawing, "preview": make_preview(colour="#eeddff")}


def test_a_drawing_without_a_preview_is_refused(client, editor, career):
    response = send(client, career, 1, upload=svg(), **new_picture())
    assert faults(response) == {"preview": ["is required with a drawing: choose a PNG of 1200 by 630"]}


def test_a_drawing_that_would_run_code_is_refused_with_its_line(client, editor, career):
    bad = DRAWING.replace(b"<title>A counter</title>", b"<script>alert(1)</script>")
    response = send(client, career, 1, upload=svg(bad), preview=png(make_preview()), **new_picture())
    assert faults(response) == {
        "upload": ["line 2: <script> is not allowed in a drawing: a drawing runs no code"]
    }


def test_a_preview_of_another_size_is_refused(client, editor, career):
    out = io.BytesIO()
    Image.new("RGB", (60, 40)).save(out, "PNG")
    response = send(client, career, 1, upload=svg(), preview=png(out.getvalue()), **new_picture())
    assert faults(response)["preview"] == ["the preview (PNG) is 60 by 40: make it a PNG of 1200 by 630"]


def test_of_a_drawing_either_file_can_be_changed_alone(client, editor, career):
    send(client, career, 0, preview=png(make_preview(colour="#112233")))
    first = profile_document(career).pictures[0]
    send(client, career, 0, upload=svg(DRAWING.replace(b"#ffeedd", b"#eeddff")))
    second = profile_document(career).pictures[0]
    assert first.file == second.file == "counter.svg"
    assert len({first.digest, second.digest, StoredPicture.objects.earliest("pk").digest}) == 3


def test_a_photograph_has_no_preview_of_its_own(client, editor, career):
    response = send(client, career, 1, upload=photograph(), preview=png(make_preview()), **new_picture())
    assert faults(response) == {"preview": ["belongs to a drawing: a photograph's is made from itself"]}
