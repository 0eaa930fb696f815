"""Steps that call on campaigns: execute, request, remove from flow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from flowlang.datatypes import DataType
from flowlang.engine.cohort import Cohort
from flowlang.engine.entry import enter, judge
from flowlang.engine.log import Attribute
from flowlang.engine.machine import Machine
from flowlang.engine.steps.perform import perform, take_through
from flowlang.engine.tokens import Context
from flowlang.model.campaigns import RequestSource
from flowlang.model.steps import Execute, RemoveFromFlow, Request


@perform.register
def _(step: Execute, machine: Machine, cohort: Cohort) -> Cohort:
    campaign = step.campaign
    if step.with_parent_tokens:
        context = Context(campaign, {}, cohort.context)
        triggers = cohort.triggers
    else:
        context, triggers = machine.context(campaign), None
    child = replace(cohort, context=context, triggers=triggers, chain=(*cohort.chain, campaign))
    qualified = judge(campaign, machine.state, child).qualified
    name = campaign.qualified_name
    for wanted in (True, False):
        some = cohort.select(qualified == wanted)
        if len(some):
            told = (Attribute("Qualified", DataType.BOOLEAN, wanted),)
            machine.log(step, some, "execute_campaign", name, told)
            machine.summary.executed[name, wanted] += len(some)
    inside = child.select(qualified)
    if not len(inside):
        return cohort
    enter(campaign, machine, inside)
    left = take_through(campaign.flow, machine, inside)
    if len(left) == len(inside):
        return cohort
    # Who did not come back has left the whole chain.
    gone = np.isin(cohort.rows, np.setdiff1d(inside.rows, left.rows, assume_unique=True))
    return cohort.select(~gone)


@perform.register
def _(step: Request, machine: Machine, cohort: Cohort) -> Cohort:
    told = (Attribute("Source", DataType.TEXT, RequestSource.FLOW.value),)
    machine.log(step, cohort, "request_campaign", step.campaign.qualified_name, told)
    return cohort


@perform.register
def _(step: RemoveFromFlow, machine: Machine, cohort: Cohort) -> Cohort:
    state = machine.state
    leaving = False
    for campaign in step.campaigns:
        under_way = campaign in cohort.chain
        leaving |= under_way
        ended = state.trips.end(state.plan.campaign_numbers[campaign], cohort.rows)
        some = cohort if under_way else cohort.select(ended)
        machine.log(step, some, "remove_from_flow", campaign.qualified_name)
    return cohort.select(np.zeros(0, np.int64)) if leaving else cohort
