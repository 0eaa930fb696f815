"""Putting a new folder in the place of an old one so that one of them is always there, whole."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from pathlib import Path

_EXCHANGE = 2
_AT_WORKING_FOLDER = -100


def staging_folder(target: Path) -> Path:
    """A new folder beside a target, on the same file system, in which it is prepared."""
    parent = target.resolve().parent
    parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=f".{target.name}.writing-{os.getpid()}-", dir=parent))


def swap_in(staging: Path, target: Path) -> None:
    """Put a prepared folder in the place of a target; what was there goes."""
    for file in staging.rglob("*"):
        if file.is_file():
            _flush(file)
    staging.chmod(0o755)
    target = target.resolve()
    if not target.exists():
        staging.rename(target)
        return
    if _exchange(staging, target):
        shutil.rmtree(staging)
        return
    # Without an exchange in one step the old folder keeps a name by which `clean` finds it
    # again, should this be the moment at which everything stops.
    old = target.with_name(f".{target.name}.replaced")
    target.rename(old)
    staging.rename(target)
    shutil.rmtree(old)


def clean(target: Path) -> None:
    """Take away what an interrupted run left beside a target, and put an old folder back."""
    target = target.resolve()
    old = target.with_name(f".{target.name}.replaced")
    if old.exists():
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(target)
    if not target.parent.is_dir():
        return
    for left in target.parent.glob(f".{target.name}.writing-*"):
        process = left.name.removeprefix(f".{target.name}.writing-").split("-")[0]
        if process.isdigit() and not _is_running(int(process)):
            shutil.rmtree(left, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _flush(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def _exchange(first: Path, second: Path) -> bool:
    """Let two folders change names in one step, where the system can do that."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    here = _AT_WORKING_FOLDER
    done = rename(here, os.fsencode(first), here, os.fsencode(second), _EXCHANGE)
    return bool(done == 0)
