"""Django's own words that our pages can show, and that its Welsh lacks, or has wrong.

Django says these itself, so nothing here uses the tuples: they are where `make messages` finds the words,
so that they stay in our catalogue, which Django asks before its own. A test reads Django's catalogues and
names what is wanting here, after a new release for instance. The words of admin's scripts are in a
catalogue of their own, `djangojs.po`, which is kept by hand.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

# Lacking: of forms, files and spans of time.
FORMS = (
    _("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
    _("File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s."),
    _("Null characters are not allowed."),
    _("Constraint “%(name)s” is violated."),
    _(
        "ManagementForm data is missing or has been tampered with. Missing fields: %(field_names)s. You may "
        "need to file a bug report if the issue persists."
    ),
    ngettext_lazy("Please submit at most %(num)d form.", "Please submit at most %(num)d forms."),
    ngettext_lazy("Please submit at least %(num)d form.", "Please submit at least %(num)d forms."),
    _("The inline value did not match the parent instance."),
    _("“%(pk)s” is not a valid value."),
    _(
        "%(datetime)s couldn’t be interpreted in time zone %(current_timezone)s; it may be ambiguous or it "
        "may not exist."
    ),
    ngettext_lazy("%(num)d year", "%(num)d years"),
    ngettext_lazy("%(num)d month", "%(num)d months"),
    ngettext_lazy("%(num)d week", "%(num)d weeks"),
    ngettext_lazy("%(num)d day", "%(num)d days"),
    ngettext_lazy("%(num)d hour", "%(num)d hours"),
    ngettext_lazy("%(num)d minute", "%(num)d minutes"),
)
# There, but misspelt, wrong or unclear.
FORMS_BETTER = (
    _("This field is required."),
    _("Enter a valid value."),
    _("Enter a whole number."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Enter a valid date."),
    _("Enter only digits separated by commas."),
    _("Please either submit a file or check the clear checkbox, not both."),
    _("Upload a valid image. The file you uploaded was either not an image or a corrupted image."),
    _("Select a valid choice. That choice is not one of the available choices."),
)

# Lacking: of the admin.
ADMIN = (
    _("Delete multiple objects"),
    _("No date"),
    _("Has date"),
    _("Empty"),
    _("Not empty"),
    _("Addition"),
    _("Deletion"),
    _("Added “%(object)s”."),
    _("Changed “%(object)s” — %(changes)s"),
    _("Deleted “%(object)s.”"),
    _("Added {name} “{object}”."),
    _("Added."),
    _("Changed {fields} for {name} “{object}”."),
    _("Changed {fields}."),
    _("Deleted {name} “{object}”."),
    _("Hold down “Control”, or “Command” on a Mac, to select more than one."),
    _("Select this object for an action - {}"),
    _("The {name} “{obj}” was added successfully."),
    _("You may edit it again below."),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully."),
    _("The %(name)s “%(obj)s” was deleted successfully."),
    _("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    _("View %s"),
    _("Breadcrumbs"),
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
    _("View"),
    _("You don’t have permission to view or edit anything."),
    _("After you’ve created a user, you’ll be able to edit more user options."),
    _("Error:"),
    _("This action will <strong>enable</strong> password-based authentication for this user."),
    _("Disable password-based authentication"),
    _("Enable password-based authentication"),
    _("Skip to main content"),
    _("View site"),
    _("Hide counts"),
    _("Show counts"),
    _("Clear all filters"),
    _("Toggle theme (current theme: auto)"),
    _("Toggle theme (current theme: light)"),
    _("Toggle theme (current theme: dark)"),
    _(
        'Are you sure you want to delete the %(object_name)s "%(escaped_object)s"? All of the following '
        "related items will be deleted:"
    ),
    _("Objects"),
    _("Yes, I’m sure"),
    _("No, take me back"),
    _(
        "Deleting the selected %(objects_name)s would result in deleting related objects, but your account "
        "doesn't have permission to delete the following types of objects:"
    ),
    _("Summary"),
    _("Recent actions"),
    _("My actions"),
    _("Added:"),
    _("Changed:"),
    _("Deleted:"),
    _("Toggle navigation"),
    _("Sidebar"),
    _("Start typing to filter…"),
    _("Filter navigation items"),
    ngettext_lazy("entry", "entries"),
    _("This object doesn’t have a change history. It probably wasn’t added via this admin site."),
    _("Popup closing…"),
    _("Save and view"),
    _("Close"),
    _("Change selected %(model)s"),
    _("Add another %(model)s"),
    _("Delete selected %(model)s"),
    _("View selected %(model)s"),
    _(
        "Please enter your old password, for security’s sake, and then enter your new password twice so we "
        "can verify you typed it in correctly."
    ),
    _("Select all objects on this page for an action"),
    _("Select %s to view"),
)
# There, but misspelt, wrong or unclear.
ADMIN_BETTER = (
    _("Items must be selected in order to perform actions on them. No items have been changed."),
    _("Go"),
    _(" By %(filter_title)s "),
    _("Filter"),
)

# Lacking: of accounts and passwords.
ACCOUNTS = (
    _("Set password"),
    _("%(name)s object with primary key %(key)r does not exist."),
    _("Conflicting form data submitted. Please try again."),
    _("Password-based authentication was disabled."),
    _("Set password: %s"),
    _("Reset password"),
    _("The two password fields didn’t match."),
    _("Enter the same password as before, for verification."),
    _(
        "Whether the user will be able to authenticate using a password or not. If disabled, they may still "
        "be able to authenticate using other backends, such as Single Sign-On or LDAP."
    ),
    _("Password-based authentication"),
    _("Enabled"),
    _("Disabled"),
    _("Raw passwords are not stored, so there is no way to see the user’s password."),
    _("Enable password-based authentication for this user by setting a password."),
    _("The groups this user belongs to. A user will get all permissions granted to each of their groups."),
    _("Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
    ),
    _("The password is too similar to the %(verbose_name)s."),
    _("Your password can’t be too similar to your other personal information."),
    _("This password is too common."),
    _("Your password can’t be a commonly used password."),
    _("This password is entirely numeric."),
    _("Your password can’t be entirely numeric."),
    _(
        "Enter a valid username. This value may contain only unaccented lowercase a-z and uppercase A-Z "
        "letters, numbers, and @/./+/-/_ characters."
    ),
    _("Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."),
)
# There, but misspelt, wrong or unclear.
ACCOUNTS_BETTER = (
    _(
        "Please enter the correct %(username)s and password for a staff account. Note that both fields may "
        "be case-sensitive."
    ),
    _("Your old password was entered incorrectly. Please enter it again."),
    _("Password changed successfully."),
    _("Password change successful"),
    _("Designates whether the user can log into this admin site."),
    _(
        "Designates whether this user should be treated as active. Unselect this instead of deleting "
        "accounts."
    ),
)
