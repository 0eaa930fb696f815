"""What a command has found, for as long as all that it looked at is as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowlang.caching.stamp import stamp
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.diagnostics.plain import from_plain, to_plain
from flowlang.linting.whole import has_all_scripts
from flowlang.model.origin import is_standard
from flowlang.model.projects import Group, find_project_file, projects_of
from flowlang.model.reading import read_source
from flowlang.source import Source
from flowlang.store import Store

if TYPE_CHECKING:
    # The rest of the model is loaded where something has to be found out anew.
    from flowlang.model.instance import Instance

_ROOM = 32 << 20
"""How many bytes of findings are kept; a thousand campaigns take 200 KB."""

_OUTSIDE = frozenset({"import-not-found", "import-outside-project"})
"""Rules about files that are not there: that one appears is nothing that is looked at here."""

_BROKEN = (KeyError, IndexError, TypeError, ValueError, AttributeError)
"""What reading an entry may come to that is not as it should be."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is told, in order, and the names of the project's own files."""

    told: list[Diagnostic]
    files: list[str]


class Findings:
    """The findings of one command with its options over its paths.

    `asks_for_rest` says that it matters to the command whether it was given all scripts of a
    project.
    """

    def __init__(
        self, command: str, options: Sequence[str], paths: Sequence[Path], *, asks_for_rest: bool
    ) -> None:
        self._asks_for_rest = asks_for_rest
        self._problems: list[str] = []
        # Looked for before anything is read: a file that comes later is seen the next time.
        self._groups = projects_of(paths, self._problems)
        self._store = Store("findings", _ROOM)
        words = [command, *options, "", *map(str, paths), str(Path.cwd()), stamp()]
        self._key = json.dumps(words)

    def recall(self) -> Found | None:
        """What was found the last time; None where anything is not as it was then."""
        content = self._store.get(self._key)
        if content is None:
            return None
        try:
            entry = json.loads(content)
            if self._problems or entry["projects"] != [_plain_group(each) for each in self._groups]:
                return None
            found = self._recalled(entry)
        except _BROKEN:
            return None
        if found is not None:
            self._store.used(self._key)
        return found

    def keep(self, instances: Sequence[Instance], found: Found) -> None:
        """Keep what was found, unless it hangs on something that cannot be looked at again."""
        if any(each.rule in _OUTSIDE for each in found.told):
            return
        if len(self._groups) != len(instances):
            return
        sources: list[Source] = []
        inputs = []
        for instance in instances:
            mine = dict(_sources(instance))
            files = [_plain_source(each, kind) for each, kind in mine.items()]
            if any(each is None for each in files):
                return
            inputs.append({"files": files, "whole": self._is_whole(instance.project.root, mine)})
            sources.extend(mine)
        try:
            told = to_plain(found.told, {each: at for at, each in enumerate(sources)})
        except KeyError:
            # Something is told of a text that was never a file as it stands.
            return
        entry = {
            "projects": [_plain_group(each) for each in self._groups],
            "inputs": inputs,
            "told": told,
            "names": found.files,
        }
        self._store.put(self._key, json.dumps(entry, separators=(",", ":")).encode())
        self._store.trim()

    def _recalled(self, entry: dict[str, Any]) -> Found | None:
        sources: list[Source] = []
        for group, inputs in zip(self._groups, entry["inputs"], strict=True):
            mine = _unchanged(group, inputs["files"])
            if mine is None or self._is_whole(group.root, mine) != inputs["whole"]:
                return None
            sources.extend(mine)
        return Found(from_plain(entry["told"], sources), entry["names"])

    def _is_whole(self, root: Path, sources: Mapping[Source, str]) -> bool:
        scripts = [each for each, kind in sources.items() if kind == _SCRIPT]
        return self._asks_for_rest and has_all_scripts(root, scripts)


_LIBRARY, _SCRIPT, _TEXT = "library", "script", "text"


def _sources(instance: Instance) -> Iterator[tuple[Source, str]]:
    """Every text that an instance was made from, and what it is."""
    for each in instance.files:
        yield each.source, _LIBRARY if is_standard(each.source) else _SCRIPT
    for text in instance.texts:
        yield text, _TEXT
    if instance.project.source is not None:
        yield instance.project.source, _TEXT


def _plain_source(source: Source, kind: str) -> list[str] | None:
    """A text as a name, a path, a hash, and what it is.

    None where its name does not lead to the file that it was read from.
    """
    if source.path is None:
        return None
    real = str(source.path) if kind == _LIBRARY else _real(source.name)
    if real is None or (kind != _LIBRARY and real != _real(str(source.path))):
        return None
    return [source.name, real, _hash(source.text), kind]


def _plain_group(group: Group) -> list[Any]:
    """A project: its folder, its project file, and where its scripts lie."""
    starts = [[str(path), name] for path, name in group.starts]
    return [str(group.root), None if group.file is None else str(group.file), starts]


def _unchanged(group: Group, files: Sequence[Any]) -> dict[Source, str] | None:
    """The texts of files, None where one is not as it was or belongs to another project now."""
    found: dict[Source, str] = {}
    folders: dict[Path, Path | None] = {}
    for name, real, hashed, kind in files:
        path = Path(real)
        if kind != _LIBRARY:
            if _real(name) != real:
                return None
            folder = path.parent
            if folder not in folders:
                folders[folder] = find_project_file(folder)
            if folders[folder] != group.file:
                return None
        source = read_source(path, name)
        if not isinstance(source, Source) or _hash(source.text) != hashed:
            return None
        found[source] = kind
    return found


def _real(name: str) -> str | None:
    """The file that a name leads to, links followed."""
    try:
        return str(Path(name).resolve())
    except OSError:
        return None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
