"""Running for one person and writing down the story: `trace_of(plan, partition)`."""

from __future__ import annotations

from flowlang.engine.partition import run_partition
from flowlang.engine.plan import Plan
from flowlang.people.partition import Partition
from flowlang.trace.recorder import Recorder
from flowlang.trace.story import Story


def trace_of(plan: Plan, partition: Partition, row: int = 0) -> Story:
    """What a run does to the person of a row, told; limits are taken as kept.

    Whoever keeps a machine of their own (a test, the shell) makes a `Recorder(row)`, gives it
    as `state.witness`, tells it `begins(machine)`, and asks it for its `story()` at the end.
    """
    recorder = Recorder(row)
    run_partition(plan, partition, recorder)
    return recorder.story()
