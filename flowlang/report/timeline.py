"""A simulation as a time line: what happened in each day, week or month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from flowlang.engine.summary import ENTERED, SCORED, SENT, Summary
from flowlang.style import Look, Style

_EPOCH = date(1970, 1, 1)
_MOST_DAYS, _MOST_WEEKS = 16, 26
_HEADS = {ENTERED: "entries", SENT: "sends", SCORED: "score changes"}
_BARS = " ▏▎▍▌▋▊▉█"
_WIDTH = 24


def render_timeline(summary: Summary, style: Style) -> list[str]:
    """A row for each day, each week (named by its Monday) or each month of what was counted."""
    if not summary.daily:
        return []
    days = [day for day, _, _ in summary.daily]
    span = max(days) - min(days) + 1
    title, begin = _unit(span)
    counts: dict[str, Counter[date]] = {what: Counter() for what in _HEADS}
    for (day, _, what), many in summary.daily.items():
        if what in counts:
            counts[what][begin(_EPOCH + timedelta(days=day))] += many
    rows = _every(begin, _EPOCH + timedelta(days=min(days)), _EPOCH + timedelta(days=max(days)))
    return [style.paint(f"By {title}", Look.STRONG), *_table(title, rows, counts, style)]


def _unit(span: int) -> tuple[str, Callable[[date], date]]:
    """The unit in which a stretch of so many days reads well, and where one begins."""
    if span <= _MOST_DAYS:
        return "day", lambda day: day
    if span <= 7 * _MOST_WEEKS:
        return "week", lambda day: day - timedelta(days=day.weekday())
    return "month", lambda day: day.replace(day=1)


def _every(begin: Callable[[date], date], first: date, last: date) -> list[date]:
    """Every unit from one day to another."""
    found = {begin(first + timedelta(days=ahead)) for ahead in range((last - first).days + 1)}
    return sorted(found)


def _table(
    title: str, rows: Sequence[date], counts: dict[str, Counter[date]], style: Style
) -> list[str]:
    shown = [what for what in counts if counts[what]]
    widths = {
        what: max(len(_HEADS[what]), *(len(f"{counts[what][row]:,}") for row in rows))
        for what in shown
    }
    most = max(counts[shown[0]].values())
    lines = [
        style.paint(
            f"  {title:<10}" + "".join(f"  {_HEADS[what]:>{widths[what]}}" for what in shown),
            Look.FAINT,
        )
    ]
    for row in rows:
        name = row.strftime("%Y-%m") if title == "month" else row.isoformat()
        cells = "".join(f"  {counts[what][row]:>{widths[what]},}" for what in shown)
        bar = style.paint(_bar(counts[shown[0]][row], most), Look.ASIDE)
        lines.append(f"  {name:<10}{cells}  {bar}".rstrip())
    return lines


def _bar(many: int, most: int) -> str:
    """A bar as long as a number is large; anything at all is to be seen."""
    eighths = max(1, round(many * _WIDTH * 8 / most)) if many else 0
    return "█" * (eighths // 8) + _BARS[eighths % 8].strip()
