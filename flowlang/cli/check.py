"""`flowlang check`: the mistakes in campaigns."""

from __future__ import annotations

from pathlib import Path

import click

from flowlang.cli.options import color_option, format_option, paths_argument
from flowlang.cli.reporting import FORMS, report
from flowlang.workspace.loading import load_and_check, own_files

_EPILOG = """\b
Examples:
  flowlang check .                              everything below this folder
  flowlang check campaigns/webinar.flow         one file and all that it imports
  flowlang check . --format github              for the log of a GitHub workflow
  flowlang check . --format sarif > check.sarif

Exit status: 0 no mistakes, 1 mistakes were found, 2 wrong usage."""


@click.command(epilog=_EPILOG)
@paths_argument
@format_option(*FORMS)
@color_option
def command(paths: tuple[Path, ...], form: str, color: str) -> int:
    """Find the mistakes in campaigns; run nothing.

    A PATH is a file, or a folder with all .flow files below it. All mistakes of all files are
    told at once, each with its place and how to mend it.
    """
    checked = load_and_check(paths)
    report(checked.diagnostics, own_files(checked.instances), form, color)
    return 1 if checked.has_errors else 0
