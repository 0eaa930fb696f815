"""Diagnostics for programs: plain data, ready to be written as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flowlang.diagnostics.diagnostic import Diagnostic, Fix, Related, Severity
from flowlang.source import Source, Span


def report_data(diagnostics: Sequence[Diagnostic], files: int) -> dict[str, Any]:
    """All diagnostics and how many there are; `files` is the number of files looked at."""
    return {
        "diagnostics": [diagnostic_data(each) for each in diagnostics],
        "summary": {
            "errors": count(diagnostics, Severity.ERROR),
            "warnings": count(diagnostics, Severity.WARNING),
            "files": files,
        },
    }


def count(diagnostics: Sequence[Diagnostic], severity: Severity) -> int:
    """How many are of a severity."""
    return sum(each.severity is severity for each in diagnostics)


def diagnostic_data(diagnostic: Diagnostic) -> dict[str, Any]:
    """One diagnostic; lines and columns from 1, `end` is the place behind the last character."""
    return {
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        **_place(diagnostic.source, diagnostic.span),
        "help": diagnostic.help,
        "related": [_related(each) for each in diagnostic.related],
        "fix": None if diagnostic.fix is None else _fix(diagnostic.fix),
    }


def _related(related: Related) -> dict[str, Any]:
    return {"message": related.message, **_place(related.source, related.span)}


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "message": fix.message,
        "safe": fix.safe,
        "edits": [
            {**_place(edit.source, edit.span), "replacement": edit.replacement}
            for edit in fix.edits
        ],
    }


def _place(source: Source, span: Span) -> dict[str, Any]:
    start, end = source.position(span.start), source.position(span.end)
    return {
        "file": source.name,
        "start": {"line": start.line, "column": start.column},
        "end": {"line": end.line, "column": end.column},
    }
