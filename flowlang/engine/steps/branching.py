"""Steps that part people: choices and waits."""

from __future__ import annotations

import numpy as np

from flowlang.engine.cohort import Cohort, merged
from flowlang.engine.filters import passing
from flowlang.engine.machine import Machine
from flowlang.engine.steps.perform import perform, take_through
from flowlang.engine.tokens import write_outside
from flowlang.engine.trips import NO_TRIGGER, Place
from flowlang.engine.vectors import NEVER
from flowlang.engine.waits import ends
from flowlang.model.steps import Choose, Wait, WaitUntil


@perform.register
def _(step: Choose, machine: Machine, cohort: Cohort) -> Cohort:
    left = cohort
    done: list[Cohort] = []
    name = cohort.chain[-1].qualified_name
    witness = machine.state.witness
    for number, branch in enumerate(step.branches, 1):
        if not len(left):
            break
        if branch.condition is None:
            holds = np.ones(len(left), np.bool_)
        else:
            holds = passing(branch.condition, machine.state, left.rows, left.now, left.context)
        if witness is not None:
            witness.tries(branch, f"{step.path}.{number}", left, holds)
        taken, left = left.select(holds), left.select(~holds)
        machine.summary.taken[name, f"{step.path}.{number}"] += len(taken)
        done.append(take_through(branch.steps, machine, taken))
    return merged([*done, left], cohort)


@perform.register
def _(step: Wait, machine: Machine, cohort: Cohort) -> Cohort:
    state = machine.state
    campaign = cohort.chain[-1]
    until = ends(step, state, cohort)
    waits = until > cohort.times
    if state.witness is not None:
        state.witness.waits(step, cohort, until)
    if isinstance(step, WaitUntil):
        empty = until == NEVER
        message = "did not wait: there is no date"
        machine.warn("wait-date-empty", step, cohort, message, empty)
        message = "did not wait: the moment is not later than now"
        machine.warn("wait-not-in-future", step, cohort, message, ~waits & ~empty)
    parked = cohort.select(waits)
    if len(parked):
        machine.summary.parked[campaign.qualified_name, step.path] += len(parked)
        triggers = parked.triggers
        state.trips.park(
            parked.rows,
            Place(
                state.plan.campaign_numbers[campaign],
                step.number,
                write_outside(cohort.context.outside),
            ),
            until[waits],
            np.array(parked.times),
            np.full(len(parked), NO_TRIGGER, np.int64) if triggers is None else triggers,
        )
    return cohort.select(~waits)
