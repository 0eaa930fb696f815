"""From paths on the command line to bound instances."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.model.bind import bind, in_order
from flowlang.model.imports import gather
from flowlang.model.instance import Instance
from flowlang.model.project import Project
from flowlang.model.reading import Reader
from flowlang.model.settings import default_project, find_project_file, read_project
from flowlang.model.standard import StandardLibrary
from flowlang.source import Source
from flowlang.syntax.nodes.file import File

TYPED = "<typed>"
"""The name of what stands in no file."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What paths lead to: one instance for each project, in the order of the paths.

    `problems` are sentences about paths that cannot be read, or hold no `.flow` file; they
    are wrong usage, not mistakes in a script.
    """

    instances: tuple[Instance, ...]
    problems: tuple[str, ...]


def load(
    paths: Sequence[Path],
    library: StandardLibrary | None = None,
    reader: Reader | None = None,
    typed: str | None = None,
) -> Loaded:
    """Read, parse and bind the files that paths lead to, and all that they import.

    A path is a file, or a folder with all `.flow` files below it. Files below different
    `flowlang.toml`s make different instances. Without one, the project is the working
    folder, or for paths outside of it their own folder.

    What is `typed` stands in no file; it is read as one more, behind those of the first path.
    Without any path it is all there is.
    """
    with without_collection():
        reader = Reader() if reader is None else reader
        library = StandardLibrary() if library is None else library
        return _load_all(paths, library, reader, typed)


@contextmanager
def without_collection() -> Iterator[None]:
    """Stops the search for dead cycles: nearly all that is made while loading is kept."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _load_all(
    paths: Sequence[Path], library: StandardLibrary, reader: Reader, typed: str | None
) -> Loaded:
    problems: list[str] = []
    groups: dict[Path, _Group] = {}
    for path in paths:
        files = script_files(path, problems)
        for file, name in files:
            group = _group(path, file, name)
            groups.setdefault(group.root, group).starts.append((file, name))
    if typed is not None and not problems:
        group = next(iter(groups.values()), None) or _group(Path(), Path(TYPED), TYPED)
        groups[group.root] = group
        file = group.root / TYPED
        group.starts.append((file, TYPED))
        reader = _Typed(reader, Source(TYPED, typed, file))
    reader.prepare([file for group in groups.values() for file, _ in group.starts])
    instances: list[Instance] = []
    for group in groups.values():
        instance, unreadable = _load(group, library, reader)
        instances.append(instance)
        problems.extend(f"{name} cannot be read" for name in unreadable)
    return Loaded(tuple(instances), tuple(problems))


class _Typed(Reader):
    """Knows the text of a file that is not there, and asks another reader for all else."""

    def __init__(self, reader: Reader, source: Source) -> None:
        self._reader = reader
        self._source = source

    def prepare(self, paths: Sequence[Path]) -> None:
        """The other reader may hear of them."""
        self._reader.prepare([path for path in paths if path != self._source.path])

    def read(self, path: Path, name: str) -> Source | Diagnostic | None:
        """The text that was typed, or that of a file."""
        return self._source if path == self._source.path else self._reader.read(path, name)

    def parse(self, source: Source) -> File:
        """The tree of a text."""
        return self._reader.parse(source)


@dataclass(slots=True)
class _Group:
    """The files of one project: its folder, its project file and that file's name, if any."""

    root: Path
    file: Path | None
    file_name: str
    starts: list[tuple[Path, str]]


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


def _group(path: Path, file: Path, name: str) -> _Group:
    """The project that a file belongs to."""
    resolved = file.resolve()
    found = find_project_file(resolved.parent)
    if found is not None:
        up = len(resolved.parent.relative_to(found.parent).parts)
        shown = Path(name).parent
        for _ in range(up):
            shown = shown.parent if shown.name not in ("", "..") else shown / ".."
        return _Group(found.parent, found, str(shown / found.name), [])
    here = Path.cwd().resolve()
    if resolved.is_relative_to(here):
        return _Group(here, None, "", [])
    folder = path if path.is_dir() else path.parent
    return _Group(folder.resolve(), None, "", [])


def _load(group: _Group, library: StandardLibrary, reader: Reader) -> tuple[Instance, list[str]]:
    project: Project = default_project(group.root)
    told: list[Diagnostic] = []
    if group.file is not None:
        project, told = read_project(group.file, group.file_name)
    gathered = gather(group.starts, group.root, library, reader)
    gathered.diagnostics.extend(told)
    instance = bind(project, gathered, library.offer)
    instance.diagnostics = in_order(instance.diagnostics)
    return instance, gathered.unreadable
