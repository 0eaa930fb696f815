"""One batch campaign over many people: FlowLang, a program written by hand, and polars.

`python -m benchmarks.batch [--people 1000000] [--rounds 5] [--memory]`
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks import limit
from benchmarks.compare import differences, score_sum
from benchmarks.measure import FLOWLANG, Command, Measured, commands, interleaved
from benchmarks.people import BLOCK, people_file
from benchmarks.product import CAMPAIGN, PROJECT, make_plan, read_partitions
from benchmarks.vocabulary import AT, TEXT_COLUMNS
from flowlang.engine.memory import keep_memory
from flowlang.engine.partition import run_partition
from flowlang.engine.plan import Plan
from flowlang.people.partition import Partition

LARGE = 10_000_000
LIMIT = "written by hand"
ENGINE = "FlowLang"


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000, help="how many people")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each, of which the median")
    parser.add_argument(
        "--memory", action="store_true", help="also run ten million people, once each"
    )
    given = parser.parse_args()
    equal_cells()
    engine_only(given.people, given.rounds)
    one_person()
    whole_programs(given.people, given.rounds)
    if given.memory:
        whole_programs(LARGE, 1, with_peer=False)


def equal_cells() -> None:
    """Make sure that all write the same, cell by cell, for one block of people."""
    _show("the same tables, cell by cell", f"{BLOCK:,} people")

    def check(folders: dict[str, Path]) -> None:
        first, *rest = folders
        for name in rest:
            found = differences(folders[first], folders[name], cells=True)
            _tell(f"{name} = {first}", found)

    commands(_programs(people_file(BLOCK)), 1, check)


def engine_only(size: int, rounds: int) -> None:
    """Filter, flow, log columns and changed columns in memory, in one process."""
    _show("engine only, in memory, one process", f"{size:,} people, median of {rounds}")
    people = people_file(size)
    plan = make_plan()
    partitions = read_partitions(plan, people, BLOCK)
    blocks = _blocks(people)

    def by_hand() -> int:
        return sum(len(limit.run(each).log["person"]) for each in blocks)

    def product() -> int:
        return sum(run_partition(plan, each)[0].activities.num_rows for each in partitions)

    keep_memory()
    rows = by_hand()
    _tell(f"{rows:,} activities from both", [] if rows == product() else ["not as many"])
    _ratios(interleaved({LIMIT: by_hand, ENGINE: product}, rounds))


def one_person() -> None:
    """One person who qualifies, through the whole campaign."""
    rounds = 200
    _show("one person through the campaign", f"median of {rounds}")
    people = people_file(BLOCK)
    plan = make_plan()
    (partition,) = read_partitions(plan, people, BLOCK)
    alone = _alone(partition, _who_scores(plan, partition))
    (block,) = _blocks(people)
    own = {name: _one(column, alone.first_row) for name, column in block.items()}
    times = interleaved(
        {LIMIT: lambda: limit.run(own), ENGINE: lambda: run_partition(plan, alone)}, rounds
    )
    for name, each in times.items():
        print(f"  {name:<28}{each.seconds * 1000:>9.2f} ms")


def whole_programs(size: int, rounds: int, *, with_peer: bool = True) -> None:
    """Parquet in, Parquet out; the peer, which keeps the log in memory, only where asked."""
    _show("the whole program, Parquet to Parquet", f"{size:,} people, median of {rounds}")
    people = people_file(size)

    def check(folders: dict[str, Path]) -> None:
        first, *rest = folders
        score = score_sum(folders[first])
        for name in rest:
            found = differences(folders[first], folders[name], cells=False)
            if score_sum(folders[name]) != score:
                found.append("another sum of scores")
            _tell(f"{name} = {first}", found)

    programs = _programs(people)
    if not with_peer:
        programs = {name: each for name, each in programs.items() if "polars" not in name}
    _ratios(commands(programs, rounds, check))


def _programs(people: Path) -> dict[str, Command]:
    """Every program that does the work, by name; the first one is the measure of the others."""
    processors = os.cpu_count() or 1
    programs: dict[str, Command] = {}
    for count in sorted({processors, 1}, reverse=True):
        given = (str(people), "{out}", "--processes", str(count))
        plural = "process" if count == 1 else "processes"
        programs[f"{LIMIT}, {count} {plural}"] = Command.python("-m", "benchmarks.hand", *given)
        programs[f"{ENGINE}, {count} {plural}"] = Command.python("-m", "benchmarks.product", *given)
    programs["flowlang run"] = Command.python(
        *(*FLOWLANG[1:], "run", str(PROJECT), "--people", str(people)),
        *("--campaign", CAMPAIGN, "--at", AT, "--out", "{out}", "--format", "json"),
    )
    programs[f"polars, {processors} threads"] = Command.python(
        "-m", "benchmarks.peer", str(people), "{out}", POLARS_MAX_THREADS=str(processors)
    )
    return programs


def _blocks(people: Path) -> list[dict[str, pa.Array]]:
    """A file of people in memory as the hand-written program takes them."""
    file = pq.ParquetFile(people, read_dictionary=list(TEXT_COLUMNS))
    tables = [file.read_row_group(number) for number in range(file.num_row_groups)]
    return [{name: each[name].combine_chunks() for name in each.column_names} for each in tables]


def _who_scores(plan: Plan, partition: Partition) -> int:
    """The row of the first person whom the executable campaign takes in."""
    activities = run_partition(plan, partition)[0].activities
    executes = plan.activity("execute_campaign").number
    mask = pc.equal(activities["type"], executes)
    return int(activities.filter(mask)["person"][0].as_py())


def _alone(partition: Partition, row: int) -> Partition:
    """A partition of one person of another."""
    return Partition(
        row,
        partition.ids.slice(row, 1),
        {key: _one(column, row) for key, column in partition.fields.items()},
        *(
            table.slice(0, 0)
            for table in (
                partition.activities,
                partition.lists,
                partition.programs,
                partition.campaigns,
                partition.waiting,
            )
        ),
    )


def _one(column: pa.Array, row: int) -> pa.Array:
    """One row of a column, as it would be read if there were no others."""
    value = column.slice(row, 1)
    if pa.types.is_dictionary(value.type):
        return value.cast(pa.string()).dictionary_encode()
    return value


def _show(title: str, detail: str) -> None:
    print(f"\n{title} ({detail})", flush=True)


def _tell(claim: str, wrong: list[str]) -> None:
    print(f"  {claim}: {'yes' if not wrong else '; '.join(wrong)}", flush=True)


def _ratios(measured: dict[str, Measured]) -> None:
    first = next(iter(measured.values()))
    print(f"  {'':<28}{'seconds':>9}{'ratio':>8}{'MB a process':>14}")
    for name, each in measured.items():
        memory = f"{each.megabytes:>14.0f}" if each.megabytes else ""
        print(f"  {name:<28}{each.seconds:>9.3f}{each.seconds / first.seconds:>8.2f}{memory}")


if __name__ == "__main__":
    main()
