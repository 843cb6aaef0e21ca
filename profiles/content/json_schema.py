"""The format of the content files as JSON Schema, for editors' tools. Generated; tested to be current."""

import json
from typing import Any

from . import schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _without(node: Any, class_name: str, field: str) -> None:
    part = node["$defs"][class_name]
    part["properties"].pop(field, None)
    if field in part.get("required", []):
        part["required"].remove(field)


def profile_schema() -> dict[str, Any]:
    """What profile.yaml may hold: the document without what lives elsewhere."""
    made = schema.Profile.model_json_schema()
    made["properties"].pop("key")
    made["required"].remove("key")
    _without(made, "Section", "prose")
    _without(made, "Picture", "digest")
    return {"$schema": DIALECT, "$id": "profile.schema.json", **made}


def directory_schema() -> dict[str, Any]:
    """What the directory's files may hold: each file is one of these lists."""
    made = schema.Directory.model_json_schema()
    _without(made, "Page", "prose")
    return {"$schema": DIALECT, "$id": "directory.schema.json", **made}


def schema_files() -> dict[str, str]:
    """The generated files, by their address in the content folder."""
    made = {"profile.schema.json": profile_schema(), "directory.schema.json": directory_schema()}
    return {name: json.dumps(body, ensure_ascii=False, indent=2) + "\n" for name, body in made.items()}
