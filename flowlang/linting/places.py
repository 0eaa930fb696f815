"""Places of what is written inside of a bound thing."""

from __future__ import annotations

from flowlang.diagnostics.diagnostic import Edit
from flowlang.linting.found import Place, Placed
from flowlang.model.steps import Step
from flowlang.source import Source, Span


def text_place(around: Placed, text: str) -> Place:
    """Where a text stands in quotes inside of a thing; the whole thing where it cannot be seen."""
    at = around.source.slice(around.span).find(f'"{text}"')
    if at < 0:
        return Place(around.source, around.span)
    start = around.span.start + at
    return Place(around.source, Span(start, start + len(text) + 2))


def value_edit(step: Step, replacement: str) -> Edit | None:
    """Write another value at the end of a step; None where no quoted text stands there."""
    text = step.source.slice(step.span)
    if not text.endswith('"'):
        return None
    start = text.rfind('"', 0, len(text) - 1)
    return Edit(step.source, Span(step.span.start + start, step.span.end), replacement)


def removal(source: Source, span: Span) -> Edit:
    """Take something out with its doc comment and, where it stands alone, with its lines."""
    text = source.text
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end + 1
    if text[start : span.start].strip() or text[span.end : end].strip():
        return Edit(source, span, "")
    while start:
        before = text.rfind("\n", 0, start - 1) + 1
        if not text[before:start].lstrip().startswith("##"):
            break
        start = before
    return Edit(source, Span(start, end), "")
