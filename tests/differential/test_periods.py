"""Periods one after the other, several processes, rows in any order: the same tables."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flowlang.engine import longest
from flowlang.engine.plan import Plan, schema_of
from flowlang.engine.run import crew_of, run
from flowlang.engine.summary import Summary
from flowlang.model.instance import Instance
from flowlang.people.ingest import open_dataset
from flowlang.people.problems import OnBadData
from flowlang.people.writing import DatasetWriter
from tests.differential import tables
from tests.differential.programs import Maker
from tests.differential.test_engine_equals_reference import NOW, Case, bound, make_case

DAY = 86400
Batches = Callable[..., Iterator[tuple[int, int]]]
PERIODS = [(1, 9), (2, 40), (40, 100)]


def simulated(
    instance: Instance,
    source: Path,
    target: Path,
    start: int,
    end: int,
    size: int = 100,
    processes: int = 1,
) -> Summary:
    """Simulate a period over a dataset on disk."""
    plan = Plan(instance, None, start, 42, until=end, simulates=True)
    with open_dataset(source, schema_of(instance), OnBadData.ERROR) as opened:
        writer = DatasetWriter.begin(opened, target, overwrite=False)
        with crew_of(processes) as crew:
            summary = run(plan, opened, writer, crew=crew, size=size)
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
    same_bytes(tmp_path / "both", tmp_path / "whole")


def same_bytes(one: Path, other: Path) -> None:
    """Assert that two folders hold the same tables, byte for byte."""
    names = [sorted(each.name for each in folder.glob("*.csv")) for folder in (one, other)]
    assert names[0] == names[1]
    for name in names[0]:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


def made_up(seed: int) -> Case:
    return make_case(Maker(random.Random(seed).randint), simulated=True)


@pytest.mark.parametrize("seed", [2000, 2001, 2002])
def test_several_processes_are_one(seed: int, tmp_path: Path) -> None:
    case = made_up(seed)
    while len(case.data["people"]) < 3 or not case.data["activities"]:
        seed += 10
        case = made_up(seed)
    instance = bound(case, tmp_path)
    tables.write(case.data, tmp_path / "in")
    last = NOW + 40 * DAY
    one = simulated(instance, tmp_path / "in", tmp_path / "one", NOW, last)
    two = simulated(instance, tmp_path / "in", tmp_path / "two", NOW, last, 1, processes=2)
    same_bytes(tmp_path / "two", tmp_path / "one")
    assert two == one


# Few of them in processes, which take long to start.
@pytest.mark.parametrize(
    ("seed", "processes"), [*((seed, 1) for seed in range(30)), (0, 2), (10, 2), (20, 2)]
)
def test_who_runs_before_the_others_changes_nothing(
    seed: int, processes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(longest, "FEW", 1)
    monkeypatch.setattr(longest, "_RARE", 2)
    monkeypatch.setattr(longest, "_WORTH", 1)
    monkeypatch.setattr(longest, "_TOGETHER", 4)
    early: list[tuple[int, int]] = []
    monkeypatch.setattr(longest, "batches", spied(longest.batches, early))
    monkeypatch.setattr("flowlang.engine.run.batches", longest.batches)
    last = NOW + 40 * DAY
    number = 4000 + seed
    while True:
        case = made_up(number)
        folder = tmp_path / str(number)
        folder.mkdir()
        instance = bound(case, folder)
        tables.write(case.data, folder / "in")
        several = simulated(instance, folder / "in", folder / "several", NOW, last, 2, processes)
        if early:
            break
        number += 50
        assert number < 6000
    one = simulated(instance, folder / "in", folder / "one", NOW, last)
    same_bytes(folder / "several", folder / "one")
    assert several == one


def spied(batches: Batches, found: list[tuple[int, int]]) -> Batches:
    """The same, but what it gives is noted."""

    def spy(*given: Any) -> Iterator[tuple[int, int]]:
        for each in batches(*given):
            found.append(each)
            yield each

    return spy


@pytest.mark.parametrize("seed", range(30))
def test_rows_may_stand_in_any_order(seed: int, tmp_path: Path) -> None:
    case = made_up(3000 + seed)
    instance = bound(case, tmp_path)
    last = NOW + 40 * DAY
    chance = random.Random(seed)
    mixed = {name: shuffled(rows, chance) for name, rows in case.data.items()}
    # Waits that began together end in the order in which they stand.
    mixed["waiting"] = case.data["waiting"]
    for name, data in (("ordered", case.data), ("mixed", mixed)):
        tables.write(data, tmp_path / name)
        simulated(instance, tmp_path / name, tmp_path / f"{name}-out", NOW, last, size=2)
    found, wanted = (tables.read(tmp_path / f"{name}-out") for name in ("mixed", "ordered"))
    for name, rows in wanted.items():
        assert by_person(found[name]) == by_person(rows), name


def shuffled(rows: tables.Rows, chance: random.Random) -> tables.Rows:
    """Rows in another order, but for activities of one person at one moment."""
    places = list(range(len(rows)))
    chance.shuffle(places)
    if rows and "activityDate" in rows[0]:
        groups: dict[tuple[str, str], list[int]] = {}
        for place in sorted(places):
            groups.setdefault(moment_of(rows[place]), []).append(place)
        queues = {key: iter(each) for key, each in groups.items()}
        places = [next(queues[moment_of(rows[place])]) for place in places]
    return [rows[place] for place in places]


def moment_of(row: dict[str, str]) -> tuple[str, str]:
    """Whose activity it is, and when it happened."""
    return row["leadId"], row["activityDate"]


def by_person(rows: tables.Rows) -> tables.Rows:
    """Rows by person; those of one person in their order where that means something."""
    key = "id" if rows and "id" in rows[0] else "leadId"
    if rows and ("activityDate" in rows[0] or "until" in rows[0]):
        return sorted(rows, key=lambda row: row[key])
    return sorted(rows, key=lambda row: (row[key], *row.values()))
