"""Projects as they lie in the package, with words put in for the places that ask for some."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

_TEMPLATES = Path(__file__).parent / "templates"
_PLACE = re.compile(r"@([A-Z_]+)@")
_STORED_AS = {"gitignore": ".gitignore"}
"""Files that would mean something where the templates lie, by the name they have there."""


def filled(template: str, words: Mapping[str, str]) -> dict[str, str]:
    """The files of a template, by their paths in the project; each `@NAME@` is its word."""
    folder = _TEMPLATES / template
    files = {}
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        name = _STORED_AS.get(path.name, path.name)
        inside = path.relative_to(folder).with_name(name).as_posix()
        files[inside] = _PLACE.sub(lambda found: words[found[1]], path.read_text(encoding="utf-8"))
    return files


def plain_project(target: Path) -> dict[str, str]:
    """The files of a project with people of its own, by their paths in it."""
    return filled("project", title_words(target))


def title_words(target: Path) -> dict[str, str]:
    """What the folder of a project gives it as its name."""
    name = target.resolve().name or "campaigns"
    return {"NAME": toml_text(name), "TITLE": name}


def toml_text(text: str) -> str:
    """A text in quotes, as a project file writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
