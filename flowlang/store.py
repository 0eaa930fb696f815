"""The user's cache: what can be made again, kept in files that are whole, or else ignored."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

_HEAD = b"flowlang cache 1\n"
_DIGEST = 32


class Store:
    """Entries of one kind, each under a key that says all that its content depends on.

    Nobody needs to wait for anybody: an entry appears whole, under its own name, and one that
    is damaged, cut short, or belongs to somebody else is as good as none. A place that cannot be
    written is no harm. `limit` is how many bytes may stay; the entries that were not used for
    the longest time go first.
    """

    def __init__(self, kind: str, limit: int, base: Path | None = None) -> None:
        self._folder = (_base() if base is None else base) / kind
        self._limit = limit
        self._has_grown = False

    def get(self, key: str) -> bytes | None:
        """The content under a key, None where there is none that can be trusted."""
        path = self._path(key)
        try:
            raw = _read_own(path)
        except OSError:
            return None
        content = raw[len(_HEAD) + _DIGEST :]
        if raw[: len(_HEAD) + _DIGEST] != _HEAD + _digest(key, content):
            return None
        return content

    def put(self, key: str, content: bytes) -> None:
        """Keep content under a key, in place of what may be there."""
        from tempfile import mkstemp

        path = self._path(key)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = mkstemp(prefix=".", dir=self._folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_HEAD + _digest(key, content) + content)
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError:
            return
        self._has_grown = True

    def used(self, key: str) -> None:
        """Note that an entry was of use, so that it stays longer than others."""
        try:
            os.utime(self._path(key))
        except OSError:
            return

    def trim(self) -> None:
        """Remove the oldest entries where there are more than may stay."""
        if not self._has_grown:
            return
        entries = sorted(self._entries(), reverse=True)
        room = self._limit
        for _, size, path in entries:
            room -= size
            if room < 0:
                try:
                    path.unlink()
                except OSError:
                    continue

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """When each file was used last, its size and its place; also what a crash has left."""
        try:
            listed = list(os.scandir(self._folder))
        except OSError:
            return
        for each in listed:
            try:
                known = each.stat(follow_symlinks=False)
            except OSError:
                continue
            yield known.st_mtime, known.st_size, Path(each.path)

    def _path(self, key: str) -> Path:
        return self._folder / hashlib.sha256(key.encode()).hexdigest()[:40]


def _base() -> Path:
    """The folder of the user's cache, as the XDG base directories have it."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(named) if named.startswith(os.sep) else Path(os.path.expanduser("~"), ".cache")  # noqa: PTH111
    return base / "flowlang"


def _digest(key: str, content: bytes) -> bytes:
    return hashlib.sha256(key.encode() + b"\n" + content).digest()


def _read_own(path: Path) -> bytes:
    """The bytes of a file that nobody but this user can have written; else an `OSError`."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    with open(handle, "rb") as file:  # noqa: PTH123 - a handle, not a path
        known = os.fstat(handle)
        if hasattr(os, "getuid") and (known.st_uid != os.getuid() or known.st_mode & 0o022):
            raise PermissionError(f"{path} could be somebody else's")
        return file.read()
