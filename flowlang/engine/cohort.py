"""A cohort: the people whom one campaign takes through its steps together."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from flowlang.engine.calendar import Now, times_of
from flowlang.engine.masks import places_of
from flowlang.engine.tokens import Context
from flowlang.engine.vectors import Array, Rows, Times
from flowlang.model.campaigns import Campaign


@dataclass(slots=True)
class Cohort:
    """Rows of people, each once, in ascending order; the clock, and what tokens mean.

    `triggers` are references to the activities that triggered, None where there are none.
    `chain` are the campaigns under way, from the one that was entered to the executed one.
    """

    rows: Rows
    now: Now
    context: Context
    triggers: Times | None
    chain: tuple[Campaign, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def select(self, which: Array) -> Cohort:
        """Some of the people: by a mask, or by ascending places."""
        places = places_of(which) if which.dtype == np.bool_ else which
        if len(places) == len(self):
            return self
        return Cohort(
            self.rows.take(places),
            self.now if isinstance(self.now, int) else self.now.take(places),
            self.context,
            None if self.triggers is None else self.triggers.take(places),
            self.chain,
        )

    @property
    def times(self) -> Times:
        """The clock of each person."""
        return times_of(self.now, len(self.rows))


def merged(parts: list[Cohort], like: Cohort) -> Cohort:
    """Cohorts that were one put together again; that one itself where nobody was lost."""
    if sum(map(len, parts)) == len(like):
        return like
    parts = [part for part in parts if len(part)]
    if not parts:
        return like.select(np.zeros(0, np.int64))
    if len(parts) == 1:
        return replace(like, rows=parts[0].rows, now=parts[0].now, triggers=parts[0].triggers)
    rows = np.concatenate([part.rows for part in parts])
    order = np.argsort(rows, kind="stable")
    return replace(
        like,
        rows=rows[order],
        now=like.now
        if isinstance(like.now, int)
        else np.concatenate([part.times for part in parts])[order],
        triggers=None
        if like.triggers is None
        else np.concatenate([part.triggers for part in parts if part.triggers is not None])[order],
    )
