"""A filter taken apart: how many people each part lets through on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from flowlang.engine.filters import passing
from flowlang.engine.state import State
from flowlang.engine.vectors import Mask, Rows
from flowlang.model.filters import All, Any, Filter


@dataclass(slots=True)
class Part:
    """One part of a filter and how many it let through.

    Below an `and` a part is asked of those whom the parts before it let through, so that the
    numbers go down from line to line; below an `or` each part is asked of all who come there.
    """

    filter: Filter
    matched: int = 0
    parts: tuple[Part, ...] = ()

    def add(self, other: Part) -> None:
        """Add the numbers of the same filter for other people."""
        self.matched += other.matched
        for mine, more in zip(self.parts, other.parts, strict=True):
            mine.add(more)

    @property
    def steps(self) -> tuple[Part, ...]:
        """The parts on the way: those of an `and` or `or`, else the filter itself."""
        return self.parts or (self,)

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Part]]:
        """Every part with its depth, in the order of the text."""
        yield depth, self
        for part in self.parts:
            yield from part.walk(depth + 1)


def no_parts(filter_: Filter) -> Part:
    """The parts of a filter before anybody was asked."""
    inner = filter_.items if isinstance(filter_, All | Any) else ()
    return Part(filter_, 0, tuple(no_parts(each) for each in inner))


def count_parts(filter_: Filter, state: State, rows: Rows, now: int) -> tuple[Mask, Part]:
    """For whom of some people a filter holds, and what each of its parts let through."""
    match filter_:
        case All():
            held, parts = _narrowed(filter_, state, rows, now)
        case Any():
            held = np.zeros(len(rows), np.bool_)
            found = []
            for item in filter_.items:
                some, part = count_parts(item, state, rows, now)
                held |= some
                found.append(part)
            parts = tuple(found)
        case _:
            held, parts = passing(filter_, state, rows, now, None), ()
    return held, Part(filter_, int(held.sum()), parts)


def _narrowed(filter_: All, state: State, rows: Rows, now: int) -> tuple[Mask, tuple[Part, ...]]:
    """The items of an `and`, each asked of those who passed the ones before."""
    places = np.arange(len(rows))
    found = []
    for item in filter_.items:
        some, part = count_parts(item, state, rows[places], now)
        places = places[some]
        found.append(part)
    held = np.zeros(len(rows), np.bool_)
    held[places] = True
    return held, tuple(found)
