"""What the summary of a run or a simulation counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple


class Limit(NamedTuple):
    """A batch run that let nobody in, because more would have entered than may."""

    campaign: str
    at: int
    limit: int
    qualified: int


@dataclass
class Counts:
    """Numbers; `people` is all of them, and the next four are about the campaign of a run."""

    people: int = 0
    qualified: int = 0
    failed_smart_list: int = 0
    already_entered: int = 0
    over_limit: int = 0
    activities: Counter[str] = field(default_factory=Counter)
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)
    executed: Counter[tuple[str, bool]] = field(default_factory=Counter)
    entered: Counter[str] = field(default_factory=Counter)
    steps: Counter[tuple[str, str]] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    limits: list[Limit] = field(default_factory=list)
    waiting: int = 0

    def count(self, outcome: str) -> None:
        """Count one person who entered the campaign of a run, or why not."""
        setattr(self, outcome, getattr(self, outcome) + 1)
