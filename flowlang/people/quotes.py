"""Quotes as they should be in a CSV file, and as they are.

Marketo writes `"a"b"` for a cell that holds a quote. A quote inside a quoted cell that is
followed by neither a separator, nor the end of the line, nor another quote belongs to the text.
"""

from __future__ import annotations

import csv
from codecs import getincrementaldecoder
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import numpy as np

_QUOTE = ord('"')
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
    before = b""
    quotes = 0
    broken = False
    for block in _text_blocks(path):
        text = before + block
        broken = broken or _has_inner_quote(text, separator)
        quotes += block.count(b'"')
        # A text between quotes may go on in the next block.
        before = text[max(text.rfind(b'"') - 1, 0) :] if b'"' in text else text[-1:]
    return broken or quotes % 2 == 1


def _has_inner_quote(text: bytes, separator: str) -> bool:
    """Whether some quote of a text can neither begin nor end a cell, nor is doubled."""
    letters = np.frombuffer(text, np.uint8)
    quotes = np.flatnonzero(letters == _QUOTE)
    ends = [ord(each) for each in f"{separator}\r\n"]
    inner = np.ones(256, np.bool_)
    inner[[_QUOTE, *ends]] = False
    before = inner[letters[quotes - 1]] & (quotes > 0)
    after = inner[letters[np.minimum(quotes + 1, len(letters) - 1)]] & (quotes + 1 < len(letters))
    if (before & after).any():
        return True
    if separator == "\t":
        return False
    # `"a"b`: nothing ends a cell between two quotes, and behind the second one it goes on.
    ended = np.searchsorted(np.flatnonzero(np.isin(letters, ends)), quotes)
    together = (ended[1:] == ended[:-1]) & (np.diff(quotes) > 1)
    return bool((together & after[1:]).any())


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
