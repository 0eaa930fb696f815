"""Diagnostics for people: the line, a mark below what is meant, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence

from flowlang.diagnostics.diagnostic import Diagnostic, Severity
from flowlang.diagnostics.render.snippet import Mark, snippet
from flowlang.source import Source, Span
from flowlang.style import Look, Style, counted, plain

LOOKS = {
    Severity.ERROR: Look.ERROR,
    Severity.WARNING: Look.WARNING,
    Severity.INFO: Look.INFO,
}
"""How each severity is set off."""


def render_text(diagnostics: Sequence[Diagnostic], style: Style) -> str:
    """All diagnostics, an empty line after each."""
    return "".join(f"{render_one(each, style)}\n\n" for each in diagnostics)


def render_one(diagnostic: Diagnostic, style: Style) -> str:
    """One diagnostic, in rows without an end after the last."""
    look = LOOKS[diagnostic.severity]
    kind = style.paint(f"{diagnostic.severity.value}[{diagnostic.rule}]", look)
    rows = [f"{kind}{style.paint(': ' + plain(diagnostic.message), Look.STRONG)}"]
    groups = _by_source(diagnostic, look)
    margin = max(len(str(_last_line(source, marks))) for source, marks in groups)
    blank = " " * margin
    frame = style.paint("|", Look.FRAME)
    for number, (source, marks) in enumerate(groups):
        arrow = style.paint("-->" if number == 0 else ":::", Look.FRAME)
        rows.append(f"{blank}{arrow} {place(source, marks[0].span.start)}")
        if source.text:
            rows.append(f"{blank} {frame}")
            rows.extend(snippet(source, marks, margin, style))
    notes = []
    if diagnostic.help:
        notes.append(("help", diagnostic.help))
    if diagnostic.fix is not None:
        notes.append(("fix", diagnostic.fix.message))
    if notes:
        rows.append(f"{blank} {frame}")
    for name, text in notes:
        rows.extend(_note(blank, name, text, style))
    return "\n".join(rows)


def place(source: Source, offset: int) -> str:
    """A place as editors understand it: `file:line:column`."""
    line, column = source.position(offset)
    return f"{plain(source.name)}:{line}:{column}"


def tally(errors: int, warnings: int, files: int, infos: int = 0) -> str:
    """One sentence about all of it: `found 2 errors and 1 warning in 3 files`."""
    inside = f"in {counted(files, 'file')}"
    counts = {"error": errors, "warning": warnings, "info": infos}
    parts = [counted(number, word) for word, number in counts.items() if number]
    if not parts:
        return f"no problems {inside}"
    *rest, last = parts
    return f"found {', '.join(rest)}{' and ' if rest else ''}{last} {inside}"


def _by_source(diagnostic: Diagnostic, look: Look) -> list[tuple[Source, list[Mark]]]:
    """The marks of a diagnostic, those of one source together, its own place first."""
    groups: dict[int, tuple[Source, list[Mark]]] = {}

    def add(source: Source, mark: Mark) -> None:
        groups.setdefault(id(source), (source, []))[1].append(mark)

    label = diagnostic.label or ""
    add(diagnostic.source, Mark(diagnostic.span, label, "^", look, block=True))
    for each in diagnostic.related:
        add(each.source, Mark(each.span, each.message, "-", Look.ASIDE))
    return list(groups.values())


def _last_line(source: Source, marks: Sequence[Mark]) -> int:
    """The highest number of a line that may be shown."""
    return max(source.position(_end(mark.span)).line for mark in marks)


def _end(span: Span) -> int:
    return max(span.start, span.end)


def _note(blank: str, name: str, text: str, style: Style) -> list[str]:
    """A remark below the snippet; further lines of it stand below its first word."""
    first, *rest = [plain(line) for line in text.splitlines()] or [""]
    equals = style.paint("=", Look.FRAME)
    head = f"{blank} {equals} {style.paint(name, Look.STRONG)}: {first}"
    indent = " " * (len(blank) + 5 + len(name))
    return [head, *(f"{indent}{line}" for line in rest)]
