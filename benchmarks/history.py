"""A filter on history, `did open_email at least 3 times in past 90 days`, over many activities.

`python -m benchmarks.history [--people 1000000] [--each 20] [--rounds 5]`
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from benchmarks.measure import interleaved
from benchmarks.nurtured import Year
from benchmarks.year import END, START, partition_of
from flowlang.engine.filters import passing
from flowlang.engine.plan import Plan
from flowlang.engine.state import State, begin
from flowlang.model.bind import bind_filter
from flowlang.model.load import load
from flowlang.source import Source

FILTER = "did open_email at least 3 times in past 90 days"
TYPES = (10, 1, 2, 11, 6, 7)
WINDOW, LEAST, SIZE = 90 * 86_400, 3, 100_000
PROJECT = Path(__file__).parent / "nurture"


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--each", type=int, default=20, help="activities for each person")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    (instance,) = load([PROJECT]).instances
    filter_, mistakes = bind_filter(instance, Source("filter", FILTER))
    assert filter_ is not None, mistakes
    plan = Plan(instance, None, END, 0, until=END + 1)
    sizes = [min(SIZE, given.people - first) for first in range(0, given.people, SIZE)]
    years = [made(size, given.each, number) for number, size in enumerate(sizes)]
    states = [begin(plan, partition_of(each)) for each in years]
    everyone = [np.arange(size, dtype=np.int32) for size in sizes]

    def ask() -> int:
        return sum(
            int(passing(filter_, state, rows, END, None).sum())
            for state, rows in zip(states, everyone, strict=True)
        )

    def first() -> int:
        fresh = [_fresh(state) for state in states]
        return sum(
            int(passing(filter_, state, rows, END, None).sum())
            for state, rows in zip(fresh, everyone, strict=True)
        )

    def by_hand() -> int:
        return sum(int(counted(each).sum()) for each in years)

    found = by_hand()
    assert found == first() == ask()
    print(f"{given.people:,} people, {given.people * given.each:,} activities, {found:,} match")
    works = {
        "numpy: mask and bincount": by_hand,
        "FlowLang, asked first": first,
        "FlowLang, asked again": ask,
    }
    results = interleaved(works, given.rounds)
    limit = results["numpy: mask and bincount"].seconds
    for name, each in results.items():
        print(f"  {name:<28}{each.seconds * 1000:>9.1f} ms {each.seconds / limit:>7.2f} x")


def made(size: int, each: int, seed: int) -> Year:
    """So many activities of six types for each person, over a year."""
    chance = np.random.default_rng(seed)
    person = np.repeat(np.arange(size), each)
    when = chance.integers(START, END, len(person))
    order = np.lexsort((when, person))
    return Year(size, person[order], when[order], chance.choice(TYPES, len(person)))


def counted(year: Year) -> np.ndarray:
    """Who has enough of them, with numpy alone."""
    fits = (year.type == TYPES[0]) & (year.time >= END - WINDOW) & (year.time <= END)
    return np.bincount(year.person[fits], minlength=year.size) >= LEAST


def _fresh(state: State) -> State:
    """The state as if nothing had been asked before."""
    return begin(state.plan, state.partition)


if __name__ == "__main__":
    main()
