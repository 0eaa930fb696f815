"""Trees of files that were parsed before; the others are parsed on two processors."""

from __future__ import annotations

import hashlib
import io
import pickle
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flowlang.apart import Row, apart
from flowlang.caching.stamp import stamp
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.model.reading import Reader, decode_source
from flowlang.source import Source
from flowlang.store import Store
from flowlang.syntax.nodes.declarations import Declaration
from flowlang.syntax.nodes.file import Comment, File
from flowlang.syntax.parser import lark_parser, parse

WORTH = 150_000
"""So many characters to parse are worth another process; some 4,000 lines."""

_ROOM = 96 << 20
"""How many bytes of trees are kept; a thousand campaigns take 2 MB."""

Tree = tuple[list[Declaration], list[Comment]]
"""The declarations and comments of a file."""

_NODES = "flowlang.syntax.nodes."


class TreeReader(Reader):
    """Reads scripts as any reader does, and knows the trees of texts that it has seen before.

    With `keep` false nothing is read from the cache and nothing is put there. Only trees of
    files without mistakes are kept.
    """

    def __init__(self, *, keep: bool = True) -> None:
        self._store = Store("trees", _ROOM) if keep else None
        self._raw: dict[Path, bytes] = {}
        self._trees: dict[str, bytes] = {}
        self._fresh: dict[str, Tree] = {}

    def prepare(self, paths: Sequence[Path]) -> None:
        """Read the files, and parse those that are new, where they are many on two processors."""
        missing: dict[str, str] = {}
        for path in paths:
            resolved = path.resolve()
            try:
                self._raw[resolved] = path.read_bytes()
            except OSError:
                continue
            source = decode_source(self._raw[resolved], "", resolved)
            if isinstance(source, Source) and not self._knows(source.text):
                missing[_key(source.text)] = source.text
        if sum(map(len, missing.values())) >= WORTH:
            self._parse_together(list(missing.values()))

    def read(self, path: Path, name: str) -> Source | Diagnostic | None:
        """The text of a file."""
        raw = self._raw.pop(path, None)
        return super().read(path, name) if raw is None else decode_source(raw, name, path)

    def parse(self, source: Source) -> File:
        """The tree of a text."""
        fresh = self._fresh.pop(_key(source.text), None)
        if fresh is not None:
            return File(source, *fresh, [])
        if self._knows(source.text):
            known = _unpacked(self._trees[_key(source.text)])
            if known is not None:
                return File(source, *known, [])
        file = parse(source)
        if self._store is not None:
            self._keep(source.text, _packed(file))
        return file

    def trim(self) -> None:
        """See that the cache does not grow without end."""
        if self._store is not None:
            self._store.trim()

    def _knows(self, text: str) -> bool:
        key = _key(text)
        if key not in self._trees and self._store is not None:
            content = self._store.get(key)
            if content is not None:
                self._trees[key] = content
        return key in self._trees

    def _keep(self, text: str, packed: bytes | None) -> None:
        if packed is not None:
            self._trees[_key(text)] = packed
            if self._store is not None:
                self._store.put(_key(text), packed)

    def _parse_together(self, texts: list[str]) -> None:
        """Parse some texts here and the others in another process."""
        # Both shall have the tables.
        lark_parser()
        row = Row(len(texts))
        other = apart(
            lambda: pickle.dumps([(each, _parsed(texts[each])) for each in row.from_back()])
        )
        if other is None:
            return
        try:
            for each in (texts[number] for number in row.from_front()):
                file = parse(Source("", each))
                self._keep(each, _packed(file))
                if not file.diagnostics:
                    self._fresh[_key(each)] = (file.declarations, file.comments)
        except BaseException:
            other.drop()
            raise
        done = other.result()
        if done is not None:
            # The bytes come from a copy of this very process.
            for number, packed in pickle.loads(done):
                self._keep(texts[number], packed)


def _key(text: str) -> str:
    return f"{stamp()} {hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _parsed(text: str) -> bytes | None:
    return _packed(parse(Source("", text)))


def _packed(file: File) -> bytes | None:
    """The tree of a file as bytes; None where the file has mistakes, or is too deep."""
    if file.diagnostics:
        return None
    try:
        return zlib.compress(pickle.dumps((file.declarations, file.comments), 5), 1)
    except RecursionError:
        return None


def _unpacked(content: bytes) -> Tree | None:
    """The declarations and comments of a file; None where they are not to be had."""
    try:
        declarations, comments = _NodesOnly(io.BytesIO(zlib.decompress(content))).load()
    except (pickle.UnpicklingError, zlib.error, EOFError, ValueError, TypeError, RecursionError):
        return None
    return declarations, comments


class _NodesOnly(pickle.Unpickler):
    """Makes nodes of the tree and plain data; anything else is refused.

    What a file in a cache can do is then no more than to be a tree.
    """

    def find_class(self, module: str, name: str) -> Any:
        """The class of a node."""
        if module.startswith(_NODES) and "." not in name:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no node")
