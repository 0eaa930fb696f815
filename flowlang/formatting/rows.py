"""What takes lines of its own: heads with their blocks, rows of tables, items with comments."""

from __future__ import annotations

from collections.abc import Sequence

from flowlang.formatting.document import LINE, Document, Group, Printer, flat_of, join, lead_of


class Headed:
    """What stands before a block, and the block: `when lead_score >= 10 { … }`.

    Where the head takes several lines, the brace begins one of its own.
    """

    __slots__ = ("aligned", "before", "body", "flat", "head")

    def __init__(
        self, head: Document, before: Document, body: Document, aligned: bool = False
    ) -> None:
        self.head = head
        self.before = before
        self.body = body
        self.aligned = aligned
        self.flat = join([flat_of(head), flat_of(before), flat_of(body)])

    def show(self, printer: Printer, indent: int, after: int) -> None:
        """Write it on one line, or with the block broken, or all of it."""
        if self.flat is not None and printer.fits(self.flat, after):
            printer.emit(self.flat)
            return
        lines = printer.lines
        head = flat_of(self.head)
        behind = 1 + lead_of(self.body)[0]
        if head is not None and printer.fits(head, behind):
            printer.emit(head)
        else:
            printer.show(self.head, indent, behind)
        if self.before is not LINE:
            printer.show(self.before, indent)
        elif printer.lines == lines:
            printer.emit(" ")
        else:
            printer.newline(indent)
        body = self.body.content if isinstance(self.body, Group) else self.body
        printer.show(body, indent, after)

    def lead(self) -> tuple[int, bool]:
        """That of the head."""
        columns, breaks = lead_of(self.head)
        return (columns, True) if breaks else (columns + len(" {"), True)

    def cells(self) -> list[str] | None:
        """The head and the block, where both stand on one line and are to be aligned."""
        head, body = flat_of(self.head), flat_of(self.body)
        if not self.aligned or self.flat is None or head is None or body is None:
            return None
        return [head, body]


class Cells:
    """A row of a table: its cells, None where it does not stand on one line; and all of it."""

    __slots__ = ("_cells", "content", "flat")

    def __init__(self, cells: list[str] | None, content: Document) -> None:
        self._cells = cells
        self.content = content
        self.flat = flat_of(content)

    def show(self, printer: Printer, indent: int, after: int) -> None:
        """Write it as if it were no row."""
        printer.show(self.content, indent, after)

    def lead(self) -> tuple[int, bool]:
        """That of the content."""
        return lead_of(self.content)

    def cells(self) -> list[str] | None:
        """The cells, with what stands between them."""
        return self._cells


class Item:
    """One line or more inside of a block, with the comments that belong to it.

    `above` are comments on lines of their own, each with whether an empty line stands before
    it; `blank` says that for the item itself, `behind` is the comment at its end.
    An item may be nothing but a comment.
    """

    __slots__ = ("above", "behind", "blank", "content", "is_comment")

    def __init__(
        self,
        content: Document,
        above: list[tuple[str, bool]],
        blank: bool,
        behind: str | None,
        is_comment: bool = False,
    ) -> None:
        self.content = content
        self.above = above
        self.blank = blank
        self.behind = behind
        self.is_comment = is_comment

    @property
    def is_apart(self) -> bool:
        """Whether an empty line stands before it and its comments."""
        return self.above[0][1] if self.above else self.blank

    def set_apart(self, apart: bool) -> None:
        """Have an empty line before it and its comments, or none."""
        if self.above:
            self.above[0] = (self.above[0][0], apart)
        else:
            self.blank = apart

    def show(self, printer: Printer, indent: int, aligned: str | None) -> None:
        """Write it with its comments; `aligned` is the item as its neighbours have it stand."""
        for text, _ in self.above[:1]:
            printer.emit(text)
        for text, blank in self.above[1:]:
            printer.newline(indent, blank)
            printer.emit(text)
        if self.above:
            printer.newline(indent, self.blank)
        printer.show(self.content if aligned is None else aligned, indent)
        if self.behind is not None:
            printer.emit(f"  {self.behind}")


class Items:
    """Items one below the other; what stands on one line each is put into columns."""

    __slots__ = ("items",)

    flat: str | None = None

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items

    def show(self, printer: Printer, indent: int, after: int) -> None:
        """Write the items."""
        aligned = self._aligned(printer.width - indent)
        aligned |= self._with_comments_aligned(aligned, printer.width - indent)
        for number, item in enumerate(self.items):
            if number:
                printer.newline(indent, item.is_apart)
            item.show(printer, indent, aligned.get(number))

    def _aligned(self, room: int) -> dict[int, str]:
        """The items that stand in columns with their neighbours, by number.

        Neighbours have no empty line between them, unless they are rows of one table.
        """
        aligned: dict[int, str] = {}
        run: dict[int, list[str]] = {}
        for number, item in enumerate(self.items):
            content = item.content
            in_table = isinstance(content, Cells)
            cells = content.cells() if isinstance(content, Headed | Cells) else None
            if cells is not None and len(flat_of(content) or "") > room:
                cells = None
            if not in_table and (cells is None or item.is_apart):
                aligned |= _in_columns(run, room)
                run = {}
            if cells is not None:
                run[number] = cells
        return aligned | _in_columns(run, room)

    def _with_comments_aligned(self, aligned: dict[int, str], room: int) -> dict[int, str]:
        """Items on one line directly below each other, so long that their comments line up."""
        found: dict[int, str] = {}
        run: dict[int, str] = {}
        for number, item in enumerate(self.items):
            text = aligned.get(number, flat_of(item.content))
            is_short = text is not None and len(text) <= room and item.behind is not None
            if not is_short or item.above or item.blank:
                found |= _equally_long(run)
                run = {}
            if is_short and text is not None:
                run[number] = text
        return found | _equally_long(run)

    def lead(self) -> tuple[int, bool]:
        """As for a line end, as there may be one."""
        return 0, True


def _equally_long(lines: dict[int, str]) -> dict[int, str]:
    width = max(map(len, lines.values()), default=0)
    return {number: line.ljust(width) for number, line in lines.items()}


def _in_columns(rows: dict[int, list[str]], room: int) -> dict[int, str]:
    """Rows with their cells below each other, by number; none where one would not fit."""
    widths: dict[int, int] = {}
    for cells in rows.values():
        for column, cell in enumerate(cells[:-1]):
            widths[column] = max(widths.get(column, 0), len(cell))
    lines = {
        number: " ".join(
            [cell.ljust(widths[column]) for column, cell in enumerate(cells[:-1])] + cells[-1:]
        )
        for number, cells in rows.items()
    }
    return lines if all(len(line) <= room for line in lines.values()) else {}
