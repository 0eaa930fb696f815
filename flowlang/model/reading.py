"""Files read as text, and folders that nothing may leave."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.source import Source, Span

if TYPE_CHECKING:
    from flowlang.syntax.nodes.file import File


class Reader:
    """How scripts are read and become trees; others may know a text or a tree already."""

    def prepare(self, paths: Sequence[Path]) -> None:
        """Hear which files will be asked for, before the first of them is."""

    def read(self, path: Path, name: str) -> Source | Diagnostic | None:
        """The text of a file; see `read_source`."""
        return read_source(path, name)

    def parse(self, source: Source) -> File:
        """The tree of a text."""
        # Whoever only reads needs no parser.
        from flowlang.syntax.parser import parse

        return parse(source)


def read_source(path: Path, name: str) -> Source | Diagnostic | None:
    """The text of a file, with or without a byte-order mark.

    A diagnostic where it is not UTF-8, None where it cannot be read.
    """
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    return decode_source(raw, name, path)


def decode_source(raw: bytes, name: str, path: Path | None = None) -> Source | Diagnostic:
    """The text that bytes are, as `read_source` gives it."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        return Source(name, raw.decode("utf-8"), path)
    except UnicodeDecodeError as error:
        at = len(raw[: error.start].decode("utf-8"))
        return Diagnostic(
            "syntax-error",
            "this file is not UTF-8 text from here on",
            Source(name, raw.decode("utf-8", "replace"), path),
            Span(at, at + 1),
            help="save it as UTF-8 in your editor",
        )


def is_inside(path: Path, root: Path) -> bool:
    """Whether a path, its links followed, lies in a folder."""
    try:
        return path.resolve().is_relative_to(root)
    except OSError:
        return False
