"""Coverage in the form that editors and build servers read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from flowlang.testing.coverage import Kind, Spot


def render_lcov(spots: Iterable[Spot], root: Path) -> str:
    """An LCOV tracefile; files below the root are named from there."""
    rows: list[str] = []
    for _, group in groupby(spots, key=lambda each: each.source.name):
        rows.extend(_file(list(group), root))
    return "".join(f"{row}\n" for row in rows)


def _file(spots: list[Spot], root: Path) -> Iterator[str]:
    source = spots[0].source
    path = Path(source.name) if source.path is None else source.path.resolve()
    yield "TN:"
    yield f"SF:{path.relative_to(root) if path.is_relative_to(root) else path}"
    answers = [each for each in spots if each.kind is Kind.ANSWER]
    blocks: dict[str, int] = {}
    ways: dict[str, int] = {}
    for each in answers:
        block = blocks.setdefault(each.group, len(blocks))
        way = ways[each.group] = ways.get(each.group, -1) + 1
        yield f"BRDA:{each.line},{block},{way},{each.people or '-'}"
    yield f"BRF:{len(answers)}"
    yield f"BRH:{sum(each.is_covered for each in answers)}"
    lines: dict[int, int] = {}
    for each in spots:
        lines[each.line] = max(lines.get(each.line, 0), each.people)
    for line, people in sorted(lines.items()):
        yield f"DA:{line},{people}"
    yield f"LF:{len(lines)}"
    yield f"LH:{sum(people > 0 for people in lines.values())}"
    yield "end_of_record"
