"""Putting the files of a new project where they belong, all of them or none."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path


def what_is_there(target: Path, apart_from: Iterable[Path] = ()) -> list[str]:
    """What a folder holds that a new project must not touch.

    A fresh repository is no hindrance, nor are files that the project is about.
    """
    if not target.exists():
        return []
    fine = {each.resolve() for each in apart_from}
    return sorted(
        each.name for each in target.iterdir() if each.name != ".git" and each.resolve() not in fine
    )


def write_project(target: Path, files: Mapping[str, str]) -> None:
    """Write files, by their paths in the project; after an `OSError` none of them is there."""
    if target.exists():
        _fill(target, files)
    else:
        _make(target, files)


def _make(target: Path, files: Mapping[str, str]) -> None:
    """Prepare a folder beside the target, and give it the target's name."""
    made = [each for each in target.absolute().parents if not each.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=f".{target.name}.", dir=target.parent, ignore_cleanup_errors=True
        ) as scratch:
            prepared = Path(scratch) / "project"
            _write_below(prepared, files)
            prepared.rename(target)
    except BaseException:
        with suppress(OSError):
            for each in made:
                each.rmdir()
        raise


def _fill(target: Path, files: Mapping[str, str]) -> None:
    """Prepare a folder inside of the target, which may be where somebody stands, and move up."""
    moved: list[Path] = []
    with tempfile.TemporaryDirectory(
        prefix=".project.", dir=target, ignore_cleanup_errors=True
    ) as scratch:
        prepared = Path(scratch)
        _write_below(prepared, files)
        try:
            for each in sorted(prepared.iterdir()):
                each.rename(target / each.name)
                moved.append(target / each.name)
        except BaseException:
            for each in moved:
                _remove(each)
            raise


def _write_below(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
