"""Two worlds that begin as one: what happens in the one does not happen in the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from flowlang.engine import layout
from flowlang.engine.history import History
from flowlang.engine.log import Attribute, Block
from flowlang.engine.plan import Plan
from flowlang.engine.tokens import Context
from flowlang.engine.vectors import Words
from flowlang.model.bind import bind_filter
from flowlang.model.load import load
from flowlang.model.values import Duration, Unit
from flowlang.source import Source
from flowlang.testing.world import World, world_plan

SCRIPT = """\
import std.fields
list "Hot"
program "P" {
  trigger campaign "Long" {
    on requested
    each person every time
    flow {
      change lead_score by +1
      add to list "Hot"
      change program status in "P" to "Member"
      wait 1 day
      change city to "late"
      change lead_score by +10
    }
  }
}
"""
NOW = 1767603600


def world_of(folder: Path) -> World:
    (folder / "main.flow").write_text(SCRIPT)
    [instance] = load([folder]).instances
    world = World.of_names(world_plan(instance), ["a", "b"], NOW)
    world.given_person("a")
    world.given_person("b")
    return world


def who(world: World, text: str) -> list[str]:
    filter_, problems = bind_filter(world.instance, Source("<filter>", text))
    assert filter_ is not None, problems
    return [world.id_of(row) for row in world.present[world.passing(filter_)].tolist()]


def everything(world: World) -> list[object]:
    """All that can be asked of a world here."""
    questions = (
        'member of list "Hot"',
        'member of program "P"',
        "did change_score",
        'city is "late"',
    )
    values = [world.value(each, "lead_score") for each in "ab"]
    logged = layout.written(world.state.log, world.state.logged).to_pylist()
    return [values, world.now, logged, *(who(world, each) for each in questions)]


def test_each_goes_its_own_way(tmp_path: Path) -> None:
    first = world_of(tmp_path)
    [campaign] = first.instance.campaigns
    first.request(campaign, ["a"])
    before = everything(first)
    second = first.branch()
    assert everything(second) == before
    second.request(campaign, ["a", "b"])
    second.advance(Duration(2, Unit.DAY))
    third = second.branch()
    after = everything(second)
    assert everything(first) == before
    assert after != before
    first.advance(Duration(2, Unit.DAY))
    assert first.value("a", "lead_score") == 11
    assert first.value("b", "lead_score") is None
    assert everything(second) == everything(third) == after
    assert second.value("a", "lead_score") == 22


def test_a_branch_does_what_the_world_would_have_done(tmp_path: Path) -> None:
    first = world_of(tmp_path)
    [campaign] = first.instance.campaigns
    first.request(campaign, ["a"])
    branch = first.branch()
    for world in (first, branch):
        world.request(campaign, ["b"])
        world.given_person("a")
        world.advance(Duration(3, Unit.DAY))
    assert everything(first) == everything(branch)
    assert branch.summary.activities["change_score"] == 3
    assert first.summary.activities["change_score"] == 4


SHARED = (Plan, Words, History, Block, Attribute, Context)
"""What is made once and does not change, or only ever grows."""


def moving(value: Any, seen: dict[int, Any]) -> Iterator[int]:
    """The identities of all that can change below a machine."""
    if id(value) in seen or isinstance(value, SHARED):
        return
    seen[id(value)] = value
    match value:
        case np.ndarray():
            if value.flags.writeable:
                yield id(value)
        case dict():
            yield id(value)
            for each in value.values():
                yield from moving(each, seen)
        case list() | set() | tuple():
            if not isinstance(value, tuple):
                yield id(value)
            for each in value:
                yield from moving(each, seen)
        case _ if type(value).__module__.startswith(("flowlang.engine", "flowlang.testing")):
            yield id(value)
            slots = getattr(type(value), "__slots__", ())
            for name in (*slots, *getattr(value, "__dict__", ())):
                yield from moving(getattr(value, name), seen)


def test_nothing_that_changes_is_in_both(tmp_path: Path) -> None:
    first = world_of(tmp_path)
    [campaign] = first.instance.campaigns
    first.request(campaign, ["a"])
    everything(first)
    second = first.branch()
    kept: tuple[dict[int, Any], dict[int, Any]] = ({}, {})
    both = set(moving(first, kept[0])) & set(moving(second, kept[1]))
    assert [kept[0][each] for each in both] == []
    assert len(kept[0]) > 50
