"""Asking a filter of a whole dataset."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from flowlang.datatypes import DataType
from flowlang.engine.plan import Plan
from flowlang.engine.run import PARTITION
from flowlang.engine.state import begin
from flowlang.matching.parts import Part, count_parts, no_parts
from flowlang.model.assets import Container
from flowlang.model.campaigns import Campaign, CampaignKind
from flowlang.model.filters import Filter
from flowlang.model.instance import Instance
from flowlang.people.dataset import Dataset
from flowlang.people.extract import ExtractWriter
from flowlang.people.rows import Table, input_columns, no_people, selected
from flowlang.source import Source, Span

SHOWN = 10
"""So many rows are shown where nobody says how many."""


@dataclass(slots=True)
class Match:
    """Who is in a filter: how many of how many, by which parts, and the first rows.

    `columns` are the names and types of the cells of a row; None is empty, dates are as
    Python has them.
    """

    filter: Filter
    people: int
    part: Part
    columns: tuple[tuple[str, DataType], ...] = ()
    rows: list[list[Any]] = field(default_factory=list)

    @property
    def matched(self) -> int:
        """How many people are in it."""
        return self.part.matched


def asking_plan(
    instance: Instance, now: int, seed: int, container: Container | None = None
) -> Plan:
    """A plan in which nothing runs: filters are asked at a moment."""
    place = instance.root if container is None else container
    source = Source("", "")
    nobody = Campaign("", "", place, source, Span(0, 0), CampaignKind.BATCH)
    return Plan(instance, nobody, now, seed, {}, None)


def match(
    plan: Plan,
    filter_: Filter,
    dataset: Dataset,
    *,
    shown: int = SHOWN,
    writer: ExtractWriter | None = None,
    progress: Callable[[int], None] | None = None,
) -> Match:
    """Ask a filter of everybody in a dataset.

    So many first rows are kept to be `shown`; a writer is given all of them. `progress`
    hears how many people are done.
    """
    result = Match(filter_, dataset.size, no_parts(filter_))
    for partition, rows in dataset.partitions(0, dataset.size, PARTITION):
        state = begin(plan, partition)
        everyone = np.arange(partition.size, dtype=np.intp)
        held, part = count_parts(filter_, state, everyone, plan.now)
        result.part.add(part)
        missing = shown - len(result.rows)
        if not result.columns or (missing > 0 and held.any()) or writer is not None:
            table = input_columns(dataset, partition, rows, {})
            places = np.flatnonzero(held)
            result.columns = tuple((each.name, each.type) for each in table)
            result.rows.extend(rows_of(selected(table, places[: max(missing, 0)])))
            if writer is not None:
                writer.add(selected(table, places))
        if progress is not None:
            progress(partition.size)
    if writer is not None and not dataset.size:
        writer.add(no_people(dataset))
    return result


def rows_of(table: Table) -> list[list[Any]]:
    """A table row by row, as Python values."""
    return [list(row) for row in zip(*(each.values.to_pylist() for each in table), strict=True)]
