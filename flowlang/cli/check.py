"""`flowlang check`: the mistakes in campaigns."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flowlang.cli.loading import Checked, load_and_check
from flowlang.cli.options import color_option, format_option, paths_argument
from flowlang.cli.output import json_text, style_for, write, write_json
from flowlang.diagnostics.diagnostic import Severity
from flowlang.diagnostics.render.data import count, report_data
from flowlang.diagnostics.render.github import render_github
from flowlang.diagnostics.render.sarif import sarif_data
from flowlang.diagnostics.render.text import render_text, tally
from flowlang.style import Look, Style

_EPILOG = """\b
Examples:
  flowlang check .                              everything below this folder
  flowlang check campaigns/webinar.flow         one file and all that it imports
  flowlang check . --format github              for the log of a GitHub workflow
  flowlang check . --format sarif > check.sarif

Exit status: 0 no mistakes, 1 mistakes were found, 2 wrong usage."""


@click.command(epilog=_EPILOG)
@paths_argument
@format_option("sarif", "github")
@color_option
def command(paths: tuple[Path, ...], form: str, color: str) -> int:
    """Find the mistakes in campaigns; run nothing.

    A PATH is a file, or a folder with all .flow files below it. All mistakes of all files are
    told at once, each with its place and how to mend it.
    """
    checked = load_and_check(paths)
    match form:
        case "json":
            write_json(report_data(checked.diagnostics, checked.files))
        case "sarif":
            write(_sarif(checked))
        case "github":
            write(render_github(checked.diagnostics))
        case _:
            write(_text(checked, style_for(sys.stdout, color)))
    return 1 if checked.has_errors else 0


def _text(checked: Checked, style: Style) -> str:
    errors = count(checked.diagnostics, Severity.ERROR)
    warnings = count(checked.diagnostics, Severity.WARNING)
    look = Look.ERROR if errors else Look.WARNING if warnings else Look.GOOD
    last = style.paint(tally(errors, warnings, checked.files), look)
    return f"{render_text(checked.diagnostics, style)}{last}\n"


def _sarif(checked: Checked) -> str:
    from flowlang.diagnostics.register import read_register

    return json_text(sarif_data(checked.diagnostics, read_register(), Path.cwd()))
