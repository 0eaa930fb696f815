"""`flowlang check`: the mistakes in campaigns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flowlang.cli.options import (
    cache_option,
    color_option,
    format_option,
    paths_argument,
    watch_option,
)
from flowlang.cli.refusal import refuse
from flowlang.cli.remembering import Looked, find
from flowlang.cli.reporting import FORMS, report
from flowlang.diagnostics.diagnostic import Severity

if TYPE_CHECKING:
    from flowlang.model.reading import Reader

_EPILOG = """\b
Examples:
  flowlang check .                              everything below this folder
  flowlang check campaigns/webinar.flow         one file and all that it imports
  flowlang check . --format github              for the log of a GitHub workflow
  flowlang check . --format sarif > check.sarif
  flowlang check . --watch                      again whenever a file changes

Exit status: 0 no mistakes, 1 mistakes were found, 2 wrong usage."""


@click.command(epilog=_EPILOG)
@paths_argument
@format_option(*FORMS)
@color_option
@cache_option
@watch_option
def command(paths: tuple[Path, ...], form: str, color: str, cache: bool, watch: bool) -> int:
    """Find the mistakes in campaigns; run nothing.

    A PATH is a file, or a folder with all .flow files below it. All mistakes of all files are
    told at once, each with its place and how to mend it.
    """

    def once() -> int:
        found = find("check", (), paths, lambda reader: _look(paths, reader), cache=cache)
        report(found.told, found.files, form, color)
        return 1 if any(each.severity is Severity.ERROR for each in found.told) else 0

    if not watch:
        return once()
    if form != "text":
        raise refuse("`--watch` tells one result after the other; it goes with `--format text`")
    from flowlang.cli.watching import watch as watch_files

    return watch_files(paths, once)


def _look(paths: tuple[Path, ...], reader: Reader) -> Looked:
    from flowlang.workspace.loading import load_and_check

    checked = load_and_check(paths, reader)
    return checked.instances, list(checked.diagnostics)
