"""Races: who ends differently when campaigns on one activity take their turns otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations, islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowlang.engine.partition import run_partition
from flowlang.engine.plan import Order, Plan
from flowlang.engine.run import PARTITION
from flowlang.engine.vectors import Array
from flowlang.model.assets import Activity
from flowlang.model.campaigns import Campaign
from flowlang.people.dataset import Dataset
from flowlang.people.partition import Outcome, Partition

_NAMED = 5
"""So many people of each race are named."""


@dataclass(slots=True)
class Race:
    """Two campaigns whose order decides how people end.

    `activity` is what both listen to, `first` are the ids of some of the people, `differs` says
    what of them is not the same.
    """

    campaigns: tuple[Campaign, Campaign]
    activity: Activity
    people: int = 0
    first: list[str] = field(default_factory=list)
    differs: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Races:
    """All races of a simulation.

    `people` end differently when every order is reversed; for `unexplained` of them no two
    campaigns alone make the difference.
    """

    people: int = 0
    unexplained: int = 0
    found: dict[tuple[int, int, int], Race] = field(default_factory=dict)

    def sorted(self) -> list[Race]:
        """Those that reach most people first."""
        return sorted(
            self.found.values(),
            key=lambda each: (-each.people, [one.qualified_name for one in each.campaigns]),
        )


def races_of(plan: Plan, dataset: Dataset, size: int = PARTITION) -> Races:
    """Simulate the period with trigger campaigns in other orders, and compare how people end."""
    races = Races()
    for partition, _ in dataset.partitions(0, dataset.size, size):
        baseline, summary = run_partition(plan, partition)
        turned, there = run_partition(replace(plan, order=Order.REVERSED), partition)
        differing = set(_differences(partition, baseline, turned))
        if not differing:
            continue
        races.people += len(differing)
        explained: set[int] = set()
        # Who lost the race may have entered in the other order alone.
        for number, one, other in _pairs(plan, {*summary.entered, *there.entered}):
            found = _raced(plan, partition, baseline, (number, one, other), differing)
            if found:
                explained |= set(found)
                _note(races, plan, partition, (number, one, other), found)
        races.unexplained += len(differing - explained)
    return races


def _pairs(plan: Plan, entered: set[str]) -> Iterator[tuple[int, int, int]]:
    """Activity types, and two campaigns that listen to them and were entered."""
    for number, listeners in plan.triggers.items():
        ran = [each for each in listeners if each.qualified_name in entered]
        for one, other in combinations(ran, 2):
            yield number, plan.campaign_numbers[one], plan.campaign_numbers[other]


def _raced(
    plan: Plan,
    partition: Partition,
    baseline: Outcome,
    pair: tuple[int, int, int],
    among: set[int],
) -> dict[int, set[str]]:
    """Who ends differently when one campaign takes its turn before the other, and in what.

    The later one may be put before the earlier, or the earlier behind the later; only what
    both change is owed to these two, and not to one that stands between them.
    """
    found: dict[int, set[str]] | None = None
    for order in (Order.LATER_FIRST, Order.EARLIER_LAST):
        other, _ = run_partition(replace(plan, order=order, pair=pair), partition)
        differing = _differences(partition, baseline, other)
        if found is None:
            found = {row: what for row, what in differing.items() if row in among}
        else:
            found = {row: what | differing[row] for row, what in found.items() if row in differing}
        if not found:
            return {}
    return found or {}


def _note(
    races: Races,
    plan: Plan,
    partition: Partition,
    pair: tuple[int, int, int],
    found: dict[int, set[str]],
) -> None:
    number, one, other = pair
    campaigns = plan.instance.campaigns
    race = races.found.setdefault(
        pair, Race((campaigns[one], campaigns[other]), plan.numbered(number))
    )
    race.people += len(found)
    more = _NAMED - len(race.first)
    race.first += [str(partition.ids[row].as_py()) for row in islice(sorted(found), max(more, 0))]
    for what in found.values():
        race.differs |= what


# -- how people end -------------------------------------------------------------------------


def _differences(partition: Partition, one: Outcome, other: Outcome) -> dict[int, set[str]]:
    """The rows of people who do not end alike, and what of them differs."""
    found: dict[int, set[str]] = {}

    def note(rows: Array, what: str) -> None:
        for row in rows.tolist():
            found.setdefault(row, set()).add(what)

    for key in {*one.fields, *other.fields}:
        left, right = (_field(partition, each, key) for each in (one, other))
        if left is None or right is None:
            present = left if left is not None else right
            assert present is not None
            differs = pc.is_valid(present)
        else:
            both = pc.fill_null(pc.equal(left, right), False)
            empty = pc.and_(pc.is_null(left), pc.is_null(right))
            differs = pc.invert(pc.or_(both, empty))
        note(np.flatnonzero(differs.to_numpy(zero_copy_only=False)), key)
    note(np.setxor1d(one.deleted.to_numpy(), other.deleted.to_numpy()), "deleted")
    for name in ("lists", "programs", "waiting"):
        left, right = (_rows(partition, each, name) for each in (one, other))
        people = {row[0] for row in left ^ right if isinstance(row[0], int)}
        note(np.array(sorted(people), np.int64), name)
    return found


def _field(partition: Partition, outcome: Outcome, key: str) -> pa.Array | None:
    column = outcome.fields.get(key, partition.fields.get(key))
    if column is not None and pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    return column


def _rows(partition: Partition, outcome: Outcome, name: str) -> set[tuple[object, ...]]:
    """The rows of a table, without what only tells where they came from."""
    table = getattr(outcome, name)
    if table is None:
        table = getattr(partition, name)
    names = [each for each in table.column_names if each not in ("origin", "trigger")]
    return set(zip(*(table[each].to_pylist() for each in names), strict=True))
