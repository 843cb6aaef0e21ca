"""What visitors send: a rating, a report of a mistake. The messages are the reader's, in both languages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from profiles.ratings import LONGEST_COMMENT, SCORES
from profiles.text import normalise_text

LONGEST_REPORT = 2000

CHOOSE = _("Choose a number from 1 to 5, then send.")


class CleanText(forms.CharField):
    """A text as the site keeps it, however many code points its sender spent on it."""

    def to_python(self, value: object) -> str:
        return normalise_text(super().to_python(value))


class RatingForm(forms.Form):
    score = forms.TypedChoiceField(
        choices=[(score, str(score)) for score in SCORES],
        coerce=int,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    comment = CleanText(
        required=False,
        max_length=LONGEST_COMMENT,
        error_messages={"max_length": _("Shorten your reason to 500 characters, then send.")},
    )
    changing = forms.BooleanField(required=False)


class ReportForm(forms.Form):
    message = CleanText(
        max_length=LONGEST_REPORT,
        error_messages={
            "required": _("Write what is wrong, then send."),
            "max_length": _("Shorten your message to 2,000 characters, then send."),
        },
    )
    page = CleanText(required=False)
