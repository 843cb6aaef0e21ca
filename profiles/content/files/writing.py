"""From documents to the text files of a content folder, in canonical form."""

from typing import Any

from profiles.content import schema

from .naming import DIRECTORY_LISTS
from .problems import Content
from .yaml_text import dump_yaml


def _data(value: schema.Value, without: set[str]) -> dict[str, Any]:
    data = value.model_dump(mode="json", exclude_defaults=True)
    for name in without:
        data.pop(name, None)
    return data


def profile_files(profile: schema.Profile) -> dict[str, str]:
    """A profile's text files in canonical form, by their address in the content folder."""
    data = _data(profile, {"key"})
    if profile.sections:
        data["sections"] = [_data(section, {"prose"}) for section in profile.sections]
    if profile.pictures:
        data["pictures"] = [_data(picture, {"digest"}) for picture in profile.pictures]
    folder = f"profiles/{profile.key}"
    files = {f"{folder}/profile.yaml": dump_yaml(data)}
    for language in schema.LANGUAGES:
        parts = []
        for section in profile.sections:
            prose = getattr(section.prose, language)
            parts.append(f"# {section.key}\n" + (f"\n{prose}\n" if prose else ""))
        files[f"{folder}/{language}.md"] = "\n".join(parts)
    return files


def directory_files(directory: schema.Directory) -> dict[str, str]:
    """The directory's text files in canonical form, by their address in the content folder."""
    files = {}
    for name in DIRECTORY_LISTS:
        without = {"prose"} if name == "pages" else set()
        items = [_data(item, without) for item in getattr(directory, name)]
        files[f"{name}.yaml"] = dump_yaml(items)
    for page in directory.pages:
        for language in schema.LANGUAGES:
            if prose := getattr(page.prose, language):
                files[f"pages/{page.key}/{language}.md"] = prose + "\n"
    return files


def canonical_files(content: Content) -> dict[str, str]:
    """Every text file of a content folder as it should stand. Only for content without problems."""
    files = directory_files(content.directory) if content.directory else {}
    for profile in content.profiles.values():
        files.update(profile_files(profile))
    return files
