"""Walking over bound campaigns: every step, every filter, every token use."""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.model import filters, steps
from flowlang.model.assets import SmartList
from flowlang.model.campaigns import Campaign, Trigger
from flowlang.model.filters import Filter
from flowlang.model.instance import Instance
from flowlang.model.steps import Choose, Step
from flowlang.model.values import Template, TokenUse


def all_steps(flow: tuple[Step, ...]) -> Iterator[Step]:
    """The steps of a flow at every depth, in source order."""
    for step in flow:
        yield step
        if isinstance(step, Choose):
            for branch in step.branches:
                yield from all_steps(branch.steps)


def all_filters(filter_: Filter | None) -> Iterator[Filter]:
    """A filter and all that it is made of, constraints and windows too; no other smart lists."""
    if filter_ is None:
        return
    yield filter_
    match filter_:
        case filters.All() | filters.Any():
            for item in filter_.items:
                yield from all_filters(item)
        case filters.Not():
            yield from all_filters(filter_.item)
        case filters.InProgram():
            yield from all_filters(filter_.where)
        case filters.Did():
            yield from all_filters(filter_.where)
            yield from all_filters(filter_.window)
        case _:
            pass


def filters_of(campaign: Campaign) -> Iterator[Filter]:
    """The filters that a campaign asks itself: of its smart list, triggers and choices."""
    yield from all_filters(campaign.smart_list)
    for trigger in campaign.triggers:
        if isinstance(trigger, Trigger):
            yield from all_filters(trigger.where)
    for step in all_steps(campaign.flow):
        if isinstance(step, Choose):
            for branch in step.branches:
                yield from all_filters(branch.condition)


def instance_filters(instance: Instance) -> Iterator[Filter]:
    """Every filter of an instance, tests aside."""
    for campaign in instance.campaigns:
        yield from filters_of(campaign)
    for smart_list in instance.smart_lists:
        yield from all_filters(smart_list.filter)
    for segmentation in instance.segmentations:
        for segment in segmentation.segments:
            yield from all_filters(segment.filter)


def referred_smart_lists(instance: Instance) -> set[SmartList]:
    """The named smart lists that some filter refers to."""
    return {
        smart_list
        for filter_ in instance_filters(instance)
        if isinstance(filter_, filters.InSmartList)
        for smart_list in filter_.smart_lists
    }


def tokens_in(value: object) -> Iterator[TokenUse]:
    """The token uses in a value, whatever it is."""
    if isinstance(value, TokenUse):
        yield value
    elif isinstance(value, Template):
        yield from (part for part in value.parts if isinstance(part, TokenUse))


def tokens_of_step(step: Step) -> Iterator[TokenUse]:
    """The token uses in what one step says, its branches aside."""
    match step:
        case steps.ChangeField() | steps.ChangeMember():
            yield from tokens_in(step.value)
        case steps.ChangeScore():
            yield from tokens_in(step.change)
        case steps.SendAlert():
            for recipient in step.recipients:
                yield from tokens_in(recipient)
        case steps.InterestingMoment():
            yield from tokens_in(step.description)
        case steps.CreateTask():
            yield from tokens_in(step.subject)
        case steps.WaitUntil():
            yield from tokens_in(step.date)
        case steps.AddToSfdcCampaign() | steps.ChangeSfdcCampaignStatus():
            yield from tokens_in(step.campaign)
            yield from tokens_in(step.status)
        case steps.RemoveFromSfdcCampaign():
            yield from tokens_in(step.campaign)
        case _:
            pass


def tokens_of(campaign: Campaign) -> Iterator[TokenUse]:
    """Every token use that is resolved in the context of a campaign, in source order."""
    found: list[TokenUse] = []
    for filter_ in filters_of(campaign):
        if isinstance(filter_, filters.Test | filters.Window):
            for value in filter_.values:
                found.extend(tokens_in(value))
    for step in all_steps(campaign.flow):
        found.extend(tokens_of_step(step))
    yield from sorted(found, key=lambda use: use.span)


def executes_of(campaign: Campaign) -> Iterator[steps.Execute]:
    """The steps with which a campaign executes others."""
    for step in all_steps(campaign.flow):
        if isinstance(step, steps.Execute):
            yield step
