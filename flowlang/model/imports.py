"""Files and what they import: read once, in source order, with who sees whom."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.model.nearest import nearest
from flowlang.model.projects import find_project_file
from flowlang.model.reading import Reader, is_inside
from flowlang.model.scope import plain_text
from flowlang.model.standard import CORE, StandardLibrary
from flowlang.source import Source
from flowlang.syntax.nodes.declarations import Import
from flowlang.syntax.nodes.file import File
from flowlang.syntax.nodes.values import Name, Text


@dataclass(slots=True)
class Gathered:
    """The files of one instance in source order, and which sources each of them sees.

    `modules` names those of the standard library. `diagnostics` are about imports and
    about files that are no text; those of the files' own form stay with the files. `broken` are
    the files with an import that leads nowhere.
    """

    files: list[File] = field(default_factory=list)
    visible: dict[Source, frozenset[Source]] = field(default_factory=dict)
    modules: dict[Source, str] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    broken: set[Source] = field(default_factory=set)
    unreadable: list[str] = field(default_factory=list)


def gather(
    starts: list[tuple[Path, str]], root: Path, library: StandardLibrary, reader: Reader
) -> Gathered:
    """Read files, given as path and name, and all that they import; each once."""
    walk = _Walk(root, library, reader)
    walk.module(CORE)
    for path, name in starts:
        walk.file(path, name)
    found = walk.found
    found.visible = _closures(walk.imports, walk.always)
    # What a project declares replaces the library's, so that must be there first.
    found.files.sort(key=lambda file: file.source not in found.modules)
    return found


@dataclass(slots=True)
class _Walk:
    root: Path
    library: StandardLibrary
    reader: Reader
    found: Gathered = field(default_factory=Gathered)
    imports: dict[Source, list[Source]] = field(default_factory=dict)
    always: list[Source] = field(default_factory=list)
    _by_path: dict[Path, Source | None] = field(default_factory=dict)
    _imported: dict[Path, Source | None] = field(default_factory=dict)

    def file(self, path: Path, name: str) -> Source | None:
        """Read a file and first what it imports; None where it is not there or no text."""
        resolved = path.resolve()
        if resolved in self._by_path:
            return self._by_path[resolved]
        read = self.reader.read(resolved, name)
        if not isinstance(read, Source):
            if read is None:
                self.found.unreadable.append(name)
            else:
                self.found.diagnostics.append(read)
            self._by_path[resolved] = None
            return None
        self._by_path[resolved] = read
        self._enter(self.reader.parse(read))
        return read

    def module(self, name: str) -> Source | None:
        """Read a module of the standard library, and first what it imports."""
        file = self.library.module(name)
        if file is None:
            return None
        source = file.source
        if source not in self.imports:
            self.found.modules[source] = name
            if name == CORE:
                self.always.append(source)
            self._enter(file)
        return source

    def _enter(self, file: File) -> None:
        """Take a file in, behind everything that it imports."""
        targets = self.imports[file.source] = []
        for node in file.declarations:
            if isinstance(node, Import):
                target = self._import(node, file.source)
                if target is None:
                    self.found.broken.add(file.source)
                else:
                    targets.append(target)
        self.found.files.append(file)

    def _import(self, node: Import, source: Source) -> Source | None:
        if isinstance(node.module, list):
            return self._standard(node, node.module, source)
        return self._relative(node, node.module, source)

    def _standard(self, node: Import, words: list[Name], source: Source) -> Source | None:
        name = ".".join(word.text for word in words)
        target = self.module(name)
        if target is None:
            near = nearest(name, self.library.names)
            self._tell(
                "import-not-found",
                node,
                source,
                f"there is no module `{name}`",
                f"did you mean `import {near}`?"
                if near
                else 'a file of your own is imported in quotes, such as `import "shared.flow"`',
            )
        return target

    def _relative(self, node: Import, text: Text, source: Source) -> Source | None:
        written = plain_text(text)
        if not written:
            message = "a token cannot stand in a path" if written is None else "this path is empty"
            self._tell("import-not-found", node, source, message, "write the path of a file")
            return None
        assert source.path is not None
        path = source.path.parent / written
        if path in self._imported:
            return self._imported[path]
        if not is_inside(path, self.root):
            self._tell(
                "import-outside-project",
                node,
                source,
                f'"{written}" lies outside of the project',
                "a file can only import files below the folder of its `flowlang.toml`",
            )
            return None
        inner = find_project_file(path.resolve().parent)
        if inner is not None and not self.root.is_relative_to(inner.parent):
            self._tell(
                "import-outside-project",
                node,
                source,
                f'"{written}" belongs to another project, which has a project file of its own',
                "move what both need into this project",
            )
            return None
        if not path.is_file():
            self._tell(
                "import-not-found",
                node,
                source,
                f'there is no file "{written}"',
                self._path_help(written, path),
            )
            return None
        name = os.path.normpath(Path(source.name).parent / written)
        target = self._imported[path] = self.file(path, name)
        return target

    def _path_help(self, written: str, path: Path) -> str:
        if path.with_name(f"{path.name}.flow").is_file():
            return f'did you mean `"{written}.flow"`?'
        try:
            around = sorted(each.name for each in path.parent.glob("*.flow"))
        except OSError:
            around = []
        near = nearest(path.name, around)
        if near is not None:
            return f'did you mean `"{Path(written).with_name(near).as_posix()}"`?'
        return "the path is relative to this file"

    def _tell(
        self, rule: str, node: Import, source: Source, message: str, help: str | None
    ) -> None:
        place = node.module
        span = place.span if isinstance(place, Text) else node.span
        self.found.diagnostics.append(Diagnostic(rule, message, source, span, help=help))


def _closures(
    imports: dict[Source, list[Source]], always: list[Source]
) -> dict[Source, frozenset[Source]]:
    """For each file all that it imports, directly or not, and itself."""
    closures: dict[Source, frozenset[Source]] = {}
    for source in imports:
        seen = {source, *always}
        rest = [source]
        while rest:
            for target in imports[rest.pop()]:
                if target not in seen:
                    seen.add(target)
                    if target in closures:
                        seen |= closures[target]
                    else:
                        rest.append(target)
        closures[source] = frozenset(seen)
    return closures
