"""Which project a path belongs to, and which scripts it leads to; nothing is read yet."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FILE_NAME = "flowlang.toml"


def find_project_file(start: Path) -> Path | None:
    """The nearest project file in a folder or above it."""
    for folder in (start, *start.parents):
        file = folder / FILE_NAME
        if file.is_file():
            return file
    return None


@dataclass(slots=True)
class Group:
    """The files of one project: its folder, its project file and that file's name, if any."""

    root: Path
    file: Path | None
    file_name: str
    starts: list[tuple[Path, str]]


def projects_of(paths: Sequence[Path], problems: list[str]) -> list[Group]:
    """The projects that paths lead to, each with the script files that are below the paths."""
    groups: dict[Path, Group] = {}
    for path in paths:
        for file, name in script_files(path, problems):
            group = project_of(path, file, name)
            groups.setdefault(group.root, group).starts.append((file, name))
    return list(groups.values())


def script_files(path: Path, problems: list[str]) -> list[tuple[Path, str]]:
    """The script files of a path, with the names by which they are told."""
    if path.is_file():
        return [(path, str(path))]
    if not path.is_dir():
        problems.append(f"there is no file or folder {path}")
        return []
    below = sorted(scripts_below(path), key=Path.as_posix)
    if not below:
        problems.append(f"there is no .flow file in {path}")
    return [(each, str(each)) for each in below]


def scripts_below(path: Path) -> Iterator[Path]:
    """The script files of a folder at every depth; not those of hidden folders.

    An environment of Python is no part of a project, and may have this library in it.
    """
    for folder, inner, files in os.walk(path):
        if "pyvenv.cfg" in files:
            inner.clear()
            continue
        inner[:] = [each for each in inner if not each.startswith(".")]
        for file in files:
            if file.endswith(".flow") and not file.startswith("."):
                yield Path(folder, file)


def project_of(path: Path, file: Path, name: str) -> Group:
    """The project that a file belongs to."""
    resolved = file.resolve()
    found = find_project_file(resolved.parent)
    if found is not None:
        up = len(resolved.parent.relative_to(found.parent).parts)
        shown = Path(name).parent
        for _ in range(up):
            shown = shown.parent if shown.name not in ("", "..") else shown / ".."
        return Group(found.parent, found, str(shown / found.name), [])
    here = Path.cwd().resolve()
    if resolved.is_relative_to(here):
        return Group(here, None, "", [])
    folder = path if path.is_dir() else path.parent
    return Group(folder.resolve(), None, "", [])
