"""Two datasets compared, told to a person or a program."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pyarrow as pa

from flowlang.comparison.compare import KINDS, Comparison
from flowlang.report.flows import fitted
from flowlang.report.text import numbered
from flowlang.style import Look, Style, counted, plain

_NAMED = 5
_MOVES = 3
_NOTHING = {"field": "empty", "list": "no member", "campaign": "0", "activity": "0"}
_HEADINGS = {
    "field": "Fields",
    "list": "Lists",
    "program": "Programs",
    "campaign": "Times entered",
    "waiting": "Waiting",
    "activity": "Activities",
}


@dataclass(slots=True)
class _Subject:
    """One thing that differs, and from what to what for how many."""

    kind: str
    name: str
    moves: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)

    @property
    def people(self) -> int:
        return self.moves.total()


def render_comparison(found: Comparison, style: Style, shown: int) -> str:
    """How many differ, in what, and the first of them."""
    lines = [f"  {row}" for row in numbered(_counts(found))]
    if found.is_equal:
        told = "No difference: both say the same of the same people."
        return "\n".join([*lines, "", style.paint(told, Look.GOOD)]) + "\n"
    for title, ids in (("Only before", found.only_before), ("Only after", found.only_after)):
        if ids:
            more = ", …" if len(ids) > _NAMED else ""
            lines += ["", style.paint(title, Look.STRONG)]
            lines.append(f"  {plain(', '.join(ids[:_NAMED]))}{more}")
    subjects = _subjects(found.differences)
    for kind in KINDS:
        of_kind = [each for each in subjects if each.kind == kind]
        if of_kind:
            lines += ["", style.paint(_HEADINGS[kind], Look.STRONG)]
            rows = [(each.people, _told(each)) for each in of_kind]
            lines += [f"  {fitted(row, style.width - 2)}" for row in numbered(rows)]
    if shown and found.differing:
        lines += ["", style.paint("The first of them", Look.STRONG), *_first(found, style, shown)]
    return "\n".join(lines) + "\n"


def comparison_data(found: Comparison, shown: int) -> dict[str, Any]:
    """The same as plain data, with the first people and all that differs for them."""
    return {
        "people": {
            "before": found.before,
            "after": found.after,
            "both": found.both,
            "only_before": len(found.only_before),
            "only_after": len(found.only_after),
            "differing": found.differing,
        },
        "differences": [
            {
                "kind": each.kind,
                "name": each.name,
                "people": each.people,
                "values": [
                    {"before": before, "after": after, "people": people}
                    for (before, after), people in _ranked(each)
                ],
            }
            for each in _subjects(found.differences)
        ],
        "rows": [{"person": person, "differences": rows} for person, rows in _people(found, shown)],
    }


def _counts(found: Comparison) -> list[tuple[int, str]]:
    rows = [(found.both, "people in both" if found.both != 1 else "person in both")]
    for ids, where in ((found.only_before, "before"), (found.only_after, "after")):
        if ids:
            rows.append((len(ids), f"only {where}"))
    rows.append((found.differing, "differ" if found.differing != 1 else "differs"))
    return rows


def _subjects(differences: pa.Table) -> list[_Subject]:
    """What differs, by kind; what differs for most people first."""
    names = ("kind", "name", "before", "after")
    grouped = differences.group_by(list(names), use_threads=False).aggregate([([], "count_all")])
    found: dict[tuple[str, str], _Subject] = {}
    for row in grouped.to_pylist():
        kind, name, before, after = (row[each] for each in names)
        subject = found.setdefault((kind, name), _Subject(kind, name))
        subject.moves[before, after] += row["count_all"]
    return sorted(
        found.values(), key=lambda each: (KINDS.index(each.kind), -each.people, each.name)
    )


def _ranked(subject: _Subject) -> list[tuple[tuple[str | None, str | None], int]]:
    """From what to what, the most frequent first."""
    return sorted(
        subject.moves.items(), key=lambda each: (-each[1], each[0][0] or "", each[0][1] or "")
    )


def _told(subject: _Subject) -> str:
    """A thing that differs, and what it was and is for most of the people."""
    return f"{plain(subject.name)}: {_moves(subject)}"


def _moves(subject: _Subject) -> str:
    match subject.kind:
        case "list":
            return _up_and_down(subject, "only after", "only before")
        case "campaign" | "activity":
            return _up_and_down(subject, "more", "fewer")
    ranked = _ranked(subject)
    told = [f"{_move(subject.kind, *values)} ({people:,})" for values, people in ranked[:_MOVES]]
    return ", ".join([*told, *(["…"] if len(ranked) > _MOVES else [])])


def _up_and_down(subject: _Subject, up: str, down: str) -> str:
    """How many people have it more often than before, and how many less."""
    more: Counter[str] = Counter()
    for (before, after), people in subject.moves.items():
        more[up if _number(after) > _number(before) else down] += people
    return ", ".join(f"{more[each]:,} {each}" for each in (up, down) if more[each])


def _number(value: str | None) -> float:
    if value is None:
        return 0
    return int(value) if value.isdecimal() else 1


def _move(kind: str, before: str | None, after: str | None) -> str:
    nothing = _NOTHING.get(kind, "none")
    return " → ".join(nothing if each is None else plain(each) for each in (before, after))


def _people(found: Comparison, shown: int) -> list[tuple[str, list[dict[str, Any]]]]:
    """The first people who differ, each with their differences."""
    rows = found.differences.to_batches(max_chunksize=1 << 12)
    told: list[tuple[str, list[dict[str, Any]]]] = []
    flat = (row for batch in rows for row in batch.to_pylist())
    for person, of_person in groupby(flat, key=lambda row: row.pop("person")):
        if len(told) == shown:
            break
        told.append((person, list(of_person)))
    return told


def _first(found: Comparison, style: Style, shown: int) -> list[str]:
    lines = []
    for person, rows in _people(found, shown):
        lines.append(f"  {style.paint(plain(person), Look.STRONG)}")
        for row in rows:
            move = _move(row["kind"], row["before"], row["after"])
            lines.append(fitted(f"    {plain(_named(row))}: {move}", style.width))
    more = found.differing - shown
    if more > 0:
        told = f"… and {counted(more, 'more person', 'more people')}"
        lines.append("  " + style.paint(told, Look.FAINT))
    return lines


def _named(row: dict[str, Any]) -> str:
    """A thing that differs for one person, without its heading."""
    if row["kind"] in ("field", "activity"):
        return str(row["name"])
    words = {"campaign": "times entered", "waiting": "waiting in"}
    return f'{words.get(row["kind"], row["kind"])} "{row["name"]}"'
