"""Diagnostics as plain data that can leave the process, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flowlang.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from flowlang.source import Source, Span


def to_plain(diagnostics: Iterable[Diagnostic], numbers: Mapping[Source, int]) -> list[Any]:
    """Lists of texts and numbers; a source is its number. `KeyError` where one has none."""
    return [
        [
            each.rule,
            each.message,
            *_place(each.source, each.span, numbers),
            each.severity.value,
            each.help,
            each.label,
            [[one.message, *_place(one.source, one.span, numbers)] for one in each.related],
            None if each.fix is None else _fix(each.fix, numbers),
        ]
        for each in diagnostics
    ]


def from_plain(data: Iterable[Any], sources: Sequence[Source]) -> list[Diagnostic]:
    """The diagnostics that were made plain, with sources by their numbers."""
    return [
        Diagnostic(
            rule,
            message,
            sources[source],
            Span(start, end),
            Severity(severity),
            help,
            label,
            tuple(Related(words, sources[at], Span(*span)) for words, at, *span in related),
            None if fix is None else _fixed(fix, sources),
        )
        for rule, message, source, start, end, severity, help, label, related, fix in data
    ]


def _place(source: Source, span: Span, numbers: Mapping[Source, int]) -> tuple[int, int, int]:
    return numbers[source], span.start, span.end


def _fix(fix: Fix, numbers: Mapping[Source, int]) -> list[Any]:
    edits = [[*_place(each.source, each.span, numbers), each.replacement] for each in fix.edits]
    return [fix.message, fix.safe, edits]


def _fixed(data: Sequence[Any], sources: Sequence[Source]) -> Fix:
    message, safe, edits = data
    return Fix(
        message,
        tuple(Edit(sources[at], Span(start, end), new) for at, start, end, new in edits),
        safe,
    )
