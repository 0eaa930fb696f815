"""Putting new content into files so that the old or the new is always there, whole."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from flowlang.cli.refusal import refuse

_MARK = b"\xef\xbb\xbf"


class Replacement:
    """New content of a file, ready beside it; links are followed, its mode and owner stay.

    Raises `OSError` where it cannot be made.
    """

    def __init__(self, path: Path, content: bytes) -> None:
        self._target = path.resolve()
        before = self._target.stat()
        if not os.access(self._target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        handle, name = mkstemp(prefix=f".{self._target.name}.", dir=self._target.parent)
        self._beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            with suppress(OSError, AttributeError):
                os.chown(name, before.st_uid, before.st_gid)
            self._beside.chmod(stat.S_IMODE(before.st_mode))
        except BaseException:
            self.drop()
            raise

    def take_place(self) -> None:
        """Become the file, in one step; an `OSError` leaves it as it was."""
        self._beside.replace(self._target)

    def drop(self) -> None:
        """Leave nothing behind."""
        with suppress(OSError):
            self._beside.unlink(missing_ok=True)


def replace_content(path: Path, content: bytes) -> None:
    """Give a file new content in one step; an `OSError` leaves it as it was."""
    new = Replacement(path, content)
    try:
        new.take_place()
    finally:
        new.drop()


def replace_texts(texts: Mapping[Path, tuple[str, str]]) -> None:
    """Give files a new text, all or none; with each comes the one that it was made from.

    A file that has changed meanwhile is left alone, and so are then all others. A byte-order mark
    stays.
    """
    ready: list[Replacement] = []
    try:
        for path, (old, new) in texts.items():
            raw = path.read_bytes()
            if raw.removeprefix(_MARK) != old.encode("utf-8"):
                raise refuse(f"{path} has changed while it was looked at; nothing was written")
            mark = _MARK if raw.startswith(_MARK) else b""
            ready.append(Replacement(path, mark + new.encode("utf-8")))
        for each in ready:
            each.take_place()
    except OSError as error:
        where = error.filename or ""
        raise refuse(f"{where} cannot be written: {error.strerror or error}") from error
    finally:
        for each in ready:
            each.drop()
