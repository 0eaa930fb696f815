"""Quotes as they should be in a CSV file, and as they are.

Marketo writes `"a"b"` for a cell that holds a quote. A quote inside a quoted cell that is
followed by neither a separator, nor the end of the line, nor another quote belongs to the text.
"""

from __future__ import annotations

import csv
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

_BROKEN = {
    ",": re.compile(rb'[^,"\r\n]"[^,"\r\n]|"[^,"\r\n][^,"\r\n]*"[^,"\r\n]'),
    "\t": re.compile(rb'[^\t"\r\n]"[^\t"\r\n]'),
}
_BLOCK = 1 << 24


class UnclosedQuoteError(ValueError):
    """A cell whose quote is never closed; `row` counts from 1, the header first."""

    def __init__(self, row: int) -> None:
        super().__init__(f"the quote that begins in row {row} is never closed")
        self.row = row


class NoTextError(ValueError):
    """A line that is no UTF-8 text; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} is no UTF-8 text")
        self.line = line


def is_broken(path: Path, separator: str) -> bool:
    """Whether a file has a quote in the middle of a cell that is not doubled, or not closed.

    Raises `NoTextError` where the file is no UTF-8.
    """
    pattern = _BROKEN[separator]
    tail = b""
    quotes = 0
    broken = False
    for block in _text_blocks(path):
        broken = broken or pattern.search(tail + block) is not None
        quotes += block.count(b'"')
        tail = block[-2:]
    return broken or quotes % 2 == 1


def _text_blocks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, some at a time, of which it is sure that they are text."""
    decoder = getincrementaldecoder("utf-8")()
    line = 1
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                raise NoTextError(line + error.object.count(b"\n", 0, error.start)) from None
            if not block:
                return
            line += block.count(b"\n")
            yield block


def repair(path: Path, separator: str, target: Path, width: int | None = None) -> None:
    """Write a file again with every quote doubled that belongs to a text.

    With a width, short rows are filled with empty cells and long ones cut.
    """
    with (
        path.open(encoding="utf-8-sig", newline="") as source,
        target.open("w", encoding="utf-8", newline="") as result,
    ):
        writer = csv.writer(result, delimiter=separator, lineterminator="\n")
        for row in rows(source, separator):
            if width is not None:
                row = (row + [""] * (width - len(row)))[:width]
            writer.writerow(row)


def rows(source: TextIO, separator: str) -> Iterator[list[str]]:
    """The rows of a text, whatever its quotes are like; blank lines are none.

    Raises `UnclosedQuoteError` where a quote swallows the rest of the text.
    """
    text = source.read()
    cells: list[str] = []
    row = 1
    at, size = 0, len(text)
    ends = separator + "\r\n"
    while at < size:
        if text[at] == '"':
            cell, at = _quoted(text, at + 1, ends, row)
        else:
            start = at
            while at < size and text[at] not in ends:
                at += 1
            cell = text[start:at]
        cells.append(cell)
        if at >= size:
            break
        if text[at] == separator:
            at += 1
            if at == size:
                cells.append("")
            continue
        at += 2 if text[at : at + 2] == "\r\n" else 1
        if cells != [""]:
            row += 1
            yield cells
        cells = []
    if cells:
        yield cells


def _quoted(text: str, at: int, ends: str, row: int) -> tuple[str, int]:
    """The text of a quoted cell that begins at an offset, and the offset behind it."""
    pieces: list[str] = []
    while True:
        quote = text.find('"', at)
        if quote < 0:
            raise UnclosedQuoteError(row)
        pieces.append(text[at:quote])
        after = text[quote + 1 : quote + 2]
        if after == "" or after in ends:
            return "".join(pieces), quote + 1
        pieces.append('"')
        at = quote + (2 if after == '"' else 1)
