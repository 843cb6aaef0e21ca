"""The form of a picture: the file that an editor chooses, checked and stored.

A photograph is cleaned and written again. A drawing is kept as it is, once it passes the list, and comes
with its preview: the site has nothing that could turn a drawing into one.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from profiles import stored_pictures
from profiles.content import schema
from profiles.models import Picture, StoredPicture
from profiles.pictures import PHOTOGRAPH_BYTES, PictureProblem, check_drawing, check_preview

from .fields import fixed_words
from .forms import ItemForm
from .pages import site_page

_TYPES = {
    "svg": "image/svg+xml",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "avif": "image/avif",
    "webp": "image/webp",
}


@site_page(
    "original-picture/<int:pk>/",
    title=_("A picture as it came in"),
    permission="profiles.view_profile",
    in_menu=False,
)
def original_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture uncut, so that its focal point can be chosen; readers get what is cut around that."""
    row = get_object_or_404(Picture, pk=pk)
    try:
        data = stored_pictures.original(row).file
    except OSError:
        raise Http404 from None
    response = HttpResponse(data, content_type=_TYPES[row.file.rpartition(".")[2]])
    response.headers["X-Content-Type-Options"] = "nosniff"
    # A drawing opened by itself is a document: it may load and run nothing.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'none'; sandbox"
    return response


def shown(picture: Picture) -> SafeString | str:
    """The picture on its form, with its focal point to be moved."""
    if not picture.digest:
        return ""
    address = reverse("admin:desk_original_picture", args=[picture.pk])
    return render_to_string(
        "admin/includes/focal.html", {"address": address, "alt": str(picture.alt), "pk": picture.pk}
    )


shown.short_description = _("The picture")


def kept_as(picture: Picture) -> str:
    """The file that a picture has become, and what it is taken for."""
    kinds = dict(fixed_words(schema.Picture, "kind"))
    return f"{picture.file} ({kinds[picture.kind]})" if picture.file else ""


kept_as.short_description = _("File")


class PictureForm(ItemForm):
    upload = forms.FileField(
        required=False,
        label=_("Choose a file"),
        help_text=_(
            "A photograph (JPEG, PNG, WebP or AVIF), which is cleaned of place, time and camera, or a drawing"
            " (SVG). It takes the place of the one before."
        ),
    )
    preview = forms.FileField(
        required=False,
        label=pgettext_lazy("picture", "Preview"),
        help_text=_("With a drawing only: the same as a PNG of 1200 by 630, shown where a link is shared."),
    )

    def _given(self) -> dict[str, Any]:
        given = super()._given()
        if upload := self.cleaned_data.get("upload"):
            drawing = upload.name.lower().endswith(".svg")
            given["kind"] = "drawing" if drawing else "photograph"
            given["file"] = f"{given.get('key', '')}.{'svg' if drawing else 'jpg'}"
        return given

    def tell(self, path: tuple, message: str) -> None:
        if path != ("file",):
            super().tell(path, message)
        elif not {"key", "upload"} & self.errors.keys():  # the file is named after the key
            self.add_error("upload", message)

    def checked(self) -> schema.Picture | None:
        picture = super().checked()
        if picture and not self.errors:
            self._keep(picture, self.cleaned_data.get("upload"), self.cleaned_data.get("preview"))
        return picture

    def _keep(
        self, picture: schema.Picture, upload: UploadedFile | None, preview: UploadedFile | None
    ) -> None:
        """Store what was uploaded, and point the row to it."""
        stored: StoredPicture | None = None
        if upload and upload.size > PHOTOGRAPH_BYTES:
            message = gettext("the file has %(bytes)s bytes and %(most)s is the most: save it smaller")
            sizes = {"bytes": f"{upload.size:,}", "most": f"{PHOTOGRAPH_BYTES:,}"}
            self.add_error("upload", message % sizes)
        elif preview and picture.kind != "drawing":
            self.add_error("preview", _("belongs to a drawing: a photograph's is made from itself"))
        elif upload and picture.kind == "photograph":
            try:
                stored = stored_pictures.keep_upload(
                    upload.read(), file=picture.file, focal_x=picture.focal_x, focal_y=picture.focal_y
                )
            except PictureProblem as problem:
                self.add_error("upload", str(problem))
        elif upload or preview:
            stored = self._keep_drawing(picture, upload, preview)
        if stored:
            self.instance.file, self.instance.kind = picture.file, picture.kind
            self.instance.digest = stored.digest

    def _keep_drawing(
        self, picture: schema.Picture, upload: UploadedFile | None, preview: UploadedFile | None
    ) -> StoredPicture | None:
        """A drawing and its preview, of which the one that was not chosen stays as it was."""
        before = stored_pictures.PictureBytes(b"")
        if self.instance.digest and self.instance.file.endswith(".svg"):
            before = stored_pictures.original(self.instance)
        file = upload.read() if upload else before.file
        raster = preview.read() if preview else before.preview
        if raster is None:
            self.add_error("preview", _("is required with a drawing: choose a PNG of 1200 by 630"))
            return None
        for field, check, data in (("upload", check_drawing, file), ("preview", check_preview, raster)):
            try:
                check(data)
            except PictureProblem as problem:
                message = str(problem)
                if problem.line:
                    message = gettext("line %(line)s: %(message)s") % {
                        "line": problem.line,
                        "message": message,
                    }
                self.add_error(field, message)
        if self.errors:
            return None
        return stored_pictures.keep(picture, stored_pictures.PictureBytes(file, raster))


class PictureFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            stem = form.instance.file.rpartition(".")[0]
            if form in self.deleted_forms or not stem:
                continue
            if stem in seen:
                raise ValidationError(
                    gettext("Two pictures would have files called %(name)s: choose another key.")
                    % {"name": stem}
                )
            seen.add(stem)
