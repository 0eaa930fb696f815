"""Putting new content into a file so that the old or the new is always there, whole."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path


def replace_content(path: Path, content: bytes) -> None:
    """Give a file new content in one step; links are followed, its mode and owner stay.

    Raises `OSError` where that cannot be done; the file is then as it was.
    """
    target = path.resolve()
    before = target.stat()
    if not os.access(target, os.W_OK):
        raise PermissionError(f"{path} may not be written")
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(OSError, AttributeError):
            os.chown(name, before.st_uid, before.st_gid)
        Path(name).chmod(stat.S_IMODE(before.st_mode))
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
