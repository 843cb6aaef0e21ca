"""The desk's tables in groups, for the first page and the menu beside each page."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from profiles import models
from profiles.content import schema
from profiles.documents import ROWS

GROUPS = (
    (_("Careers"), [models.Profile]),
    (
        _("The directory: what careers share"),
        [ROWS[item] for item in schema.lists_of(schema.Directory).values()],
    ),
    (_("Visitors"), [models.Rating, models.Report]),
    (_("History"), [models.Edition, models.Change]),
)


def grouped(apps: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Admin's list of apps, ours first and in its groups; what is in none of them stands last."""
    ours, others = [], []
    for app in apps:
        if app["app_label"] != "profiles":
            others.append(app)
            continue
        tables = {table["model"]: table for table in app["models"]}
        for name, members in GROUPS:
            if found := [tables.pop(model) for model in members if model in tables]:
                ours.append({**app, "name": name, "models": found})
        if tables:
            others.append({**app, "name": _("Other tables"), "models": list(tables.values())})
    return ours + others
