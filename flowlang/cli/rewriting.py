"""Files written anew, all or none, and never half."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from flowlang.cli.refusal import refuse

_MARK = b"\xef\xbb\xbf"


def rewrite(texts: Mapping[Path, tuple[str, str]]) -> None:
    """Give files, by their real paths, a new text; with each comes the one that it was made from.

    A file that has changed meanwhile is left alone, and so are then all others. What is beside the
    text stays: the byte-order mark and the permissions.
    """
    ready: list[tuple[str, Path]] = []
    try:
        for path, (old, new) in texts.items():
            ready.append((_beside(path, old, new), path))
        while ready:
            beside, path = ready[0]
            Path(beside).replace(path)
            ready.pop(0)
    except OSError as error:
        where = error.filename or ""
        raise refuse(f"{where} cannot be written: {error.strerror or error}") from error
    finally:
        for beside, _ in ready:
            Path(beside).unlink(missing_ok=True)


def _beside(path: Path, old: str, new: str) -> str:
    """A file in the same folder that has the new text and takes the other's place later."""
    raw = path.read_bytes()
    mark = _MARK if raw.startswith(_MARK) else b""
    if raw.removeprefix(_MARK) != old.encode("utf-8"):
        raise refuse(f"{path} has changed while it was looked at; nothing was written")
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(mark + new.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o7777)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return name
