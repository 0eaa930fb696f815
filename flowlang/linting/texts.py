"""Files with other texts than their own, looked at as if they had been written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.model.reading import Reader
from flowlang.source import Source
from flowlang.syntax.nodes.file import File


class ReaderOf(Reader):
    """Reads as another does, but for files, by their real paths, that have a text here.

    What has been read and parsed once is not looked at again: it cannot have changed.
    """

    def __init__(self, inner: Reader) -> None:
        self.inner = inner
        self.texts: Mapping[Path, str] = {}
        self._read: dict[tuple[Path, str], Source | Diagnostic | None] = {}
        self._trees: dict[Source, File] = {}

    def read(self, path: Path, name: str) -> Source | Diagnostic | None:
        """The text of a file: the one from here, else the one it had when first asked for."""
        text = self.texts.get(path)
        if text is not None:
            return Source(name, text, path)
        if (path, name) not in self._read:
            self._read[path, name] = self.inner.read(path, name)
        return self._read[path, name]

    def parse(self, source: Source) -> File:
        """The tree of a text."""
        if source not in self._trees:
            self._trees[source] = self.inner.parse(source)
        return self._trees[source]

    def original(self, path: Path) -> str:
        """The text that a file had when it was first read."""
        for (each, _), read in self._read.items():
            if each == path and isinstance(read, Source):
                return read.text
        raise KeyError(path)
