"""Taking a cohort through steps."""

from __future__ import annotations

from functools import singledispatch

from flowlang.engine.cohort import Cohort
from flowlang.engine.machine import Machine
from flowlang.model.steps import Step


@singledispatch
def perform(step: Step, machine: Machine, cohort: Cohort) -> Cohort:
    """Do a step for a cohort and give those who go on to the next one."""
    message = f"no meaning for {type(step).__name__}"
    raise AssertionError(message)


def take_through(steps: tuple[Step, ...], machine: Machine, cohort: Cohort) -> Cohort:
    """Take a cohort through steps in series; who is left at the end."""
    name = cohort.chain[-1].qualified_name
    counts = machine.summary.steps
    witness = machine.state.witness
    for step in steps:
        if not len(cohort):
            break
        counts[name, step.path] += len(cohort)
        if witness is None:
            cohort = perform(step, machine, cohort)
        else:
            witness.reaches(step, cohort)
            before, cohort = cohort, perform(step, machine, cohort)
            witness.leaves(step, before, cohort)
    return cohort
