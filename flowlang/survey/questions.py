"""What will be asked of the people: collected first, so that they are gone through once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flowlang.datatypes import Family
from flowlang.model.assets import Field, FieldKind
from flowlang.model.campaigns import Campaign, CampaignKind
from flowlang.model.filters import All, Filter, Operator, Test
from flowlang.model.instance import Instance
from flowlang.model.walk import instance_filters


class Whole(NamedTuple):
    """A filter that is asked of everybody, and the batch campaign whose smart list it is."""

    filter: Filter
    campaign: Campaign | None


def whole_filters(instance: Instance) -> Iterator[Whole]:
    """Smart lists, segments, and the smart lists of batch campaigns."""
    for smart_list in instance.smart_lists:
        yield Whole(smart_list.filter, None)
    for segmentation in instance.segmentations:
        for segment in segmentation.segments:
            yield Whole(segment.filter, None)
    for campaign in instance.campaigns:
        if campaign.kind is CampaignKind.BATCH and campaign.smart_list is not None:
            yield Whole(campaign.smart_list, campaign)


def conjuncts(filter_: Filter) -> tuple[Filter, ...]:
    """The parts that `and` joins; the filter itself where there is none."""
    return filter_.items if isinstance(filter_, All) else (filter_,)


def may_take_empty(part: Filter) -> bool:
    """Whether a part compares a field with something, so that an empty one may pass unmeant.

    A box that was never ticked is as good as one that says no, and left alone.
    """
    return (
        isinstance(part, Test)
        and part.type.family is not Family.BOOLEAN
        and part.operator not in (Operator.IS_EMPTY, Operator.IS_NOT_EMPTY)
    )


def where_empty(whole: Filter, test: Test) -> Filter:
    """Those of a filter whose field is empty."""
    empty = Test(test.source, test.span, test.subject, test.type, Operator.IS_EMPTY, ())
    return All(whole.source, whole.span, (whole, empty))


def asked_fields(instance: Instance) -> set[Field]:
    """The text fields whose values matter: those compared with whole texts, and picklists."""
    found = {
        each.subject
        for each in instance_filters(instance)
        if isinstance(each, Test)
        and isinstance(each.subject, Field)
        and each.subject.kind is not FieldKind.MEMBER
        and each.type.family is Family.TEXT
        and each.operator in (Operator.IS, Operator.IS_NOT)
    }
    return found | {each for each in instance.fields if each.values}
