"""Who is in a filter, told to a person or a program."""

from __future__ import annotations

import re
from typing import Any

from flowlang.matching.match import Match
from flowlang.matching.parts import Part
from flowlang.model.assets import Field
from flowlang.model.filters import All, Filter, Test
from flowlang.model.filters import Any as AnyOf
from flowlang.model.walk import all_filters
from flowlang.names import name_key
from flowlang.report.flows import fitted
from flowlang.report.table import TableColumn, cell_text, render_table
from flowlang.report.text import numbered
from flowlang.style import Look, Style, counted, plain

_STRING_OR_COMMENT = re.compile(
    r'("""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"|`[^`\n]*`)|#[^\r\n]*', re.DOTALL
)


def render_match(found: Match, style: Style) -> str:
    """How many, by which parts, and the first rows."""
    lines = [*match_counts(found.people, found.part, style)]
    if found.rows:
        lines += ["", *render_rows(found, style)]
    return "\n".join(lines) + "\n"


def match_counts(people: int, part: Part, style: Style) -> list[str]:
    """The number of people, what each part let through, and who is in the whole."""
    rows = [(people, "people" if people != 1 else "person")]
    for depth, each in part.walk():
        if depth:
            rows.append((each.matched, _led(each, part, depth, style)))
    if not part.parts:
        rows.append((part.matched, fitted(one_line(part.filter), style.width - 16)))
    else:
        rows.append((part.matched, "matched"))
    lines = [f"  {row}" for row in numbered(rows)]
    lines[-1] = style.paint(lines[-1], Look.GOOD if part.matched else Look.WARNING)
    return lines


def _led(part: Part, whole: Part, depth: int, style: Style) -> str:
    """A part as a line: indented by its depth, joined to the line before it."""
    text = one_line(part.filter)
    if part.parts:
        text = "any of:" if isinstance(part.filter, AnyOf) else "all of:"
    elif depth == 1 and part is not whole.parts[0]:
        text = f"{'and' if isinstance(whole.filter, All) else 'or'} {text}"
    return fitted("  " * (depth - 1) + text, style.width - 16)


def render_rows(found: Match, style: Style) -> list[str]:
    """The first rows: the id, then what the filter asks about, then the other columns."""
    order = _order(found)
    columns = [TableColumn.of(*found.columns[at]) for at in order]
    rows = [[row[at] for at in order] for row in found.rows]
    lines = render_table(columns, rows, style)
    more = found.matched - len(rows)
    if more:
        lines.append("  " + style.paint(f"… and {more:,} more", Look.FAINT))
    return lines


def _order(found: Match) -> list[int]:
    asked = {
        key
        for each in all_filters(found.filter)
        if isinstance(each, Test) and isinstance(each.subject, Field)
        for key in each.subject.keys
    }
    keys = [name_key(name) for name, _ in found.columns]
    places = range(len(keys))
    return sorted(places, key=lambda at: (keys[at] != "id", keys[at] not in asked, at))


def match_data(found: Match) -> dict[str, Any]:
    """The same as data: numbers and booleans as such, dates as cells have them."""
    names = [name for name, _ in found.columns]
    return {
        "people": found.people,
        "matched": found.matched,
        "parts": [
            {"filter": one_line(each.filter), "matched": each.matched} for each in found.part.steps
        ],
        "rows": [
            {name: _json(name, value) for name, value in zip(names, row, strict=True)}
            for row in found.rows
        ],
    }


def _json(name: str, value: Any) -> Any:
    """A cell as data; ids are text, whatever they look like."""
    is_data = value is None or isinstance(value, str | int | float)
    return value if is_data and name_key(name) != "id" else cell_text(value)


def one_line(filter_: Filter) -> str:
    """A filter as it is written, in one line and without comments."""
    text = filter_.source.slice(filter_.span)
    text = _STRING_OR_COMMENT.sub(lambda match: match[1] or "", text)
    return plain(" ".join(text.split()))


def people_counted(matched: int, people: int) -> str:
    """`3 of 10 people`, with the share where it says something."""
    share = f", {matched / people:.1%}" if people >= 100 and matched else ""
    return f"{matched:,} of {counted(people, 'person', 'people')}{share}"
