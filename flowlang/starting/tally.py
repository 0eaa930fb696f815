"""What the cells of one column look like, counted while the rows go by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowlang.datatypes import DataType
from flowlang.people.columns import emptied, read_column

_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p")
FORMATS = tuple(
    f"{day}{clock}"
    for day, clock in product(
        ("%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y", "%Y/%m/%d"), _CLOCKS
    )
)
"""Ways to write days and times that people's exports have, and the reader knows when told."""

_LOOKS_DATED = r"^\s*\d{1,4}[./]\d{1,2}[./]\d{2,4}"
_ENOUGH = 1_000
_HOPELESS = 0.1
KEPT = 1_000
"""So many different cells are kept; of a column with more nothing depends on them."""


class Reading(NamedTuple):
    """One way to read the cells of a column: as a type, with a form for dates that needs one."""

    type: DataType
    format: str = ""

    def wrong(self, cells: pa.Array) -> np.ndarray[Any, Any]:
        """Which cells are none: the reader of datasets is asked, so that it will agree later."""
        found: list[np.ndarray[Any, Any]] = []
        formats = (self.format,) if self.format else ()
        read_column(cells, self.type, formats, lambda places, _: found.append(places))
        return found[0] if found else np.array([], np.int64)


_PLAIN = (
    Reading(DataType.BOOLEAN),
    Reading(DataType.INTEGER),
    Reading(DataType.FLOAT),
    Reading(DataType.DATETIME),
)
PATTERNS = {
    DataType.EMAIL: r"^[^@\s]+@[^@\s]+\.[^@\s.]+$",
    DataType.URL: r"(?i)^https?://\S+$",
    DataType.PHONE: r"^\+?[\d ()/.\-]{6,25}$",
}
"""What text of some types looks like; nothing else would be wrong, it is only a guess."""


@dataclass(slots=True)
class Tally:
    """One column: how many cells are not empty, and for each way to read them how many fit.

    `readings` has only the ways that are not hopeless, `odd` for each way a cell that does not fit.
    `values` are the different cells and how often they come, None where there are too many.
    """

    name: str
    cells: int = 0
    readings: dict[Reading, int] = field(default_factory=dict)
    odd: dict[Reading, str] = field(default_factory=dict)
    alike: Counter[DataType] = field(default_factory=Counter)
    values: Counter[str] | None = field(default_factory=Counter)
    longest: int = 0
    has_lines: bool = False
    leading_zeros: bool = False

    def add(self, column: pa.Array) -> None:
        """Count some more cells."""
        counted = pc.value_counts(emptied(column.cast(pa.string())).drop_null())
        words, counts = counted.field("values"), counted.field("counts").to_numpy()
        if not len(words):
            return
        if not self.cells:
            self.readings = dict.fromkeys(_candidates(words), 0)
        self.cells += int(counts.sum())
        self._read(words, counts)
        for type_, pattern in PATTERNS.items():
            self.alike[type_] += int(counts[_matches(words, pattern)].sum())
        self.longest = max(self.longest, pc.max(pc.utf8_length(words)).as_py())
        self.has_lines = self.has_lines or bool(_matches(words, r"[\r\n]").any())
        self.leading_zeros = self.leading_zeros or bool(_matches(words, r"^\s*[+-]?0\d").any())
        self._keep(words, counts)

    def _read(self, words: pa.Array, counts: np.ndarray[Any, Any]) -> None:
        """Try every way that has not turned out hopeless."""
        for reading in list(self.readings):
            sample = counts[:_ENOUGH]
            wrong = reading.wrong(words.slice(0, _ENOUGH))
            if sample[wrong].sum() > _HOPELESS * sample.sum():
                del self.readings[reading]
            else:
                wrong = reading.wrong(words)
                self.readings[reading] += int(counts.sum() - counts[wrong].sum())
            if len(wrong):
                self.odd.setdefault(reading, words[int(wrong[0])].as_py())

    def _keep(self, words: pa.Array, counts: np.ndarray[Any, Any]) -> None:
        if self.values is None or len(words) > KEPT:
            self.values = None
            return
        for word, count in zip(words.to_pylist(), counts.tolist(), strict=True):
            self.values[word] += count
        if len(self.values) > KEPT:
            self.values = None


def _candidates(words: pa.Array) -> list[Reading]:
    """The ways that are tried; forms of dates only where something looks like a date."""
    if not _matches(words.slice(0, _ENOUGH), _LOOKS_DATED).any():
        return list(_PLAIN)
    return [*_PLAIN, *(Reading(DataType.DATETIME, each) for each in FORMATS)]


def _matches(words: pa.Array, pattern: str) -> np.ndarray[Any, Any]:
    found: np.ndarray[Any, Any] = pc.match_substring_regex(words, pattern).to_numpy(
        zero_copy_only=False
    )
    return found
