"""Running a plan over a dataset: people in partitions, partitions in processes.

`run(plan, dataset, writer)` is the whole of it; what it gives does not depend on the size of
the partitions or the number of processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

import numpy as np

from flowlang.engine.longest import batches, happening, longest, longest_of, rest_of
from flowlang.engine.memory import keep_memory
from flowlang.engine.partition import run_partition
from flowlang.engine.plan import Plan
from flowlang.engine.processes import Crew, Share, Work, processors
from flowlang.engine.summary import Limit, Summary
from flowlang.engine.vectors import Rows
from flowlang.people.dataset import Dataset
from flowlang.people.partition import Outcome, Partition
from flowlang.people.regrouping import Came, chosen, merged, together
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
    """What a process needs to run any share of the people.

    Those at the rows of `longest` have run before the others: see `flowlang.engine.longest`.
    """

    plan: Plan
    dataset: Dataset
    writer: DatasetWriter | None
    size: int
    longest: Rows

    def run(self, first: int, last: int, clock: Callable[[int], None] | None = None) -> Summary:
        """Run the people of a range of rows, and write their parts."""
        total = Summary()
        for partition, rows in self.dataset.partitions(first, last, self.size):
            outcome, summary = self._run(partition, clock)
            if self.writer is not None:
                self.writer.write_partition(partition, rows, outcome)
            total.add(summary)
        return total

    def _run(
        self, partition: Partition, clock: Callable[[int], None] | None
    ) -> tuple[Outcome, Summary]:
        early = longest_of(self.longest, partition)
        if not len(early):
            return run_partition(self.plan, partition, clock=clock)
        others = rest_of(partition.size, early)
        outcome, summary = run_partition(self.plan, chosen(partition, others), clock=clock)
        _name_rows(summary, others + partition.first_row)
        if self.writer is not None:
            first = partition.first_row
            parts = self.writer.held(first, first + partition.size)
            outcome = merged(partition, [Came(others, outcome), *parts])
        return outcome, summary


@dataclass(frozen=True, slots=True)
class EarlyJob:
    """What a process needs to run those who run before the others, of any share of the people."""

    job: Job

    def run(self, first: int, last: int, clock: Callable[[int], None] | None = None) -> Summary:
        """Run those of a range of rows, and hold what came of them."""
        job = self.job
        found = []
        for partition, _ in job.dataset.partitions(first, last, job.size):
            early = longest_of(job.longest, partition)
            if len(early):
                found.append(chosen(partition, early))
        outcome, summary = run_partition(job.plan, together(found), clock=clock)
        rows = job.longest[slice(*np.searchsorted(job.longest, [first, last]))]
        _name_rows(summary, rows)
        if job.writer is not None:
            job.writer.hold(Came(rows, outcome))
        return summary


def _name_rows(summary: Summary, rows: Rows) -> None:
    """Name who was stopped by their rows among all people."""
    for each in summary.stopped:
        each.row = int(rows[each.row])


def crew_for(people: int) -> AbstractContextManager[Crew | None]:
    """As many processes as so many people are worth, for as long as a block lasts."""
    return crew_of(processors() if people >= _WORTH_A_PROCESS else 1)


def crew_of(processes: int) -> AbstractContextManager[Crew | None]:
    """So many processes for as long as a block lasts; None where it is this one alone."""
    return nullcontext() if processes == 1 else Crew(processes, _ready)


def _ready() -> None:
    """Make ready for jobs in a process that has just started, and knows this module by now."""
    keep_memory()


def run(
    plan: Plan,
    dataset: Dataset,
    writer: DatasetWriter | None = None,
    *,
    crew: Crew | None = None,
    size: int | None = None,
    progress: Callable[[int], None] | None = None,
    clock: Callable[[int], None] | None = None,
) -> Summary:
    """Run a plan over a dataset and hand what comes of it to a writer, if there is one.

    It is done in this process where there is no `crew`. `size` is the number of people in a
    partition, chosen by how many there are where None. `progress` hears how many people are done;
    `clock` how far virtual time has come for those who are under way, in the process that is
    furthest behind.
    """
    if size is None:
        size = _partition_size(dataset.size)
    counts = happening(plan, dataset, size)
    rows = longest(counts)
    while True:
        job = Job(plan, dataset, writer, size, rows)
        summary = Summary()
        if len(rows):
            early = list(batches(counts, rows, dataset.size, size))
            summary.add(_shared(EarlyJob(job), early, crew, None, clock))
        shares = list(_shares(dataset.size, size, 1 if crew is None else crew.processes))
        summary.add(_shared(job, shares, crew, progress, clock))
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
    job: Work,
    shares: Sequence[Share],
    crew: Crew | None,
    progress: Callable[[int], None] | None,
    clock: Callable[[int], None] | None,
) -> Summary:
    """Do all shares, in the processes of a crew where there is one."""
    total = Summary()
    if crew is not None and len(shares) > 1:
        for part in crew.do(job, shares, progress, clock):
            total.add(part)
        return total
    keep_memory()
    for first, last in shares:
        total.add(job.run(first, last, clock))
        if progress is not None:
            progress(last - first)
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
