"""What a command tells of the scripts that it was given."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from flowlang.cli.output import style_for, write_error, write_json
from flowlang.diagnostics.diagnostic import Diagnostic, Severity
from flowlang.diagnostics.render.data import count, report_data
from flowlang.diagnostics.render.text import render_text, tally
from flowlang.workspace.loading import Checked


def tell_problems(checked: Checked, form: str, color: str) -> None:
    """What is wrong with the scripts; as JSON only where nothing else will be printed."""
    if form == "json":
        if checked.has_errors:
            write_json(report_data(checked.diagnostics, checked.files))
        return
    if not checked.diagnostics:
        return
    style = style_for(sys.stderr, color)
    write_error(render_text(checked.diagnostics, style))
    errors = count(checked.diagnostics, Severity.ERROR)
    warnings = count(checked.diagnostics, Severity.WARNING)
    nothing = "; nothing was run" if errors else ""
    write_error(f"{tally(errors, warnings, checked.files)}{nothing}\n")


def tell_filter(mistakes: Sequence[Diagnostic], form: str, color: str) -> int:
    """A filter that is wrong is wrong usage: nothing in the scripts is to be mended."""
    if form == "json":
        write_json(report_data(mistakes, 0))
    else:
        write_error(render_text(mistakes, style_for(sys.stderr, color)))
        write_error("the filter of --where is wrong; nothing was run\n")
    return 2
