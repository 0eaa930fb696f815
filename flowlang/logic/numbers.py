"""Sets of numbers, as stretches of the number line."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple, Self

INFINITE = math.inf


class Stretch(NamedTuple):
    """All numbers from `low` to `high`; whether the two ends belong to it is said apart."""

    low: float
    has_low: bool
    high: float
    has_high: bool

    @property
    def is_empty(self) -> bool:
        """Whether no number is in it."""
        if self.low == self.high:
            return not (self.has_low and self.has_high)
        return self.low > self.high

    def has(self, number: float) -> bool:
        """Whether a number is in it."""
        above = number > self.low or (self.has_low and number == self.low)
        return above and (number < self.high or (self.has_high and number == self.high))

    def common(self, other: Stretch) -> Stretch:
        """What is in both."""
        low, has_low, high, has_high = self
        if other.low > low or (other.low == low and has_low):
            low, has_low = other.low, other.has_low
        if other.high < high or (other.high == high and has_high):
            high, has_high = other.high, other.has_high
        return Stretch(low, has_low, high, has_high)


class Numbers(NamedTuple):
    """A set of numbers: stretches in order that do not touch each other."""

    stretches: tuple[Stretch, ...]

    @classmethod
    def all(cls) -> Self:
        """Every number."""
        return cls((Stretch(-INFINITE, False, INFINITE, False),))

    @classmethod
    def of(cls, numbers: Iterable[float]) -> Self:
        """Just these numbers."""
        return cls(tuple(Stretch(each, True, each, True) for each in sorted(set(numbers))))

    @classmethod
    def between(
        cls, low: float, high: float, *, has_low: bool = True, has_high: bool = True
    ) -> Self:
        """Those from one number to another."""
        whole = Stretch(low, has_low and low > -INFINITE, high, has_high and high < INFINITE)
        return cls(() if whole.is_empty else (whole,))

    def has(self, number: float) -> bool:
        """Whether a number is in the set."""
        return any(each.has(number) for each in self.stretches)

    def common(self, other: Numbers) -> Numbers:
        """The numbers that are in both sets."""
        pairs = [mine.common(each) for mine in self.stretches for each in other.stretches]
        return Numbers(tuple([each for each in pairs if not each.is_empty]))

    def others(self) -> Numbers:
        """The numbers that are not in the set."""
        found: list[Stretch] = []
        low, has_low = -INFINITE, False
        for each in self.stretches:
            found.append(Stretch(low, has_low, each.low, not each.has_low))
            low, has_low = each.high, not each.has_high
        found.append(Stretch(low, has_low, INFINITE, False))
        return Numbers(tuple(each for each in found if not each.is_empty and each.low < INFINITE))

    def whole(self) -> Numbers:
        """The whole numbers of the set, stretches that hold none left out."""
        found = []
        for each in self.stretches:
            low, high = each.low, each.high
            if math.isfinite(low):
                low = math.floor(low) + 1 if not each.has_low else math.ceil(low)
            if math.isfinite(high):
                high = math.ceil(high) - 1 if not each.has_high else math.floor(high)
            if low <= high:
                found.append(Stretch(low, math.isfinite(low), high, math.isfinite(high)))
        return Numbers(tuple(found))

    def pick(self, *, whole: bool) -> float | None:
        """One of them, a small round one where there is; None where none can be named."""
        mine = self.whole() if whole else self
        for each in mine.stretches:
            for number in _samples(each, whole):
                if each.has(number):
                    return number
        return None


def _samples(stretch: Stretch, whole: bool) -> Iterable[float]:
    """Numbers that may well be in a stretch, the nicest first."""
    low, high = stretch.low, stretch.high
    if low == -INFINITE and high == INFINITE:
        yield 0
    elif low == -INFINITE:
        yield high
        yield math.ceil(high) - 1
    elif high == INFINITE:
        yield low
        yield math.floor(low) + 1
    else:
        yield low
        yield math.floor(low) + 1
        yield high
        if not whole:
            yield (low + high) / 2
