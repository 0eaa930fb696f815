"""Running one partition: the seam at which people are shared out."""

from __future__ import annotations

import numpy as np

from flowlang.datatypes import DataType
from flowlang.engine.cohort import Cohort
from flowlang.engine.entry import enter, judge
from flowlang.engine.filters import passing
from flowlang.engine.log import Attribute
from flowlang.engine.machine import Machine
from flowlang.engine.plan import Plan
from flowlang.engine.results import outcome_of
from flowlang.engine.state import State, begin
from flowlang.engine.steps import take_through
from flowlang.engine.summary import Summary
from flowlang.engine.tokens import Context
from flowlang.engine.turns import settle
from flowlang.engine.witness import Witness
from flowlang.model.campaigns import CampaignKind, RequestSource
from flowlang.people.partition import Outcome, Partition


def run_partition(
    plan: Plan, partition: Partition, witness: Witness | None = None
) -> tuple[Outcome, Summary]:
    """Run a plan for the people of a partition, who are as independent as all people are."""
    state = begin(plan, partition)
    machine = Machine(state, Summary(people=state.size), np.zeros(state.size, np.int32))
    if witness is not None:
        state.witness = witness
        witness.begins(machine)
    everyone = _everyone(plan, state)
    if plan.campaign.kind is CampaignKind.TRIGGER:
        _request(plan, machine, everyone)
    else:
        _run_batch(plan, machine, everyone)
    settle(machine)
    machine.summary.waiting = state.trips.waiting()
    return outcome_of(state), machine.summary


def count_entering(plan: Plan, partition: Partition) -> int:
    """How many people of a partition would enter the batch campaign."""
    state = begin(plan, partition)
    verdict = judge(plan.campaign, state, _everyone(plan, state), plan.where)
    return int(verdict.qualified.sum())


def _everyone(plan: Plan, state: State) -> Cohort:
    """All people, at the moment of the run, with the values given from outside."""
    rows = np.arange(state.size, dtype=np.int32)
    context = Context(plan.campaign, plan.outside)
    return Cohort(rows, plan.now, context, None, (plan.campaign,))


def _run_batch(plan: Plan, machine: Machine, everyone: Cohort) -> None:
    """Let those who qualify into the batch campaign, or nobody where that is too many."""
    if machine.state.witness is not None:
        machine.state.witness.batch(plan.campaign, everyone)
    verdict = judge(plan.campaign, machine.state, everyone, plan.where)
    inside = everyone.select(verdict.qualified)
    summary = machine.summary
    summary.failed_smart_list = int((~verdict.listed).sum())
    summary.already_entered = int((verdict.listed & ~verdict.qualified).sum())
    if not plan.enters:
        summary.over_limit = len(inside)
    elif len(inside):
        summary.qualified = len(inside)
        enter(plan.campaign, machine, inside)
        take_through(plan.campaign.flow, machine, inside)


def _request(plan: Plan, machine: Machine, everyone: Cohort) -> None:
    """Request a trigger campaign over the API for all whom `where` lets through."""
    if machine.state.witness is not None:
        machine.state.witness.requests(plan.campaign, everyone, plan.where)
    if plan.where is not None:
        holds = passing(plan.where, machine.state, everyone.rows, plan.now, everyone.context)
        machine.summary.failed_smart_list = int((~holds).sum())
        everyone = everyone.select(holds)
    if not len(everyone):
        return
    type_ = plan.activity("request_campaign")
    told = (Attribute("Source", DataType.TEXT, RequestSource.API.value),)
    name = plan.campaign.qualified_name
    block = machine.state.log.append(everyone.rows, plan.now, type_, "", "", name, told)
    machine.summary.activities[type_.name] += block.size
    machine.react(type_, block)
    for queued in machine.queue:
        if queued.campaign is plan.campaign:
            queued.direct, queued.outside = True, plan.outside
