"""Documents: text that knows where it may be broken, and the printer that decides.

A document is a plain text without line ends, or one of the classes below. `flat` is what it
is on one line, None where it cannot stand on one. Every decision follows from the document and
the width alone, so what has been laid out once is laid out the same again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

INDENT = 2
"""The blanks by which what stands inside of something is indented."""


class Laid(Protocol):
    """A document that is more than a text."""

    @property
    def flat(self) -> str | None:
        """The document on one line, None where it needs several."""

    def show(self, printer: Printer, indent: int, after: int) -> None:
        """Write it; further lines are indented, and `after` columns follow on its last line."""

    def lead(self) -> tuple[int, bool]:
        """The columns before the first place for a line end, and whether there is one."""


Document = str | Laid
"""Anything that can be printed."""


class Printer:
    """The text written so far, and the column in which it ends."""

    __slots__ = ("column", "indent", "line_end", "lines", "pieces", "width")

    def __init__(self, width: int, line_end: str) -> None:
        self.width = width
        self.line_end = line_end
        self.pieces: list[str] = []
        self.column = 0
        self.indent = 0
        self.lines = 0

    def emit(self, text: str) -> None:
        """Write a text without line ends."""
        self.pieces.append(text)
        self.column += len(text)

    def newline(self, indent: int, blank: bool = False) -> None:
        """Begin a line, after an empty one if `blank`."""
        self.pieces.append(self.line_end * 2 if blank else self.line_end)
        self.pieces.append(" " * indent)
        self.column = self.indent = indent
        self.lines += 1

    def show(self, document: Document, indent: int, after: int = 0) -> None:
        """Write a document; `after` columns follow it on its last line."""
        if isinstance(document, str):
            self.emit(document)
        else:
            document.show(self, indent, after)

    def fits(self, text: str | None, more: int) -> bool:
        """Whether a text and so many columns more fit into the line."""
        return text is not None and self.column + len(text) + more <= self.width


class Line:
    """A place for a line end: `flat` stands there where the line goes on."""

    __slots__ = ("flat",)

    def __init__(self, flat: str | None) -> None:
        self.flat = flat

    def show(self, printer: Printer, indent: int, after: int) -> None:
        """Break the line."""
        printer.newline(indent)

    def lead(self) -> tuple[int, bool]:
        """The columns before the first place for a line end, and whether there is one."""
        return 0, True


LINE = Line(" ")
"""A blank, or a line end."""

SOFT = Line("")
"""Nothing, or a line end."""

HARD = Line(None)
"""A line end."""


class Remark:
    """A comment at the end of a line; a line end follows, and it takes no room."""

    __slots__ = ("text",)

    flat: str | None = None

    def __init__(self, text: str) -> None:
        self.text = text

    def show(self, printer: Printer, indent: int, after: int) -> None:
        """Write it, two blanks behind what stands there."""
        printer.emit(f"  {self.text}")

    def lead(self) -> tuple[int, bool]:
        """As for a line end, which follows."""
        return 0, True


class Verbatim:
    """A text of several lines, written as it is."""

    __slots__ = ("text",)

    flat: str | None = None

    def __init__(self, text: str) -> None:
        self.text = text

    def show(self, printer: Printer, indent: int, after: int) -> None:
        """Write it without any indentation."""
        printer.pieces.append(self.text)
        printer.column = len(self.text) - self.text.rfind("\n") - 1
        printer.lines += 1

    def lead(self) -> tuple[int, bool]:
        """The length of its first line."""
        return len(self.text.split("\n", 1)[0].rstrip("\r")), True


class Concat:
    """Documents one after the other."""

    __slots__ = ("flat", "parts")

    def __init__(self, parts: Sequence[Document]) -> None:
        self.parts = parts
        self.flat = join([flat_of(each) for each in parts])

    def show(self, printer: Printer, indent: int, after: int) -> None:
        """Write the parts; each knows what must still fit behind it."""
        for number, part in enumerate(self.parts):
            if isinstance(part, str):
                printer.emit(part)
            elif isinstance(part, Line):
                printer.newline(indent)
            else:
                part.show(printer, indent, self._behind(number, after))

    def _behind(self, number: int, after: int) -> int:
        width = 0
        for part in self.parts[number + 1 :]:
            columns, breaks = lead_of(part)
            width += columns
            if breaks:
                return width
        return width + after

    def lead(self) -> tuple[int, bool]:
        """The columns before the first place for a line end, and whether there is one."""
        width = 0
        for part in self.parts:
            columns, breaks = lead_of(part)
            width += columns
            if breaks:
                return width, True
        return width, False


class Nest:
    """A document whose further lines are indented."""

    __slots__ = ("content", "flat")

    def __init__(self, content: Document) -> None:
        self.content = content
        self.flat = flat_of(content)

    def show(self, printer: Printer, indent: int, after: int) -> None:
        """Write the content, further in."""
        printer.show(self.content, indent + INDENT, after)

    def lead(self) -> tuple[int, bool]:
        """That of the content."""
        return lead_of(self.content)


class Hang:
    """A document that is indented as the line on which it begins."""

    __slots__ = ("content", "flat")

    def __init__(self, content: Document) -> None:
        self.content = content
        self.flat = flat_of(content)

    def show(self, printer: Printer, indent: int, after: int) -> None:
        """Write the content."""
        printer.show(self.content, printer.indent, after)

    def lead(self) -> tuple[int, bool]:
        """That of the content."""
        return lead_of(self.content)


class Group:
    """A document that stands on one line if it fits, and else is broken at all its own places.

    What it is when broken may be made when it is needed.
    """

    __slots__ = ("_content", "flat")

    def __init__(self, flat: str | None, content: Document | Callable[[], Document]) -> None:
        self.flat = flat
        self._content = content

    @property
    def content(self) -> Document:
        """What it is when broken."""
        if callable(self._content):
            self._content = self._content()
        return self._content

    def show(self, printer: Printer, indent: int, after: int) -> None:
        """Write it on one line, or broken."""
        if self.flat is not None and printer.fits(self.flat, after):
            printer.emit(self.flat)
        else:
            printer.show(self.content, indent, after)

    def lead(self) -> tuple[int, bool]:
        """That of the content."""
        return lead_of(self.content)


class Spread:
    """A group that is broken wherever what it stands in is broken."""

    __slots__ = ("flat", "group")

    def __init__(self, group: Group) -> None:
        self.group = group
        self.flat = group.flat

    def show(self, printer: Printer, indent: int, after: int) -> None:
        """Write it broken: on one line it is written by what it stands in."""
        printer.show(self.group.content, indent, after)

    def lead(self) -> tuple[int, bool]:
        """That of the group."""
        return self.group.lead()


class Fill:
    """Pieces with places for line ends between them, as many in each line as fit.

    `breaks` has one place more than it needs, before the first piece, so that each piece has
    its own. A line end that would not help is not made.
    """

    __slots__ = ("breaks", "flat", "pieces")

    def __init__(self, pieces: Sequence[Document], breaks: Sequence[Document]) -> None:
        self.pieces = pieces
        self.breaks = breaks
        flats = [flat_of(pieces[0])]
        for piece, place in zip(pieces[1:], breaks[1:], strict=True):
            flats += [flat_of(place), flat_of(piece)]
        self.flat = join(flats)

    def show(self, printer: Printer, indent: int, after: int) -> None:
        """Write the pieces."""
        last = len(self.pieces) - 1
        for number, piece in enumerate(self.pieces):
            behind = after if number == last else 0
            if number:
                self._break(printer, indent, number, behind)
            flat = flat_of(piece)
            if flat is not None and printer.fits(flat, behind):
                printer.emit(flat)
            else:
                printer.show(piece, indent, behind)

    def _break(self, printer: Printer, indent: int, number: int, behind: int) -> None:
        """Write what stands before a piece: a blank, a line end, or comments."""
        place, piece = self.breaks[number], self.pieces[number]
        blank = flat_of(place)
        if blank is None:
            printer.show(place, indent)
            return
        flat = flat_of(piece)
        room = printer.width - indent
        if flat is None or len(flat) + behind > room:
            # It stands whole in no line; what counts is how it begins.
            columns, breaks = lead_of(piece)
            needed = columns + (0 if breaks else behind)
        else:
            needed = len(flat) + behind
        if printer.column + len(blank) + needed > printer.width and needed <= room:
            printer.newline(indent)
        else:
            printer.emit(blank)

    def lead(self) -> tuple[int, bool]:
        """The columns of the first piece, if another follows."""
        columns, breaks = lead_of(self.pieces[0])
        return columns, breaks or len(self.pieces) > 1


def flat_of(document: Document) -> str | None:
    """A document on one line, None where it needs several."""
    return document if isinstance(document, str) else document.flat


def lead_of(document: Document) -> tuple[int, bool]:
    """The columns before the first place for a line end, and whether there is one."""
    return (len(document), False) if isinstance(document, str) else document.lead()


def join(flats: Sequence[str | None]) -> str | None:
    """Texts on one line, None where one of them is None."""
    known = [each for each in flats if each is not None]
    return "".join(known) if len(known) == len(flats) else None


def print_document(document: Document, width: int, line_end: str) -> str:
    """The text of a document, in lines of at most so many characters where that can be.

    Inside of a text in quotes, line ends are its own.
    """
    printer = Printer(width, line_end)
    printer.show(document, 0)
    if printer.pieces:
        printer.pieces.append(line_end)
    return "".join(printer.pieces)
