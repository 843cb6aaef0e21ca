"""Imports go one way, down the list below, so that each module can be read knowing only what is under it."""

import ast
import graphlib
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[2] / "profiles"

# From the ground up. A module may import from its own layer and those before it. A package stands for
# every module in it, unless one of them is named itself.
LAYERS = {
    "words, text and pictures": [
        "alphabet",
        "cloths",
        "compression",
        "django_words",
        "languages",
        "pictures",
        "prose",
        "site",
        "text",
        "vocabulary",
    ],
    "the document": ["content.schema"],
    "its files, and what a document alone can say": [
        "addresses",
        "charts",
        "content.files",
        "content.findings",
        "content.json_schema",
        "content.merge",
        "content.references",
        "content.upgrades",
        "differences",
        "pay",
        "translation",
    ],
    "the rows": ["columns", "models"],
    "the site's work": [
        "content.decisions",
        "content.exporter",
        "content.loader",
        "content.publish_loaded",
        "documents",
        "gallery",
        "links",
        "listings",
        "preview",
        "preview_links",
        "publishing",
        "ratings",
        "reading",
        "retention",
        "returned_texts",
        "roles",
        "schedule",
        "search",
        "second_factor",
        "sign_in",
        "stored_pictures",
        "translators_file",
        "verdicts",
        "visitors",
        "waiting_texts",
        "working_copy",
    ],
    "what pages are made of": [
        "a_to_z",
        "areas",
        "career_map",
        "cards",
        "chosen",
        "comparison",
        "filters",
        "forms",
        "hits",
        "meta",
        "sections",
        "sharing",
        "templatetags",
    ],
    "the doors": ["admin", "desk_site", "management", "views"],
}
# Django reads migrations and apps.py itself; nothing imports them.
MODULES = {
    ".".join(path.relative_to(APP).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(APP.rglob("*.py"))
    if path.relative_to(APP).parts[0] not in ("__init__.py", "migrations", "apps.py")
}


def layer_of(module: str) -> str | None:
    """The layer that names the module, or the closest package around it."""
    while module:
        for layer, names in LAYERS.items():
            if module in names:
                return layer
        module = module.rpartition(".")[0]
    return None


def imports_of(module: str) -> set[str]:
    """The modules of the app that this one imports, anywhere in its text."""
    path = MODULES[module]
    package = ["profiles", *module.split(".")]
    if path.name != "__init__.py":
        package.pop()
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *filter(None, [node.module])])
            # `from profiles import models` names a module, `from profiles.models import Profile` does not.
            found |= {
                name if name.removeprefix("profiles.") in MODULES else base
                for name in (f"{base}.{alias.name}" for alias in node.names)
            }
    return {name.removeprefix("profiles.") for name in found} & MODULES.keys() - {module}


@pytest.mark.parametrize("module", MODULES)
def test_module_imports_only_from_its_layer_and_below(module):
    if module == "content":
        assert imports_of(module) == set(), "profiles/content/__init__.py is empty, so that it has no layer"
        return
    layer = layer_of(module)
    assert layer, f"profiles.{module} is in no layer: add it to LAYERS in {Path(__file__).name}"
    order = [None, *LAYERS]
    above = {name for name in imports_of(module) if order.index(layer_of(name)) > order.index(layer)}
    assert not above, f"profiles.{module} ({layer}) imports {', '.join(sorted(above))} from above"


def test_no_circle_of_imports():
    graphlib.TopologicalSorter({module: imports_of(module) for module in MODULES}).prepare()


def test_layers_name_only_modules_that_exist():
    named = {name for names in LAYERS.values() for name in names}
    assert not named - MODULES.keys(), "take them out of LAYERS"
