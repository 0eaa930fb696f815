"""Diagnostics as workflow commands, which GitHub shows beside the changed lines.

The form of the commands and what must be escaped in them:
https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Sequence

from flowlang.diagnostics.diagnostic import Diagnostic, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render_github(diagnostics: Sequence[Diagnostic]) -> str:
    """One command a line; the message has the help, if there is one, below it."""
    return "".join(f"{_command(each)}\n" for each in diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    source = diagnostic.source
    start, end = source.position(diagnostic.span.start), source.position(diagnostic.span.end)
    properties: dict[str, str | int] = {
        "title": diagnostic.rule,
        "file": source.name.replace("\\", "/"),
        "line": start.line,
        "endLine": end.line,
    }
    if start.line == end.line:
        # Columns of a mark over several lines are ignored, or worse, taken for one line.
        properties |= {"col": start.column, "endColumn": end.column}
    told = ",".join(
        f"{name}={str(value).translate(_PROPERTY)}" for name, value in properties.items()
    )
    message = diagnostic.message
    if diagnostic.help:
        message = f"{message}\nhelp: {diagnostic.help}"
    return f"::{_COMMANDS[diagnostic.severity]} {told}::{message.translate(_MESSAGE)}"
