"""Django's own messages that a visitor could be shown, and that its Welsh lacks or misspells.

Django says these itself, so nothing here uses the tuple: it is where `make messages` finds the words,
so that they stay in our catalogue, which Django asks before its own.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

MESSAGES = (
    _("This field is required."),
    _("Enter a valid value."),
    _("Enter a whole number."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Null characters are not allowed."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
)
