"""The lines of one source that diagnostics speak of, with marks below them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flowlang.diagnostics.render.lines import ShownLine, shown_line
from flowlang.source import Source, Span
from flowlang.style import Look, Style, plain, width_of

_WHOLE = 5
"""A marked block of at most so many lines is shown whole."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the source, the few words beside it, and how it is set off.

    `block` marks several lines at their left; otherwise a mark ends with its first line.
    """

    span: Span
    text: str
    sign: str
    look: Look
    block: bool = False


class _Placed:
    """A mark in terms of lines, counted from 1, and offsets in them."""

    def __init__(self, mark: Mark, source: Source) -> None:
        self.mark = mark
        start = source.position(mark.span.start)
        end = source.position(max(mark.span.end, mark.span.start))
        self.first = start.line
        self.start = start.column - 1
        self.last = end.line if mark.block else start.line
        if self.last > self.first and end.column == 1:
            # The end of a line belongs to that line, not to the next one.
            self.last -= 1
            self.end = len(source.line_text(self.last))
        elif end.line > self.last:
            self.end = len(source.line_text(self.last))
        else:
            self.end = end.column - 1

    @property
    def is_block(self) -> bool:
        """Whether it goes over several lines."""
        return self.last > self.first

    def lines(self) -> Iterable[int]:
        """The lines that must be shown for it."""
        if self.last - self.first < _WHOLE:
            return range(self.first, self.last + 1)
        return (self.first, self.first + 1, self.last)


@dataclass(slots=True)
class _Snippet:
    source: Source
    marks: list[_Placed]
    margin: int
    style: Style
    block: _Placed | None

    def rows(self) -> Iterator[str]:
        """The rows of the snippet, from the first marked line to the last."""
        before: int | None = None
        for line in self._lines():
            if before is not None and line > before + 1:
                if line == before + 2:
                    yield from self._line(before + 1)
                else:
                    yield self._gap(before)
            yield from self._line(line)
            before = line

    def _lines(self) -> list[int]:
        return sorted({line for mark in self.marks for line in mark.lines()})

    def _gap(self, line: int) -> str:
        dots = self.style.paint("…".rjust(self.margin), Look.FRAME)
        inside = self.block is not None and self.block.first <= line < self.block.last
        return f"{dots}   {self._bar()}" if inside else dots

    def _line(self, line: int) -> Iterator[str]:
        here = [
            each
            for each in self.marks
            if line in (each.first, each.last) and not (each.is_block and line != each.last)
        ]
        starts = [
            each.start if each.first == line else 0
            for each in self.marks
            if line in (each.first, each.last)
        ]
        ends = [each.end for each in here]
        focus = (min(starts, default=0), max(ends, default=min(starts, default=0)))
        room = max(40, self.style.width - self.margin - 3 - len(self._side(line)))
        shown = shown_line(self.source.line_text(line), room, focus)
        number = self.style.paint(str(line).rjust(self.margin), Look.FRAME)
        frame = self.style.paint("|", Look.FRAME)
        yield f"{number} {frame} {self._painted_side(line)}{shown.text}".rstrip()
        for each in here:
            yield from self._below(each, line, shown, room)

    def _side(self, line: int) -> str:
        """What stands left of a line, and says whether it is in the block."""
        if self.block is None:
            return ""
        if line == self.block.first:
            return "/ "
        return "| " if self.block.first < line <= self.block.last else "  "

    def _painted_side(self, line: int) -> str:
        side = self._side(line)
        if self.block is None or not side.strip():
            return side
        return self.style.paint(side, self.block.mark.look)

    def _bar(self) -> str:
        assert self.block is not None
        return self.style.paint("|", self.block.mark.look)

    def _below(self, placed: _Placed, line: int, shown: ShownLine, room: int) -> Iterator[str]:
        """The row, or two, with a mark's sign and words."""
        mark = placed.mark
        empty = f"{' ' * self.margin} {self.style.paint('|', Look.FRAME)} "
        text = plain(mark.text)
        if placed.is_block:
            width = max(1, shown.column(placed.end))
            sign = "|" + "_" * width + mark.sign
            yield empty + self.style.paint(f"{sign} {text}".rstrip(), mark.look)
            return
        start = shown.column(placed.start)
        length = max(1, shown.column(placed.end) - start)
        sign = mark.sign * length
        # Below a block that is still open its bar goes on.
        inside = self.block is not None and self.block.first <= line < self.block.last
        side = f"{self._bar()} " if inside else "  " if self.block is not None else ""
        lead = empty + side + " " * start
        if start + length + 1 + width_of(text) <= room:
            yield lead + self.style.paint(f"{sign} {text}".rstrip(), mark.look)
            return
        yield lead + self.style.paint(sign, mark.look)
        back = min(start, max(0, room - width_of(text)))
        yield empty + side + " " * back + self.style.paint(text, mark.look)


def snippet(source: Source, marks: Sequence[Mark], margin: int, style: Style) -> list[str]:
    """The rows that show marks in their source; numbers of lines are `margin` wide.

    Only one block is drawn at the left, the first; a later one is marked in its first line.
    """
    placed: list[_Placed] = []
    block: _Placed | None = None
    for mark in marks:
        each = _Placed(mark, source)
        if each.is_block and block is None:
            block = each
        elif each.is_block:
            each = _Placed(Mark(mark.span, mark.text, mark.sign, mark.look), source)
        placed.append(each)
    return list(_Snippet(source, placed, margin, style, block).rows())
