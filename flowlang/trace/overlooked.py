"""Activities of the input that happen in a simulation and come to nothing."""

from __future__ import annotations

from collections.abc import Container, Iterator

import numpy as np

from flowlang.engine.machine import Machine
from flowlang.engine.occasions import stored_block
from flowlang.engine.trips import INPUT
from flowlang.trace.activities import activity_told
from flowlang.trace.misses import missed
from flowlang.trace.story import Activity


def overlooked(machine: Machine, row: int, known: Container[int]) -> Iterator[Activity]:
    """A person's activities in the period that some campaign listens for, in vain.

    `known` are the references of those that are in the story already.
    """
    plan = machine.state.plan
    table = machine.state.partition.activities
    if not plan.simulates or not table.num_rows:
        return
    times = table["time"].to_numpy()
    mine = table["person"].to_numpy() == row
    types = np.isin(table["type"].to_numpy(), list(plan.triggers))
    inside = mine & types & (times >= plan.now) & (times < plan.end)
    own = {
        name for each in plan.instance.campaigns for name in (each.log_name, each.qualified_name)
    }
    for number in np.flatnonzero(inside).tolist():
        block = stored_block(machine.state, number)
        if INPUT - number in known or block.campaign in own:
            continue
        activity = activity_told(block, machine.state)
        if activity.result == "succeeded":
            found = (missed(each, block, machine) for each in plan.triggers[block.activity.number])
            activity.missed = [each for each in found if each is not None]
            yield activity
