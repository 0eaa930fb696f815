"""What filters, texts and steps read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flowlang.effects.things import (
    Facet,
    Thing,
    activity_thing,
    entry_thing,
    field_thing,
    list_thing,
    program_thing,
)
from flowlang.model import filters, steps
from flowlang.model.assets import Email, Field, FieldKind, Program, Segmentation, SmartList
from flowlang.model.campaigns import Campaign
from flowlang.model.filters import Did, Filter, MembershipAttribute
from flowlang.model.instance import Instance
from flowlang.model.steps import Recipient, Step
from flowlang.model.values import TokenUse
from flowlang.model.walk import tokens_in, tokens_of_step
from flowlang.names import name_key
from flowlang.source import Source, Span

Through = tuple[SmartList | Segmentation, ...]
"""The named smart lists and segmentations by way of which something is read, outermost first."""


class Read(NamedTuple):
    """One thing that is read: where, and by what.

    The place is that in the campaign: for what a named smart list reads it is the filter that
    refers to the list; `origin` is where the thing itself is named. `did` is the activity
    filter where activities are read.
    """

    thing: Thing
    source: Source
    span: Span
    origin: Filter | TokenUse | Step
    through: Through = ()
    did: Did | None = None


_ATTRIBUTES = {
    MembershipAttribute.STATUS: Facet.STATUS,
    MembershipAttribute.SUCCESS: Facet.SUCCESS,
    MembershipAttribute.SUCCESS_DATE: Facet.SUCCESS,
    MembershipAttribute.MEMBERSHIP_DATE: Facet.MEMBERSHIP,
    MembershipAttribute.STREAM: Facet.STREAM,
    MembershipAttribute.CADENCE: Facet.CADENCE,
}


def reads_of_filter(filter_: Filter | None) -> Iterator[Read]:
    """Everything that a filter reads, in source order, nested smart lists too."""
    if filter_ is not None:
        yield from _reads(filter_, None, ())


def _reads(filter_: Filter, place: Filter | None, through: Through) -> Iterator[Read]:
    here = filter_ if place is None else place

    def read(thing: Thing, did: Did | None = None) -> Read:
        return Read(thing, here.source, here.span, filter_, through, did)

    match filter_:
        case filters.All() | filters.Any():
            for item in filter_.items:
                yield from _reads(item, place, through)
        case filters.Not():
            yield from _reads(filter_.item, place, through)
        case filters.Test(subject=Field() as field):
            yield read(field_thing(field))
        case filters.InList():
            for each in filter_.lists:
                yield read(list_thing(each))
        case filters.InSmartList():
            for smart_list in filter_.smart_lists:
                if smart_list not in through:
                    yield from _reads(smart_list.filter, here, (*through, smart_list))
        case filters.InSegment():
            if filter_.segmentation not in through:
                yield from _segments(filter_, here, through)
        case filters.InCampaign() | filters.WaitingIn():
            for campaign in filter_.campaigns:
                yield read(entry_thing(campaign))
        case filters.InProgram():
            for thing in _membership(filter_):
                yield read(thing)
        case filters.Did():
            yield read(activity_thing(filter_.activity), filter_)
        case _:
            pass


def _segments(filter_: filters.InSegment, here: Filter, through: Through) -> Iterator[Read]:
    """A person is in the first segment that matches, so those before a segment count too."""
    segments = filter_.segmentation.segments
    last = len(segments) if -1 in filter_.segments else max(filter_.segments, default=-1) + 1
    for segment in segments[:last]:
        yield from _reads(segment.filter, here, (*through, filter_.segmentation))


def _membership(filter_: filters.InProgram) -> Iterator[Thing]:
    """What a filter on memberships reads of each program: being a member, and what it asks."""
    for program in filter_.programs:
        facets = [Facet.MEMBERSHIP]
        if filter_.statuses:
            facets.append(Facet.STATUS)
        found = [program_thing(program, facet) for facet in facets]
        found.extend(_constraint(filter_.where, program))
        yield from dict.fromkeys(found)


def _constraint(filter_: Filter | None, program: Program) -> Iterator[Thing]:
    match filter_:
        case filters.All() | filters.Any():
            for item in filter_.items:
                yield from _constraint(item, program)
        case filters.Not():
            yield from _constraint(filter_.item, program)
        case filters.Test(subject=Field() as field):
            yield field_thing(field, program)
        case filters.Test(subject=MembershipAttribute() as attribute):
            yield program_thing(program, _ATTRIBUTES[attribute])
        case _:
            pass


def reads_of_tokens(
    uses: Iterable[TokenUse], place: Step | None, program: Program | None
) -> Iterator[Read]:
    """The fields that tokens stand for; `program` is that of member tokens.

    The place is the step that sends a text, or the token itself.
    """
    for use in uses:
        if use.field is None:
            continue
        if use.field.kind is FieldKind.MEMBER:
            if program is None:
                continue
            thing = field_thing(use.field, program)
        else:
            thing = field_thing(use.field)
        here = use if place is None else place
        yield Read(thing, here.source, here.span, use)


def reads_of_step(step: Step, campaign: Campaign, instance: Instance) -> Iterator[Read]:
    """What a step reads when it is reached; of a choice, what its conditions do.

    `campaign` is the one in which the step is written.
    """
    program = campaign.program
    yield from reads_of_tokens(tokens_of_step(step), None, program)
    match step:
        case steps.Choose():
            for branch in step.branches:
                yield from reads_of_filter(branch.condition)
        case steps.SendEmail():
            yield from _reads_of_email(step.email, step, program)
        case steps.SendAlert():
            yield from _reads_of_email(step.email, step, program)
            owner = instance.field(name_key("lead_owner"))
            if Recipient.SALES_OWNER in step.recipients and owner is not None:
                yield Read(field_thing(owner), step.source, step.span, step)
        case steps.CallWebhook():
            yield from reads_of_tokens(step.webhook.uses, step, program)
        case _:
            pass


def _reads_of_email(email: Email, step: Step, program: Program | None) -> Iterator[Read]:
    yield from reads_of_tokens(email.uses, step, program)


def reads_of_value(value: object, program: Program | None) -> Iterator[Thing]:
    """The things that a value depends on."""
    for read in reads_of_tokens(tokens_in(value), None, program):
        yield read.thing
