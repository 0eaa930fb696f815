"""Screens of a terminal as an SVG that moves; it is small, for equal lines are drawn once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any, NamedTuple

WIDTH, HEIGHT, SIZE = 8.4, 18, 14
MARGIN = 12

_COLOURS = {
    "default": "#d4d8de",
    "black": "#20242b",
    "red": "#f07178",
    "green": "#8fd18a",
    "brown": "#e6c07b",
    "yellow": "#e6c07b",
    "blue": "#79b8ff",
    "magenta": "#d2a8ff",
    "cyan": "#7fdbca",
    "white": "#d4d8de",
    "brightblack": "#7d8590",
    "brightred": "#ff8b92",
    "brightgreen": "#a6e3a1",
    "brightbrown": "#ffd68a",
    "brightyellow": "#ffd68a",
    "brightblue": "#a5d0ff",
    "brightmagenta": "#e2c5ff",
    "brightcyan": "#a4f0e0",
    "brightwhite": "#ffffff",
}


class Look(NamedTuple):
    """How a cell looks."""

    colour: str
    ground: str
    bold: bool


@dataclass(frozen=True)
class Frame:
    """The lines of a screen as runs of equal look, and until when they are to be seen."""

    until: float
    lines: tuple[tuple[tuple[Look, str], ...], ...]
    cursor: tuple[int, int]


def frame_of(screen: Any, until: float) -> Frame:
    """What a terminal in memory shows."""
    lines = []
    for y in range(screen.lines):
        row = screen.buffer[y]
        cells = [(_look(row[x]), row[x].data or " ") for x in range(screen.columns)]
        runs = [
            (look, "".join(text for _, text in some))
            for look, some in groupby(cells, lambda cell: cell[0])
        ]
        lines.append(tuple(runs))
    return Frame(until, tuple(lines), (screen.cursor.x, screen.cursor.y))


def _look(cell: Any) -> Look:
    colour, ground = _colour(cell.fg), "" if cell.bg == "default" else _colour(cell.bg)
    if cell.reverse:
        colour, ground = ground or "#16191f", colour
    return Look(colour, ground, cell.bold)


def _colour(name: str) -> str:
    return _COLOURS.get(name, name if name.startswith("#") else f"#{name}")


def drawn(frames: Sequence[Frame], columns: int, lines: int) -> str:
    """All frames as one picture, each shown for its time, again and again."""
    frames = _merged(frames)
    width, height = columns * WIDTH + 2 * MARGIN, lines * HEIGHT + 2 * MARGIN
    known: dict[tuple[tuple[Look, str], ...], int] = {}
    looks: dict[tuple[str, bool], str] = {}
    shown = [_frame(each, number * height, known, looks) for number, each in enumerate(frames)]
    defs = [_line(line, number, looks) for line, number in known.items()]
    styles = [
        f".{name}{{fill:{colour}{';font-weight:bold' if bold else ''}}}"
        for (colour, bold), name in looks.items()
    ]
    total = frames[-1].until
    steps = []
    begin = 0.0
    for number, each in enumerate(frames):
        percent = f"{begin / total * 100:.2f}".rstrip("0").rstrip(".")
        steps.append(f"{percent}%{{transform:translateY({-number * height:.0f}px)}}")
        begin = each.until
    last = -(len(frames) - 1) * height
    return "\n".join(
        [
            (
                '<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" role="img" '
                f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" '
                'aria-label="A session of flowlang repl">'
            ),
            "<style>",
            (
                f"text{{font:{SIZE}px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;"
                "white-space:pre}"
            ),
            *styles,
            (
                f"#all{{transform:translateY({last:.0f}px);"
                f"animation:play {total:.1f}s step-end infinite}}"
            ),
            f"@keyframes play{{{''.join(steps)}}}",
            "</style>",
            f'<rect width="{width:.0f}" height="{height:.0f}" rx="8" fill="#16191f"/>',
            "<defs>",
            *defs,
            "</defs>",
            f'<svg width="{width:.0f}" height="{height:.0f}"><g id="all">',
            *shown,
            "</g></svg>",
            "</svg>",
            "",
        ]
    )


def _merged(frames: Sequence[Frame]) -> list[Frame]:
    """Frames without those that show what the one before shows."""
    found: list[Frame] = []
    for each in frames:
        if found and (found[-1].lines, found[-1].cursor) == (each.lines, each.cursor):
            found[-1] = each
        else:
            found.append(each)
    return found


def _frame(
    frame: Frame,
    top: float,
    known: dict[tuple[tuple[Look, str], ...], int],
    looks: dict[tuple[str, bool], str],
) -> str:
    """One screen: its lines, each by the number under which it is drawn, and the cursor."""
    pieces = []
    for y, line in enumerate(frame.lines):
        if any(text.strip() or look.ground for look, text in line):
            number = known.setdefault(line, len(known))
            pieces.append(f'<use href="#l{number}" y="{top + MARGIN + y * HEIGHT:.0f}"/>')
    x, y = frame.cursor
    at = f'x="{MARGIN + x * WIDTH:.1f}" y="{top + MARGIN + y * HEIGHT + 2:.0f}"'
    pieces.append(f'<rect {at} width="8" height="15" fill="#8fd18a" opacity=".6"/>')
    return "".join(pieces)


def _line(
    line: tuple[tuple[Look, str], ...], number: int, looks: dict[tuple[str, bool], str]
) -> str:
    """A line, drawn once: grounds, then texts."""
    return f'<g id="l{number}">{"".join(_pieces(line, looks))}</g>'


def _pieces(
    line: tuple[tuple[Look, str], ...], looks: dict[tuple[str, bool], str]
) -> Iterator[str]:
    column = 0
    for look, text in line:
        x = MARGIN + column * WIDTH
        if look.ground:
            size = f'width="{len(text) * WIDTH:.1f}" height="{HEIGHT}"'
            yield f'<rect x="{x:.1f}" {size} fill="{look.ground}"/>'
        bare = text.strip()
        if bare:
            lead = len(text) - len(text.lstrip())
            name = looks.setdefault((look.colour, look.bold), f"c{len(looks)}")
            yield (
                f'<text class="{name}" x="{x + lead * WIDTH:.1f}" y="{SIZE}" '
                f'textLength="{len(bare) * WIDTH:.1f}">{escape(bare, quote=False)}</text>'
            )
        column += len(text)
