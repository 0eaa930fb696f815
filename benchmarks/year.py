"""A year of a nurture: FlowLang, a wavefront written by hand for it, and a heap of events.

`python -m benchmarks.year [--people 1000000] [--rounds 3] [--heap 1000000] [--programs]`
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks import wavefront
from benchmarks.heap import by_heap
from benchmarks.histories import history_folder
from benchmarks.measure import FLOWLANG, Command, Measured, commands, interleaved
from benchmarks.nurtured import OPEN, UNSUBSCRIBE, Result, Year, differences
from flowlang.engine.longest import batches, longest, rest_of
from flowlang.engine.partition import run_partition
from flowlang.engine.plan import Plan
from flowlang.model.load import load
from flowlang.people.partition import Outcome, Partition
from flowlang.people.regrouping import Came, chosen, merged, part_of, together

PROJECT = Path(__file__).parent / "nurture"
START, END = 1_767_225_600, 1_798_761_600
"""2026, in UTC."""

EVENTS_EACH = 5
LEAVES = 0.05
"""Activities for each person on the average, and the share of people who unsubscribe."""


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--heap", type=int, default=1_000_000, help="people of the heap")
    parser.add_argument(
        "--programs",
        action="store_true",
        help="the command over files, too: one process and several, and ten times the people",
    )
    parser.add_argument("--partition", type=int, default=100_000)
    given = parser.parse_args()
    for name, heavy in (("even histories", False), ("heavy-tailed histories", True)):
        year = made(given.people, heavy=heavy)
        print(f"\n{name}: {given.people:,} people, {len(year.person):,} activities, ", end="")
        print(f"{np.bincount(year.person).max():,} at most")
        compare(year, given.rounds, given.partition)
        against_heap(year, given.heap, given.partition)
        if given.programs:
            programs(year, "heavy" if heavy else "even", given.rounds)


def made(size: int, *, heavy: bool) -> Year:
    """The same year every time."""
    chance = np.random.default_rng(7)
    if heavy:
        weights = chance.pareto(1.2, size)
        counts = np.minimum(weights / weights.mean() * EVENTS_EACH, 2_000).astype(np.int64)
        counts[size // 2] = 2_000
    else:
        counts = chance.poisson(EVENTS_EACH, size)
    person = np.repeat(np.arange(size), counts)
    when = chance.integers(START, END, len(person))
    leavers = np.flatnonzero(chance.random(size) < LEAVES)
    away = chance.integers(START, END, len(leavers))
    person, when = np.concatenate([person, leavers]), np.concatenate([when, away])
    kinds = np.full(len(person), OPEN)
    kinds[len(person) - len(leavers) :] = UNSUBSCRIBE
    order = np.lexsort((when, person))
    return Year(size, person[order], when[order], kinds[order])


def compare(year: Year, rounds: int, size: int) -> None:
    """The engine against the wavefront."""
    plan = make_plan()
    ranges = [(first, min(first + size, year.size)) for first in range(0, year.size, size)]
    parts = [year.part(*each) for each in ranges]
    partitions = [partition_of(each) for each in parts]
    for part, outcome in zip(parts, outcomes(plan, partitions), strict=True):
        demand_equal(Result.of(outcome), wavefront.run(part), "by hand")

    def product() -> int:
        return sum(each.activities.num_rows for each in outcomes(plan, partitions))

    def by_hand() -> int:
        return sum(wavefront.run(each).activities.num_rows for each in parts)

    print(f"  {product():,} new activities; the tables of both are equal")
    found = interleaved({"written by hand": by_hand, "FlowLang": product}, rounds)
    limit = found["written by hand"].seconds
    for name, each in found.items():
        print(f"  {name:<28}{each.seconds:>9.3f} s {each.seconds / limit:>7.2f} x")


def against_heap(year: Year, people: int, size: int) -> None:
    """The engine against one event after the other, once, for it takes very long."""
    some = year.part(0, min(people, year.size))
    plan = make_plan()
    ranges = [(first, min(first + size, some.size)) for first in range(0, some.size, size)]
    parts = [some.part(*each) for each in ranges]
    partitions = [partition_of(each) for each in parts]
    demand_equal(Result.of(next(outcomes(plan, partitions))), by_heap(parts[0]), "the heap")
    start = time.perf_counter()
    by_heap(some)
    heap = time.perf_counter() - start
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        for _ in outcomes(plan, partitions):
            pass
        seconds.append(time.perf_counter() - start)
    engine = statistics.median(seconds)
    print(f"  {some.size:,} people: heap of events {heap:.2f} s, FlowLang {engine:.3f} s", end="")
    print(f": {heap / engine:.1f} times as fast")


def outcomes(plan: Plan, partitions: Sequence[Partition]) -> Iterator[Outcome]:
    """What comes of each partition, the people with the longest histories run before the others.

    It is what `flowlang.engine.run` does, but that what is held is in memory here.
    """
    people = sum(each.size for each in partitions)
    size = partitions[0].size
    counts = np.concatenate([_counts(each, plan) for each in partitions])
    rows = longest(counts)
    parts: list[list[Came]] = [[] for _ in partitions]
    for first, last in batches(counts, rows, people, size) if len(rows) else ():
        some = range(first // size, -(-last // size))
        early = [rows[(rows // size) == number] % size for number in some]
        found = [chosen(partitions[at], who) for at, who in zip(some, early, strict=True)]
        outcome, _ = run_partition(plan, together(found))
        ends = np.cumsum([len(who) for who in early]).tolist()
        for number, who, end in zip(some, early, ends, strict=True):
            parts[number].append(Came(who, part_of(outcome, end - len(who), end)))
    for partition, came in zip(partitions, parts, strict=True):
        if not any(len(each.rows) for each in came):
            yield run_partition(plan, partition)[0]
            continue
        others = rest_of(partition.size, came[0].rows)
        outcome, _ = run_partition(plan, chosen(partition, others))
        yield merged(partition, [Came(others, outcome), *came])


def _counts(partition: Partition, plan: Plan) -> np.ndarray:
    times = partition.activities["time"].to_numpy()
    inside = (times >= plan.now) & (times < plan.end)
    people = partition.activities["person"].to_numpy()[inside]
    return np.bincount(people, minlength=partition.size)


def programs(year: Year, name: str, rounds: int) -> None:
    """The command over files, Parquet to Parquet: seconds, and megabytes of the largest process."""
    words = (*FLOWLANG[1:], "simulate", str(PROJECT), "--from", "2026-01-01", "--to", "2027-01-01")
    alone = ("taskset", "-c", "0", sys.executable)
    found: dict[str, Measured] = {}
    for larger, repeats, told in ((1, rounds, ""), (10, 1, ", ten times the people")):
        people = str(history_folder(year, name, larger))
        given = (*words, "--people", people, "--out", "{out}", "--format", "json")
        works = {
            f"one processor{told}": Command((*alone, *given), {}),
            f"all processors{told}": Command.python(*given),
        }
        found |= commands(works, repeats, lambda folders: None)
    for work, each in found.items():
        print(f"  flowlang simulate, {work:<40}{each.seconds:>9.1f} s {each.megabytes:>7.0f} MB")


def demand_equal(one: Result, other: Result, name: str) -> None:
    """End the program where two results differ."""
    found = differences(one, other)
    if found:
        raise SystemExit(f"FlowLang and {name} differ in {', '.join(found)}")


def make_plan() -> Plan:
    """The simulation of the year."""
    (instance,) = load([PROJECT]).instances
    return Plan(instance, None, START, 0, until=END, simulates=True)


def partition_of(year: Year) -> Partition:
    """People without a name but with an address, and what they did, as the engine takes them."""
    size, rows = year.size, len(year.person)
    nothing = pa.DictionaryArray.from_arrays(
        pa.array(np.zeros(rows, np.int32)), pa.array([""], pa.string())
    )
    activities = pa.table(
        {
            "person": pa.array(year.person, pa.int32()),
            "guid": pa.nulls(rows, pa.string()),
            "time": pa.array(year.time, pa.int64()),
            "type": pa.array(year.type, pa.int32()),
            "campaign": pa.nulls(rows, pa.string()),
            "asset": nothing,
            "attributes": nothing,
            "succeeded": pa.array(np.ones(rows, np.bool_)),
        }
    )
    return Partition(
        0,
        pa.array(np.arange(1, size + 1)),
        {
            "email": pa.array(np.zeros(size, np.int32))
            .dictionary_encode()
            .cast(pa.dictionary(pa.int32(), pa.string())),
            "leadscore": pa.array(np.zeros(size, np.int64)),
        },
        activities,
        *(_empty(names) for names in _TABLES),
    )


_TABLES = (
    {"person": pa.int32(), "list": pa.int32()},
    {
        "person": pa.int32(),
        "program": pa.int32(),
        "status": pa.string(),
        "success": pa.bool_(),
        "success_date": pa.int64(),
        "membership_date": pa.int64(),
        "stream": pa.string(),
        "cadence": pa.string(),
        "origin": pa.int32(),
    },
    {
        "person": pa.int32(),
        "campaign": pa.int32(),
        "last_entered": pa.int64(),
        "times": pa.int32(),
    },
    {
        "person": pa.int32(),
        "campaign": pa.int32(),
        "wait": pa.int32(),
        "until": pa.int64(),
        "since": pa.int64(),
        "trigger": pa.string(),
        "tokens": pa.string(),
    },
)


def _empty(names: dict[str, pa.DataType]) -> pa.Table:
    return pa.schema(list(names.items())).empty_table()


if __name__ == "__main__":
    main()
