"""What a publisher is asked: what changed, why it may come out unfinished, and when, if not now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.forms import CleanText
from profiles.publishing import Waived
from profiles.schedule import NoSuchTime, moment

from .fields import Day

LONGEST_NOTE = 1000
LATER = "later"
"""The name of the button that asks for a later time."""


def in_words(when: datetime) -> str:
    """A moment as clocks in the United Kingdom show it, and which of their two times that is."""
    return date_format(timezone.localtime(when), "j F Y, H:i T")


def _words(**options: Any) -> CleanText:
    widget = forms.Textarea(attrs={"rows": 3, "cols": 60})
    return CleanText(required=False, max_length=LONGEST_NOTE, widget=widget, **options)


class TimedForm(forms.Form):
    """What can be done now or later. `moment` is when, in `cleaned_data` of a form that asks for later."""

    note = _words()
    day = Day(required=False, label=gettext_lazy("Day"))
    at = forms.TimeField(
        required=False,
        label=gettext_lazy("Time"),
        help_text=gettext_lazy("As clocks in the United Kingdom show it, such as 09:00."),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": gettext_lazy("must be a time, such as 09:00")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any):
        super().__init__(data, **options)
        self.later = data is not None and LATER in data

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.later:
            self._want("day", _("Choose a day."))
            self._want("at", _("Choose a time."))
            if not {"day", "at"} & self.errors.keys():
                self._check_moment(given)
        return given

    def _want(self, name: str, words: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, words)

    def _check_moment(self, given: dict[str, Any]) -> None:
        try:
            given["moment"] = moment(given["day"], given["at"])
        except NoSuchTime as none:
            self.add_error("at", str(none))
            return
        if given["moment"] <= timezone.now():
            self.add_error("at", _("This time is past: choose one that is to come."))


class PublishForm(TimedForm):
    """`asks_note` of an edition that follows another, `asks_waiver` of one that is not whole."""

    note = _words(
        label=gettext_lazy("What changed?"),
        help_text=gettext_lazy("One or two sentences for colleagues, kept with the edition."),
    )
    waiver_reason = _words(
        label=gettext_lazy("Why can it not wait?"),
        help_text=gettext_lazy("It stands on the work list until the texts are finished."),
    )
    waiver_due = Day(required=False, label=gettext_lazy("By when will it be finished?"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        asks_note: bool,
        asks_waiver: bool,
        **options: Any,
    ):
        super().__init__(data, **options)
        self.asks_note, self.asks_waiver = asks_note, asks_waiver

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.asks_note:
            self._want("note", _("Say what changed, so that colleagues can find this edition again."))
        if self.asks_waiver:
            self._want("waiver_reason", _("Write why it is published before it is finished."))
            self._want("waiver_due", _("Choose the day by which it will be finished."))
            comes_out = (given.get("day") if self.later else None) or timezone.localdate()
            if "waiver_due" not in self.errors and given["waiver_due"] <= comes_out:
                self.add_error("waiver_due", _("Choose a day after the one on which it comes out."))
        return given

    @property
    def waived(self) -> Waived | None:
        if not self.asks_waiver:
            return None
        return Waived(self.cleaned_data["waiver_reason"], self.cleaned_data["waiver_due"])

    def in_words(self, done: str) -> str:
        """What was done, for the record, with the word of whoever let it out unfinished."""
        if self.waived is None:
            return done
        words = _("Not finished yet, to be finished by %(due)s: %(reason)s")
        return f"{done} {words % {'due': date_format(self.waived.due), 'reason': self.waived.reason}}"


class WithdrawForm(TimedForm):
    note = _words(
        label=gettext_lazy("Why is it withdrawn?"),
        help_text=gettext_lazy("For colleagues, kept in the record of changes."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        self._want("note", _("Say why it is withdrawn."))
        return given
