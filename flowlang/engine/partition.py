"""Running one partition: the seam at which people are shared out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from flowlang.datatypes import DataType
from flowlang.engine.cohort import Cohort
from flowlang.engine.daily import daily
from flowlang.engine.filters import passing
from flowlang.engine.log import Attribute
from flowlang.engine.machine import Machine
from flowlang.engine.plan import Plan
from flowlang.engine.results import outcome_of
from flowlang.engine.state import begin
from flowlang.engine.summary import Summary
from flowlang.engine.tokens import Context
from flowlang.engine.turns import Rounds
from flowlang.engine.witness import Witness
from flowlang.model.campaigns import CampaignKind, RequestSource
from flowlang.people.partition import Outcome, Partition


def run_partition(
    plan: Plan,
    partition: Partition,
    witness: Witness | None = None,
    clock: Callable[[int], None] | None = None,
) -> tuple[Outcome, Summary]:
    """Run a plan for the people of a partition, who are as independent as all people are.

    A `clock` hears now and then how far time has come.
    """
    state = begin(plan, partition)
    machine = Machine.begin(state)
    if witness is not None:
        state.witness = witness
        witness.begins(machine)
    if plan.campaign is not None and plan.campaign.kind is CampaignKind.TRIGGER:
        _request(plan, machine)
    Rounds.begin(machine).settle(clock)
    machine.summary.waiting = state.trips.waiting()
    if plan.simulates:
        machine.summary.daily = daily(machine)
        machine.summary.later = int((partition.activities["time"].to_numpy() >= plan.end).sum())
    return outcome_of(state), machine.summary


def _request(plan: Plan, machine: Machine) -> None:
    """Request a trigger campaign over the API for all whom `where` lets through."""
    assert plan.campaign is not None
    rows = np.arange(machine.state.size, dtype=np.intp)
    context = Context(plan.campaign, plan.outside)
    if machine.state.witness is not None:
        everyone = Cohort(rows, plan.now, context, None, (plan.campaign,))
        machine.state.witness.requests(plan.campaign, everyone, plan.where)
    if plan.where is not None:
        holds = passing(plan.where, machine.state, rows, plan.now, context)
        machine.summary.failed_smart_list = int((~holds).sum())
        rows = rows[holds]
    if not len(rows):
        return
    type_ = plan.activity("request_campaign")
    told = (Attribute("Source", DataType.TEXT, RequestSource.API.value),)
    name = plan.campaign.qualified_name
    block = machine.state.log.append(rows, plan.now, type_, "", "", name, told)
    machine.summary.activities[type_.name] += block.size
    machine.react(type_, block, outside=True)
