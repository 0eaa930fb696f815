"""FlowLang through its Python seam, for the same work as `hand.py`.

`python -m benchmarks.product PEOPLE.parquet OUT [--processes N]`
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.vocabulary import MOMENT
from flowlang.engine.plan import Plan, schema_of
from flowlang.engine.run import crew_of, run
from flowlang.model.load import load
from flowlang.people.ingest import open_dataset
from flowlang.people.partition import Partition
from flowlang.people.problems import OnBadData
from flowlang.people.writing import DatasetWriter

PROJECT = Path(__file__).parent / "campaign"
CAMPAIGN = "Spring.Refresh"


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--processes", type=int, default=1)
    given = parser.parse_args()
    plan = make_plan()
    with (
        crew_of(given.processes) as crew,
        open_dataset(given.people, schema_of(plan.instance), OnBadData.ERROR) as dataset,
    ):
        writer = DatasetWriter.begin(dataset, given.out, overwrite=False)
        run(plan, dataset, writer, crew=crew)
        writer.finish("{}")


def make_plan() -> Plan:
    """The plan of the benchmark's run."""
    (instance,) = load([PROJECT]).instances
    campaign = next(each for each in instance.campaigns if each.qualified_name == CAMPAIGN)
    return Plan(instance, campaign, MOMENT, 0, {}, None)


def read_partitions(plan: Plan, people: Path, size: int) -> list[Partition]:
    """All people of a file in memory, so many to a partition."""
    with open_dataset(people, schema_of(plan.instance), OnBadData.ERROR) as dataset:
        return [partition for partition, _ in dataset.partitions(0, dataset.size, size)]


if __name__ == "__main__":
    main()
