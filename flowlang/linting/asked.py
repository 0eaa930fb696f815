"""The filters that a project asks, each whole."""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.linting.world import World
from flowlang.logic.paths import Given, before
from flowlang.model.campaigns import CampaignKind
from flowlang.model.filters import All, Any, Filter, Not
from flowlang.model.steps import Choose
from flowlang.model.walk import all_steps


def asked_filters(world: World) -> Iterator[Filter]:
    """Smart lists, segments, and the conditions of choices; not what the library declares."""
    instance = world.instance
    for smart_list in instance.smart_lists:
        yield smart_list.filter
    for segmentation in instance.segmentations:
        for segment in segmentation.segments:
            yield segment.filter
    for campaign in world.campaigns:
        if campaign.smart_list is not None:
            yield campaign.smart_list
        for step in all_steps(campaign.flow):
            if isinstance(step, Choose):
                for branch in step.branches:
                    if branch.condition is not None:
                        yield branch.condition


def asked_of(world: World) -> Iterator[tuple[Filter, Given]]:
    """The same filters, each with what is certain of those who are asked."""
    instance = world.instance
    for smart_list in instance.smart_lists:
        yield smart_list.filter, ()
    for segmentation in instance.segmentations:
        for segment in segmentation.segments:
            yield segment.filter, ()
    for campaign in world.campaigns:
        if campaign.smart_list is not None:
            yield campaign.smart_list, ()
    for choice, given in world.choices:
        for branch in choice.branches:
            if branch.condition is not None:
                yield branch.condition, (*given, *before(choice, branch))


def parts(filter_: Filter) -> Iterator[Filter]:
    """A filter and all that `and`, `or` and `not` join in it."""
    yield filter_
    match filter_:
        case All() | Any():
            for item in filter_.items:
                yield from parts(item)
        case Not():
            yield from parts(filter_.item)
        case _:
            pass


def conditions_of_everybody(world: World) -> Iterator[Filter]:
    """The filters that are asked of all people: smart lists, segments, batch campaigns."""
    for smart_list in world.instance.smart_lists:
        yield smart_list.filter
    for segmentation in world.instance.segmentations:
        for segment in segmentation.segments:
            yield segment.filter
    for campaign in world.campaigns:
        if campaign.kind is CampaignKind.BATCH and campaign.smart_list is not None:
            yield campaign.smart_list
