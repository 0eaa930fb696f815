"""What comes too late: reads before a started campaign has run, sends before a change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flowlang.effects.course import Act, Course, after, guards_of
from flowlang.effects.effects import Effects, Start
from flowlang.effects.exclusive import Asked, exclusive
from flowlang.effects.reads import Read
from flowlang.effects.things import Thing
from flowlang.model.campaigns import Campaign
from flowlang.model.steps import Request, SendAlert, SendEmail, Step
from flowlang.source import Source, Span


class Early(NamedTuple):
    """A step reads a thing that a campaign, started by a step before it, has yet to change."""

    start: Start
    act: Act
    read: Read
    change: Act


class Stale(NamedTuple):
    """A send reads a thing that a later step of the same trip changes at the same moment."""

    send: Act
    read: Read
    change: Act


def early_reads(campaign: Campaign, effects: Effects, *, requested: bool) -> Iterator[Early]:
    """What a campaign reads after it has started another one and before that one has run.

    Campaigns that it requests are looked at, or those that it triggers. What a place reads is
    given once, however many campaigns are late for it.
    """
    course = effects.course(campaign)
    own = {act.step for act in course}
    reads: dict[Act, list[tuple[Act, Read]]] = {}
    told: set[tuple[Source, Span, Thing]] = set()
    for start in effects.starts(campaign):
        if start.target is campaign or isinstance(start.act.step, Request) is not requested:
            continue
        if start.act not in reads:
            reads[start.act] = [
                (act, read)
                for act in after(course, start.act)
                for read in effects.reads_of_act(act)
                if not _is_set_between(course, start.act, act, read.thing, effects)
            ]
        for act, read in reads[start.act]:
            place = (read.source, read.span, read.thing)
            change = (
                None if place in told else _late_change(campaign, start, act, read, own, effects)
            )
            if change is not None:
                told.add(place)
                yield Early(start, act, read, change)


def _late_change(
    campaign: Campaign, start: Start, act: Act, read: Read, own: set[Step], effects: Effects
) -> Act | None:
    target = start.target
    for change in effects.first_changes(target).get(read.thing, ()):
        # What the flow does itself as well, by executing the same campaign, is not awaited.
        if change.step not in own and effects.change(change, read) is not None:
            asked: list[Asked] = [(campaign.smart_list, True), (target.smart_list, True)]
            asked.extend(guards_of(start.act))
            asked.extend(guards_of(act))
            asked.extend(guards_of(change))
            written = effects.first_changes(campaign).keys() | effects.first_changes(target).keys()
            if not exclusive(asked, effects, written):
                return change
    return None


def _is_set_between(course: Course, first: Act, last: Act, thing: Thing, effects: Effects) -> bool:
    """Whether the flow itself surely sets the thing before it is read."""
    known = {*first.forks, *last.forks}
    return any(
        known.issuperset(act.forks)
        and any(write.thing == thing and write.is_constant for write in effects.writes(act.step))
        for act in course[first.number + 1 : last.number]
    )


def stale_sends(campaign: Campaign, effects: Effects) -> Iterator[Stale]:
    """Emails and alerts that are sent before a change of what they speak of."""
    course = effects.course(campaign)
    for send in course:
        if not isinstance(send.step, SendEmail | SendAlert):
            continue
        reads = {read.thing: read for read in reversed(list(effects.reads_of_act(send)))}
        if not reads:
            continue
        earlier = {
            write.thing
            for act in course[: send.number]
            if set(send.forks).issuperset(act.forks)
            for write in effects.writes(act.step)
        }
        for act in after(course, send):
            for write in effects.writes(act.step):
                read = reads.pop(write.thing, None)
                if read is not None and write.thing not in earlier:
                    yield Stale(send, read, act)
