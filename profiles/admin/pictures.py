"""The form of a picture: the file that an editor chooses, checked and stored.

A photograph is cleaned and written again. A drawing is kept as it is, once it passes the list, and comes
with its preview: the site has nothing that could turn a drawing into one.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.models import BaseInlineFormSet

from profiles import stored_pictures
from profiles.content import schema
from profiles.models import StoredPicture
from profiles.pictures import PHOTOGRAPH_BYTES, PictureProblem, check_drawing, check_preview

from .forms import ItemForm


class PictureForm(ItemForm):
    upload = forms.FileField(
        required=False,
        label="Choose a file",
        help_text="A photograph (JPEG, PNG, WebP or AVIF), which is cleaned of place, time and camera, or a"
        " drawing (SVG). It takes the place of the one before.",
    )
    preview = forms.FileField(
        required=False,
        label="Preview",
        help_text="With a drawing only: the same as a PNG of 1200 by 630, shown where a link is shared.",
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["focal_x"].help_text = "What must be seen when the sides are cut: per cent from the left."
        self.fields["focal_y"].help_text = "Per cent from the top."

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
            message = (
                f"the file has {upload.size:,} bytes and {PHOTOGRAPH_BYTES:,} is the most: save it smaller"
            )
            self.add_error("upload", message)
        elif preview and picture.kind != "drawing":
            self.add_error("preview", "belongs to a drawing: a photograph's is made from itself")
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
            self.add_error("preview", "is required with a drawing: choose a PNG of 1200 by 630")
            return None
        for field, check, data in (("upload", check_drawing, file), ("preview", check_preview, raster)):
            try:
                check(data)
            except PictureProblem as problem:
                where = f"line {problem.line}: " if problem.line else ""
                self.add_error(field, f"{where}{problem}")
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
                raise ValidationError(f"Two pictures would have files called {stem}: choose another key.")
            seen.add(stem)
