"""What `check` and `lint` print: all that is told, in the form that was asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from flowlang.cli.output import json_text, style_for, write, write_json
from flowlang.diagnostics.diagnostic import Diagnostic, Severity
from flowlang.diagnostics.render.data import count, report_data
from flowlang.diagnostics.render.text import render_text, tally
from flowlang.style import Look, Style

FORMS = ("sarif", "github", "junit")
"""The forms that these commands have beside text and JSON."""


def report(told: Sequence[Diagnostic], files: Sequence[str], form: str, color: str) -> None:
    """Print what is told of files, which are given by name."""
    match form:
        case "json":
            write_json(report_data(told, len(files)))
        case "sarif":
            write(_sarif(told))
        case "github":
            from flowlang.diagnostics.render.github import render_github

            write(render_github(told))
        case "junit":
            from flowlang.diagnostics.render.junit import render_junit

            write(render_junit(told, files))
        case _:
            write(_text(told, len(files), style_for(sys.stdout, color)))


def _text(told: Sequence[Diagnostic], files: int, style: Style) -> str:
    errors, warnings, infos = (count(told, each) for each in Severity)
    look = Look.ERROR if errors else Look.WARNING if warnings else Look.GOOD
    last = style.paint(tally(errors, warnings, files, infos), look)
    return f"{render_text(told, style)}{last}\n"


def _sarif(told: Sequence[Diagnostic]) -> str:
    from flowlang.diagnostics.register import read_register
    from flowlang.diagnostics.render.sarif import sarif_data
    from flowlang.linting.pages import lint_pages

    return json_text(sarif_data(told, read_register(lint_pages()), Path.cwd()))
