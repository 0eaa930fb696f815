"""Campaigns that run at one moment, where it matters which of them is first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from typing import NamedTuple

from flowlang.effects.course import Act, guards_of
from flowlang.effects.effects import Effects, Reading
from flowlang.effects.exclusive import Asked, exclusive
from flowlang.effects.reads import Read
from flowlang.effects.things import Facet, Thing
from flowlang.effects.writes import How, Write
from flowlang.model import steps
from flowlang.model.campaigns import Campaign
from flowlang.model.steps import Step
from flowlang.model.values import Template, TokenUse
from flowlang.source import Source, Span

Place = tuple[Source, Span]
"""Where something is read."""


class Clash(NamedTuple):
    """One campaign changes a thing that another one reads, or changes too.

    `change` is a step of the one, `act` that of the other; None where the other's smart list
    reads. `read` is None where both write.
    """

    one: Campaign
    other: Campaign
    thing: Thing
    change: Act
    read: Read | None
    act: Act | None


def read_clashes(
    one: Campaign, other: Campaign, effects: Effects, told: Collection[Place] = ()
) -> Iterator[Clash]:
    """What one campaign changes at the moment at which the other one reads it, each thing once.

    A thing that is read at no other places than those that were `told` is left out.
    """
    changes = effects.first_changes(one)
    for thing, reads in effects.first_reads(other).items():
        if thing in changes and not all(_place(read) in told for read, _ in reads):
            yield from islice(_read_clashes(one, changes[thing], other, reads, effects), 1)


def _read_clashes(
    one: Campaign, changing: list[Act], other: Campaign, reads: list[Reading], effects: Effects
) -> Iterator[Clash]:
    """The ways in which some changes of a thing clash with those who read it."""
    for read, act in reads:
        if act is not None and _is_own(act, read.thing, other, effects):
            continue
        for change in changing:
            if effects.change(change, read) is not None and not _apart(
                one, change, other, act, effects
            ):
                yield Clash(one, other, read.thing, change, read, act)


def _place(read: Read) -> Place:
    return read.source, read.span


def write_clashes(
    one: Campaign, other: Campaign, effects: Effects, told: Collection[Step] = ()
) -> Iterator[Clash]:
    """What both campaigns change at one moment, so that the last one wins; each thing once.

    A thing that the other one changes by no other steps than those that were `told` is left out.
    """
    changes = effects.first_changes(one)
    for thing, acts in effects.first_changes(other).items():
        if thing in changes and not all(act.step in told for act in acts):
            yield from islice(_write_clashes(one, changes[thing], other, acts, thing, effects), 1)


def _write_clashes(
    one: Campaign,
    changing: list[Act],
    other: Campaign,
    acts: list[Act],
    thing: Thing,
    effects: Effects,
) -> Iterator[Clash]:
    """The ways in which some changes of a thing clash with others."""
    for act in acts:
        for write in effects.writes(act.step):
            for change in changing if write.thing == thing else ():
                mine = next(each for each in effects.writes(change.step) if each.thing == thing)
                if not _commute(mine, write) and not _apart(one, change, other, act, effects):
                    yield Clash(one, other, thing, change, None, act)


def _is_own(act: Act, thing: Thing, campaign: Campaign, effects: Effects) -> bool:
    """Whether a step reads what its own campaign has just set, whatever it was before."""
    known = set(act.forks)
    return any(
        earlier.number < act.number
        and known.issuperset(earlier.forks)
        and any(
            write.thing == thing and write.is_constant for write in effects.writes(earlier.step)
        )
        for earlier in effects.first_changes(campaign).get(thing, ())
    )


def _apart(one: Campaign, change: Act, other: Campaign, act: Act | None, effects: Effects) -> bool:
    """Whether nobody can come to both places: their conditions rule each other out."""
    written = effects.first_changes(one).keys() | effects.first_changes(other).keys()
    asked: list[Asked] = [(one.smart_list, True), (other.smart_list, True), *guards_of(change)]
    if act is not None:
        asked.extend(guards_of(act))
    return exclusive(asked, effects, written)


def _commute(one: Write, other: Write) -> bool:
    """Whether two writes of a thing come to the same in either order."""
    if one.how is How.ADDS or other.how is How.ADDS:
        return one.how is other.how
    if one.thing.facet is Facet.STATUS:
        return not _same_rank(one.step, other.step)
    if one.is_constant and other.is_constant:
        return one.value == other.value
    return one.how is other.how and _same_value(one.step, other.step)


def _same_rank(one: Step, other: Step) -> bool:
    """Whether two statuses are on one step; else the later one wins in either order."""
    return (
        isinstance(one, steps.ChangeProgramStatus)
        and isinstance(other, steps.ChangeProgramStatus)
        and one.status.step == other.status.step
        and one.status.name != other.status.name
    )


def _same_value(one: Step, other: Step) -> bool:
    """Whether two steps work out the same value for a person at one moment."""
    first, second = getattr(one, "value", None), getattr(other, "value", None)
    return first is not None and _parts(first) == _parts(second)


def _parts(value: object) -> tuple[object, ...]:
    """The pieces of a value, in a form in which they compare."""
    pieces: tuple[object, ...] = value.parts if isinstance(value, Template) else (value,)
    return tuple(
        (piece.family, piece.key, piece.default, piece.declared)
        if isinstance(piece, TokenUse)
        else piece
        for piece in pieces
    )
