"""Results of tests, told to people."""

from __future__ import annotations

from dataclasses import replace

from flowlang.diagnostics.render.snippet import Mark, snippet
from flowlang.diagnostics.render.text import place
from flowlang.source import Span
from flowlang.style import Look, Style, plain
from flowlang.testing.results import Failure, Result
from flowlang.trace.render.text import render_story


def render_result(result: Result, style: Style) -> str:
    """A test that failed: its name, and every failure."""
    title = style.paint(plain(result.test.title), Look.STRONG)
    rows = [f"{style.paint('FAILED', Look.ERROR)} {title}"]
    rows.append("\n\n".join(render_failure(each, style) for each in result.failures))
    return "\n".join(rows) + "\n"


def render_failure(failure: Failure, style: Style) -> str:
    """One failure: the statement with its marks, and what happened to the person."""
    source = failure.source
    marks = [Mark(each.span, each.found, "^", Look.ERROR) for each in failure.parts]
    if not marks:
        marks = [Mark(_first_line(failure), failure.message, "^", Look.ERROR)]
    last = max(source.position(each.span.end).line for each in marks)
    margin = len(str(last))
    frame = style.paint("|", Look.FRAME)
    blank = " " * margin
    rows = [
        f"{blank}{style.paint('-->', Look.FRAME)} {place(source, failure.span.start)}",
        f"{blank} {frame}",
        *snippet(source, marks, margin, style),
    ]
    notes = [note for each in failure.parts for note in each.notes]
    if notes:
        rows.append(f"{blank} {frame}")
        rows.extend(f"{blank} {style.paint('=', Look.FRAME)} {plain(each)}" for each in notes)
    if failure.story is not None:
        rows.append("")
        told = render_story(failure.story, replace(style, width=style.width - margin - 1))
        rows.extend(f"{blank} {each}".rstrip() for each in told.splitlines())
    return "\n".join(rows)


def _first_line(failure: Failure) -> Span:
    """The part of a statement that stands in its first line."""
    start, end = failure.span
    line_end = failure.source.text.find("\n", start)
    return Span(start, end if line_end < 0 else min(end, line_end))
