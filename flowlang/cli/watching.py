"""Doing something again whenever a file changes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from flowlang.cli.output import write, write_error
from flowlang.refusal import UsageError

_PAUSE = 0.25
_CLEAR = "\x1b[2J\x1b[H"

_SUFFIXES = {".flow", ".toml", ".html", ".htm", ".txt", ".md"}
"""Those of scripts, project files, and what emails are made of."""

State = dict[str, tuple[int, int]]
"""What is known of each file: when it was changed, and its size."""


def watch(
    paths: Sequence[Path],
    once: Callable[[], int],
    data: Sequence[Path] = (),
    *,
    pause: Callable[[], None] | None = None,
) -> int:
    """Do something now, and again after every change, until it is interrupted.

    `data` are files, or folders of tables, that matter too. `pause` is what is done between two
    looks. What is refused is told, for the next change
    may mend it.
    """
    wait = pause or (lambda: time.sleep(_PAUSE))
    while True:
        seen = state_of(paths, data)
        if sys.stdout.isatty():
            write(_CLEAR)
        try:
            once()
        except (click.ClickException, UsageError) as refusal:
            write_error(f"error: {refusal}\n")
        write("\nwaiting for a change; Ctrl-C ends\n")
        while state_of(paths, data) == seen:
            wait()


def state_of(paths: Sequence[Path], data: Sequence[Path] = ()) -> State:
    """The files that may matter: all of the projects that paths belong to, and those of data.

    Hidden ones aside, and what no script refers to.
    """
    found: State = {}
    for root in {_root(path) for path in paths}:
        for each in _below(root):
            if each.suffix in _SUFFIXES:
                _note(each, found)
    for path in data:
        for each in _below(path) if path.is_dir() else [path]:
            _note(each, found)
    return found


def _note(file: Path, found: State) -> None:
    try:
        known = file.stat()
    except OSError:
        return
    if not _is_output(known):
        found[str(file)] = (known.st_mtime_ns, known.st_size)


def _is_output(known: os.stat_result) -> bool:
    """Whether a file is the one that all this is told into: it changes without end."""
    try:
        return os.path.samestat(known, os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError):
        return False


def _root(path: Path) -> Path:
    """The folder of the project file, else that of the path itself."""
    from flowlang.model.projects import find_project_file

    folder = path.resolve()
    if not folder.is_dir():
        folder = folder.parent
    project = find_project_file(folder)
    return folder if project is None else project.parent


def _below(root: Path) -> Iterator[Path]:
    for folder, inner, files in os.walk(root):
        if "pyvenv.cfg" in files:
            inner.clear()
            continue
        inner[:] = [each for each in inner if not each.startswith(".")]
        for file in files:
            if not file.startswith("."):
                yield Path(folder, file)
