"""Rows of values as a table that fits the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flowlang.datatypes import DataType, Family
from flowlang.people import cells
from flowlang.report.flows import fitted
from flowlang.style import Look, Style, counted, plain, width_of

_WIDEST = 36
_GAP = "  "


@dataclass(frozen=True, slots=True)
class TableColumn:
    """The head of a column, and whether its cells stand to the right, as numbers do."""

    name: str
    to_right: bool = False

    @classmethod
    def of(cls, name: str, type_: DataType) -> TableColumn:
        """The column of a field."""
        return cls(name, type_.family is Family.NUMBER)


def render_table(
    columns: Sequence[TableColumn], rows: Sequence[Sequence[Any]], style: Style, indent: str = "  "
) -> list[str]:
    """The rows below their heads; columns that do not fit are left out and counted."""
    if not columns:
        return []
    texts = [[cell_text(value) for value in row] for row in rows]
    widths = [
        min(_WIDEST, max(width_of(column.name), *(width_of(row[at]) for row in texts), 1))
        for at, column in enumerate(columns)
    ]
    count = _fitting(widths, style.width - len(indent))
    heads = [
        style.paint(_cell(column.name, width, column.to_right), Look.STRONG)
        for column, width in zip(columns[:count], widths, strict=False)
    ]
    lines = [indent + _GAP.join(heads)]
    for row in texts:
        shown = (
            _cell(text, width, column.to_right)
            for text, width, column in zip(row[:count], widths, columns, strict=False)
        )
        lines.append((indent + _GAP.join(shown)).rstrip())
    if not style.colour:
        lines[0] = lines[0].rstrip()
    if count < len(columns):
        more = counted(len(columns) - count, "more column")
        lines.append(indent + style.paint(f"… and {more}", Look.FAINT))
    return lines


def _fitting(widths: list[int], room: int) -> int:
    """How many columns fit side by side; the first one always does."""
    used = widths[0]
    for count, width in enumerate(widths[1:], 1):
        used += len(_GAP) + width
        if used > room:
            return count
    return len(widths)


def _cell(text: str, width: int, to_right: bool) -> str:
    text = fitted(text, width)
    blanks = " " * (width - width_of(text))
    return blanks + text if to_right else text + blanks


def cell_text(value: Any) -> str:
    """A value as the cell of a table; empty is nothing."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return cells.write_number(value)
        case datetime():
            return value.strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.isoformat()
        case _:
            return plain(str(value))
