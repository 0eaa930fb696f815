"""Periods one after the other, over partitions of any size: the same tables."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from flowlang.engine.plan import Plan, schema_of
from flowlang.engine.run import run
from flowlang.engine.summary import Summary
from flowlang.model.instance import Instance
from flowlang.people.ingest import open_dataset
from flowlang.people.problems import OnBadData
from flowlang.people.writing import DatasetWriter
from tests.differential import tables
from tests.differential.programs import Maker
from tests.differential.test_engine_equals_reference import NOW, bound, make_case

DAY = 86400
PERIODS = [(1, 9), (2, 40), (40, 100)]


def simulated(
    instance: Instance, source: Path, target: Path, start: int, end: int, size: int = 100
) -> Summary:
    """Simulate a period over a dataset on disk."""
    plan = Plan(instance, None, start, 42, until=end, simulates=True)
    with open_dataset(source, schema_of(instance), OnBadData.ERROR) as opened:
        writer = DatasetWriter.begin(opened, target, overwrite=False)
        summary = run(plan, opened, writer, size=size, processes=1)
        writer.finish("{}")
    return summary


@pytest.mark.parametrize("seed", range(30))
def test_two_periods_are_one(seed: int, tmp_path: Path) -> None:
    case = make_case(Maker(random.Random(1000 + seed).randint), simulated=True)
    instance = bound(case, tmp_path)
    tables.write(case.data, tmp_path / "in")
    first, last = (NOW + days * DAY for days in PERIODS[seed % len(PERIODS)])
    whole = simulated(instance, tmp_path / "in", tmp_path / "whole", NOW, last)
    simulated(instance, tmp_path / "in", tmp_path / "half", NOW, first, size=1)
    simulated(instance, tmp_path / "half", tmp_path / "both", first, last, size=2)
    if whole.stopped:
        pytest.skip("who is stopped goes on in the next period")
    for name in sorted(each.name for each in (tmp_path / "whole").glob("*.csv")):
        both, one = (tmp_path / which / name for which in ("both", "whole"))
        assert both.read_bytes() == one.read_bytes(), name
