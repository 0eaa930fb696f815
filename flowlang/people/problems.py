"""What can be wrong with a dataset, as values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from flowlang.refusal import UsageError


class OnBadData(Enum):
    """What to do about a cell that is no value: refuse, read it as empty, or leave out its row."""

    ERROR = "error"
    EMPTY = "empty"
    SKIP_PERSON = "skip-person"


class BadCell(NamedTuple):
    """A cell that is no value of its column; `row` is as a spreadsheet counts, header first."""

    file: str
    row: int
    column: str
    value: str
    wanted: str

    @property
    def sentence(self) -> str:
        """The cell, told to a person."""
        place = f"{self.file}, row {self.row}, column {self.column}"
        return f"{place}: `{self.value}` is {self.wanted}"


SHOWN = 20
"""How many bad cells are kept to be shown; all are counted."""


@dataclass(slots=True)
class BadData:
    """The bad cells of a dataset: the first ones, and how many there are in each file."""

    cells: list[BadCell] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, file: str, row: int, column: str, value: str, wanted: str) -> None:
        """Note one bad cell."""
        self.counts[file] += 1
        if len(self.cells) < SHOWN:
            self.cells.append(BadCell(file, row, column, value, wanted))

    def count(self, file: str, more: int) -> None:
        """Count bad cells that need not be shown."""
        self.counts[file] += more

    def take(self, others: BadData) -> None:
        """Take up what was noted elsewhere."""
        self.counts += others.counts
        self.cells += others.cells[: SHOWN - len(self.cells)]

    @property
    def total(self) -> int:
        """The number of all bad cells."""
        return sum(self.counts.values())


class RefusedError(UsageError):
    """A dataset that cannot be read or written at all; the text says why, in one sentence."""
