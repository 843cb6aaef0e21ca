"""Django's makemessages, which also collects the words of the schema's own rules (`schema.values.fault`)."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=fault"]
