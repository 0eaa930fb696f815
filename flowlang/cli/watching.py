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

State = dict[str, tuple[int, int]]
"""What is known of each file: when it was changed, and its size."""


def watch(
    paths: Sequence[Path], once: Callable[[], int], *, pause: Callable[[], None] | None = None
) -> int:
    """Do something now, and again after every change, until it is interrupted.

    `pause` is what is done between two looks. What is refused is told, for the next change
    may mend it.
    """
    wait = pause or (lambda: time.sleep(_PAUSE))
    while True:
        seen = state_of(paths)
        if sys.stdout.isatty():
            write(_CLEAR)
        try:
            once()
        except (click.ClickException, UsageError) as refusal:
            write_error(f"error: {refusal}\n")
        write("\nwaiting for a change; Ctrl-C ends\n")
        while state_of(paths) == seen:
            wait()


def state_of(paths: Sequence[Path]) -> State:
    """The files that may matter: all of the projects that paths belong to, hidden ones aside."""
    found: State = {}
    for root in {_root(path) for path in paths}:
        for each in _below(root):
            try:
                known = each.stat()
            except OSError:
                continue
            found[str(each)] = (known.st_mtime_ns, known.st_size)
    return found


def _root(path: Path) -> Path:
    """The folder of the project file, else that of the path itself."""
    from flowlang.model.settings import find_project_file

    folder = path.resolve()
    if not folder.is_dir():
        folder = folder.parent
    project = find_project_file(folder)
    return folder if project is None else project.parent


def _below(root: Path) -> Iterator[Path]:
    for folder, inner, files in os.walk(root):
        inner[:] = [each for each in inner if not each.startswith(".")]
        for file in files:
            if file.endswith((".flow", ".toml", ".html", ".txt")) and not file.startswith("."):
                yield Path(folder, file)
