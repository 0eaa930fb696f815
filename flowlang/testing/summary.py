"""What a session came to, told to people and to programs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flowlang.diagnostics.render.text import place
from flowlang.style import Look, Style, counted, plain, width_of
from flowlang.testing.coverage import Kind, Share, Spot, share
from flowlang.testing.results import Result


def render_tally(passed: int, failed: int, seconds: float, style: Style) -> str:
    """One sentence about all tests."""
    all_ = counted(passed + failed, "test")
    took = f"in {seconds:.2f} s"
    if failed:
        return style.paint(f"{failed:,} of {all_} failed {took}", Look.ERROR)
    return style.paint(f"{all_} passed {took}", Look.GOOD)


def render_file(name: str, results: Sequence[Result], width: int, style: Style) -> str:
    """One line about the tests of a file."""
    failed = sum(not each.passed for each in results)
    passed = len(results) - failed
    parts = [f"{passed:,} passed"] if passed else []
    if failed:
        parts.append(style.paint(f"{failed:,} failed", Look.ERROR))
    shown = plain(name)
    return f"{shown}{' ' * max(0, width - width_of(shown))}  {', '.join(parts)}"


def render_coverage(spots: list[Spot], style: Style) -> str:
    """How much of each file is covered, and every place that is not."""
    rows = []
    files = [(name, list(group)) for name, group in groupby(spots, lambda each: each.source.name)]
    lines = [(plain(name), some) for name, some in files]
    if len(lines) > 1:
        lines.append(("all of them", spots))
    width = max((width_of(name) for name, _ in lines), default=0)
    width = max(width, len("coverage"))
    head = f"{'coverage'.ljust(width)}  {'steps':>14}  {'outcomes':>14}"
    rows.append(style.paint(head, Look.STRONG))
    for name, some in lines:
        shares = [share(some, Kind.STEP), share(some, Kind.ANSWER)]
        cells = "  ".join(style.paint(_share(each), _look(each)) for each in shares)
        rows.append(f"{name}{' ' * (width - width_of(name))}  {cells}")
    missing = [each for each in spots if not each.is_covered]
    if missing:
        rows.append("")
        rows.append(style.paint("not covered", Look.STRONG))
    for each in missing:
        where = place(each.source, each.span.start)
        rows.append(f"  {style.paint(where, Look.ASIDE)}  {plain(each.missing)}")
    return "".join(f"{row}\n" for row in rows)


def _share(share_: Share) -> str:
    if not share_.all:
        return "–".rjust(14)
    return f"{share_.covered:,} of {share_.all:,}".rjust(9) + f"{int(share_.percent):>4}%"


def _look(share_: Share) -> Look:
    return Look.GOOD if share_.covered == share_.all else Look.WARNING


def session_data(results: Sequence[Result], spots: list[Spot] | None = None) -> dict[str, Any]:
    """Results as plain data; with the coverage, where there is one."""
    failed = sum(not each.passed for each in results)
    data: dict[str, Any] = {
        "tests": [_result(each) for each in results],
        "summary": {"passed": len(results) - failed, "failed": failed},
    }
    if spots is not None:
        data["coverage"] = coverage_data(spots)
    return data


def _result(result: Result) -> dict[str, Any]:
    return {
        "name": result.test.title,
        "file": result.test.source.name,
        "line": result.line,
        "passed": result.passed,
        "failures": [{"line": each.line, "message": each.message} for each in result.failures],
    }


def coverage_data(spots: list[Spot]) -> dict[str, Any]:
    """Coverage as plain data."""
    files = []
    for name, group in groupby(spots, lambda each: each.source.name):
        some = list(group)
        files.append({"file": name, **_shares(some)})
    return {
        "percent": round(share(spots).percent, 2),
        **_shares(spots),
        "files": files,
        "missing": [
            {"file": each.source.name, "line": each.line, "message": each.missing}
            for each in spots
            if not each.is_covered
        ],
    }


def _shares(spots: list[Spot]) -> dict[str, Any]:
    return {
        name: {"covered": found.covered, "all": found.all}
        for name, found in (
            ("steps", share(spots, Kind.STEP)),
            ("outcomes", share(spots, Kind.ANSWER)),
        )
    }
