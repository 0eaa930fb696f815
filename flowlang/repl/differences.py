"""What is different between two scenes, for people who are asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from flowlang.datatypes import DataType
from flowlang.engine.summary import Limit, Summary
from flowlang.engine.vectors import Mask, Rows, Text, Vector
from flowlang.repl.ground import STEPS
from flowlang.repl.scene import Scene
from flowlang.testing.world import World
from flowlang.trace.ending import waiting_told
from flowlang.trace.values import cell, moment_told, quoted

SHOWN = 8
"""So many people are shown one by one."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value that is another one now, as people read both."""

    name: str
    old: str
    new: str


@dataclass(slots=True)
class PersonDifference:
    """What changed for one person; `status` is `new` or `deleted` where that says more."""

    person: str
    changes: list[Change]
    status: str = ""


@dataclass(slots=True)
class Difference:
    """What changed: for how many of how many people, which values, and the first people.

    `counts` says for each value how many people have another one.
    """

    people: int
    changed: int = 0
    counts: list[tuple[str, int]] = field(default_factory=list)
    shown: list[PersonDifference] = field(default_factory=list)
    summary: Summary = field(default_factory=Summary)
    limits: list[Limit] = field(default_factory=list)
    scaffold: str = ""


@dataclass(frozen=True, slots=True)
class _Column:
    """Something that people have, before and after, and for whom it is different."""

    name: str
    type: DataType
    old: Vector | None
    new: Vector | None
    differs: Mask

    def change(self, place: int, row: int, world: World) -> Change:
        zone = world.state.plan.calendar.zone
        texts = [
            "" if vector is None else cell(vector, row, self.type, zone).told
            for vector in (self.old, self.new)
        ]
        return Change(self.name, *texts)


@dataclass(frozen=True, slots=True)
class _Flag(_Column):
    """Being on a list, where there is nothing but yes and no."""

    joined: Mask | None = None
    words: tuple[str, str] = ("joined", "left")

    def change(self, place: int, row: int, world: World) -> Change:
        assert self.joined is not None
        on, off = self.words
        return Change(self.name, "", on) if self.joined[place] else Change(self.name, off, "")


def difference(before: Scene, after: Scene, rows: Rows, scaffold: str = "") -> Difference:
    """What is different for some people, by rows, ascending.

    `scaffold` is the campaign into which steps were put to be tried; nothing is said of it.
    """
    there = ~(after.world.absent | after.world.state.deleted)
    was_there = ~(before.world.absent | before.world.state.deleted)
    rows = rows[there[rows] | was_there[rows]]
    result = Difference(len(rows), summary=after.world.summary)
    result.limits, result.scaffold = after.world.limits, scaffold
    columns = list(_columns(before.world, after.world, rows))
    fresh = ~was_there[rows] & there[rows]
    gone = was_there[rows] & ~there[rows]
    touched = fresh | gone
    for each in columns:
        touched |= each.differs
        count = int(each.differs.sum())
        if count:
            result.counts.append((each.name, count))
    for name, mask in (("new", fresh), ("deleted", gone)):
        if mask.any():
            result.counts.append((name, int(mask.sum())))
    result.counts.sort(key=lambda pair: -pair[1])
    result.changed = int(touched.sum())
    for place in np.flatnonzero(touched)[:SHOWN].tolist():
        row = int(rows[place])
        status = "new" if fresh[place] else "deleted" if gone[place] else ""
        changes = [each.change(place, row, after.world) for each in columns if each.differs[place]]
        changes += _waits(before.world, after.world, row)
        result.shown.append(PersonDifference(after.world.id_of(row), changes, status))
    return result


def _columns(before: World, after: World, rows: Rows) -> Iterator[_Column]:
    """Everything that may be different."""
    yield from _fields(before, after, rows)
    for list_, members in after.state.lists.items():
        was, is_ = before.state.list_members(list_)[rows], members[rows]
        if (was != is_).any():
            name = f"list {quoted(list_.qualified_name)}"
            yield _Flag(name, DataType.BOOLEAN, None, None, was != is_, is_)
    yield from _memberships(before, after, rows)


def _fields(before: World, after: World, rows: Rows) -> Iterator[_Column]:
    for each in after.instance.fields:
        if each.key not in after.state.changed:
            continue
        old, new = before.state.column(each), after.state.column(each)
        if _is_shared(old, new):
            continue
        differs = ~_same(old.take(rows), new.take(rows))
        if differs.any():
            yield _Column(each.label, each.type, old, new, differs)


def _is_shared(old: Vector, new: Vector) -> bool:
    """Whether two columns are still one and the same."""
    if isinstance(old, Text):
        return isinstance(new, Text) and old.codes is new.codes
    return not isinstance(new, Text) and old.values is new.values


def _same(old: Vector, new: Vector) -> Mask:
    if isinstance(old, Text):
        assert isinstance(new, Text)
        return old.same(new)
    assert not isinstance(new, Text)
    return old.same(new)


def _memberships(before: World, after: World, rows: Rows) -> Iterator[_Column]:
    for program, now in after.state.memberships.items():
        was = before.state.program_members(program)
        named = quoted(program.name)
        parts: list[tuple[str, DataType, Vector, Vector]] = [
            (f"status in {named}", DataType.TEXT, was.status, now.status),
            (f"stream in {named}", DataType.TEXT, was.stream, now.stream),
            (f"cadence in {named}", DataType.TEXT, was.cadence, now.cadence),
        ]
        for each in after.instance.member_fields:
            if each.key in was.fields and each.key in now.fields:
                old, new = was.fields[each.key], now.fields[each.key]
                parts.append((f"{each.label} in {named}", each.type, old, new))
        for name, type_, old, new in parts:
            differs = ~_same(old.take(rows), new.take(rows))
            if differs.any():
                yield _Column(name, type_, old, new, differs)
        reached = was.success[rows] != now.success[rows]
        if reached.any():
            name = f"success in {named}"
            words = ("reached", "lost")
            yield _Flag(name, DataType.BOOLEAN, None, None, reached, now.success[rows], words)


def _waits(before: World, after: World, row: int) -> list[Change]:
    """The waits of one person that began or ended."""
    zone = after.state.plan.calendar.zone

    def told(world: World) -> dict[str, str]:
        return {
            _where(each.campaign): f"until {moment_told(each.until, zone)}"
            for each in waiting_told(world.state, row)
        }

    old, new = told(before), told(after)
    return [
        Change(name, old.get(name, ""), new.get(name, ""))
        for name in dict.fromkeys((*old, *new))
        if old.get(name) != new.get(name)
    ]


def _where(campaign: str) -> str:
    """Where somebody waits; the campaigns of steps are not spoken of."""
    return "waits" if campaign.startswith(STEPS) else f"waits in {quoted(campaign)}"
