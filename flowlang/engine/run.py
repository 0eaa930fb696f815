"""Running a plan over a dataset: people in partitions, partitions in processes.

`run(plan, dataset, writer)` is the whole of it; what it gives does not depend on the size of
the partitions or the number of processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from flowlang.engine.memory import keep_memory
from flowlang.engine.partition import run_partition
from flowlang.engine.plan import Plan
from flowlang.engine.processes import in_processes, processors
from flowlang.engine.summary import Limit, Summary
from flowlang.people.dataset import Dataset
from flowlang.people.writing import DatasetWriter

PARTITION = 100_000
"""People taken together: few enough for the processor's caches, many enough to be worth it."""

_WORTH_A_PROCESS = 400_000
_PER_PROCESS = 2
"""A share is what is left, divided by so many times the processes.

More and smaller ones would end closer together, but whoever begins a share reads people before it.
"""

_MOST = 8
"""So many partitions are at most in a share: it is told that people are done when one ends."""

_EVEN = 4
"""The number of partitions is a multiple of this, so that processes end at about one time."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a process needs to run any share of the people."""

    plan: Plan
    dataset: Dataset
    writer: DatasetWriter | None
    size: int

    def run(self, first: int, last: int, clock: Callable[[int], None] | None = None) -> Summary:
        """Run the people of a range of rows, and write their parts."""
        keep_memory()
        total = Summary()
        for partition, rows in self.dataset.partitions(first, last, self.size):
            outcome, summary = run_partition(self.plan, partition, clock=clock)
            if self.writer is not None:
                self.writer.write_partition(partition, rows, outcome)
            total.add(summary)
        return total


def run(
    plan: Plan,
    dataset: Dataset,
    writer: DatasetWriter | None = None,
    *,
    size: int | None = None,
    processes: int | None = None,
    progress: Callable[[int], None] | None = None,
    clock: Callable[[int], None] | None = None,
) -> Summary:
    """Run a plan over a dataset and hand what comes of it to a writer, if there is one.

    `size` is the number of people in a partition; it and the `processes` are chosen by the number
    of people where None. `progress` hears how many people are done; `clock` how far virtual time
    has come for those who are under way, in the process that is furthest behind.
    """
    if size is None:
        size = _partition_size(dataset.size)
    if processes is None:
        processes = processors() if dataset.size >= _WORTH_A_PROCESS else 1
    while True:
        job = Job(plan, dataset, writer, size)
        summary = _shared(job, processes, progress, clock)
        over = frozenset(over_limit(plan, summary))
        if over == plan.off:
            summary.limits = [_limit(plan, at, number, summary) for at, number in sorted(over)]
            return summary
        # What was let in too early is right up to the first run that was over its limit, so
        # that every time at least one run more is settled.
        plan = replace(plan, off=over)
        if writer is not None:
            writer.restart()


def _partition_size(people: int) -> int:
    """So many people in a partition that all are about as large.

    It hangs on nothing but the people: where a table is cut into parts is part of the result.
    """
    partitions = -(-people // PARTITION)
    if partitions > 1:
        partitions = -(-partitions // _EVEN) * _EVEN
    return -(-people // max(partitions, 1)) or 1


def over_limit(plan: Plan, summary: Summary) -> Iterator[tuple[int, int]]:
    """The batch runs, by moment and campaign number, that more would enter than may."""
    for (at, number), people in summary.entering.items():
        most = plan.instance.campaigns[number].at_most
        if most is not None and people > most:
            yield at, number


def _limit(plan: Plan, at: int, number: int, summary: Summary) -> Limit:
    campaign = plan.instance.campaigns[number]
    moment = plan.calendar.local(at).isoformat()
    return Limit(
        campaign.qualified_name, moment, campaign.at_most or 0, summary.entering[at, number]
    )


def _shared(
    job: Job,
    processes: int,
    progress: Callable[[int], None] | None,
    clock: Callable[[int], None] | None,
) -> Summary:
    """Run all people, in several processes where that is wanted."""
    total = Summary()
    shares = list(_shares(job.dataset.size, job.size, processes))
    if processes == 1 or len(shares) == 1:
        for first, last in shares:
            total.add(job.run(first, last, clock))
            if progress is not None:
                progress(last - first)
        return total
    for part in in_processes(job, shares, processes, progress, clock):
        total.add(part)
    return total


def _shares(people: int, size: int, processes: int) -> Iterator[tuple[int, int]]:
    """Ranges of rows, whole partitions each.

    They become smaller towards the end, so that all processes end at about one time.
    """
    first = 0
    while first < people:
        partitions = -(-(people - first) // size)
        step = size * min(-(-partitions // (processes * _PER_PROCESS)), _MOST)
        yield first, min(first + step, people)
        first += step
