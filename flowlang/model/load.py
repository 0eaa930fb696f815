"""From paths on the command line to bound instances."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.model.bind import bind, in_order
from flowlang.model.imports import gather
from flowlang.model.instance import Instance
from flowlang.model.project import Project
from flowlang.model.projects import Group, project_of, projects_of
from flowlang.model.reading import Reader
from flowlang.model.settings import default_project, read_project
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
        library = StandardLibrary(parse=reader.parse) if library is None else library
        return _load_all(paths, library, reader, typed)


@contextmanager
def without_collection() -> Iterator[None]:
    """Stops the search for dead cycles, where nearly all that is made is kept."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            # All of it counts as old, or the next search would begin with looking through it.
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def _load_all(
    paths: Sequence[Path], library: StandardLibrary, reader: Reader, typed: str | None
) -> Loaded:
    problems: list[str] = []
    groups = projects_of(paths, problems)
    if typed is not None and not problems:
        if not groups:
            groups.append(project_of(Path(), Path(TYPED), TYPED))
        file = groups[0].root / TYPED
        groups[0].starts.append((file, TYPED))
        reader = _Typed(reader, Source(TYPED, typed, file))
    reader.prepare([file for group in groups for file, _ in group.starts])
    instances: list[Instance] = []
    for group in groups:
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


def _load(group: Group, library: StandardLibrary, reader: Reader) -> tuple[Instance, list[str]]:
    project: Project = default_project(group.root)
    told: list[Diagnostic] = []
    if group.file is not None:
        project, told = read_project(group.file, group.file_name)
    gathered = gather(group.starts, group.root, library, reader)
    gathered.diagnostics.extend(told)
    instance = bind(project, gathered, library.offer)
    instance.diagnostics = in_order(instance.diagnostics)
    return instance, gathered.unreadable
