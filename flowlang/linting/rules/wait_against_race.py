"""# wait-against-race

A short wait is there to let another campaign come first.

Severity: warning
Category: order

## Why

Two campaigns start on one event, and one waits some minutes before it reads what the other writes.
When Marketo is busy, five minutes are not enough, and after a wait it goes on with low priority
anyway. What must come first is executed.

## Bad

```flow
import std.fields
email "New lead" { subject: "A new lead" }
trigger campaign "Route" {
  on fill_out_form "Contact us"
  flow { change lead_owner to "Anna" }
}
trigger campaign "Tell" {
  on fill_out_form "Contact us"
  flow {
    add to list "Contacts"
    wait 5 minutes
    send alert "New lead" to sales owner
  }
}
list "Contacts"
```

## Good

```flow
import std.fields
email "New lead" { subject: "A new lead" }
executable campaign "Route" {
  each person every time
  flow { change lead_owner to "Anna" }
}
trigger campaign "Tell" {
  on fill_out_form "Contact us"
  flow {
    execute "Route"
    send alert "New lead" to sales owner
  }
}
```

## How to mend

Make the other campaign executable, and `execute` it before what depends on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.effects.course import Act, on_one_way
from flowlang.effects.matching import overlap
from flowlang.effects.things import Thing
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.model.campaigns import Campaign, Trigger
from flowlang.model.steps import Wait, WaitFor

SHORT = 15 * 60
"""A wait up to so many seconds is there for the order of things, and not for people."""


def find(world: World) -> Iterator[Diagnostic]:
    writers: dict[Thing, list[Campaign]] | None = None
    for campaign in world.effects.active_triggers:
        short = [act for act in world.effects.course(campaign) if _is_short(act)]
        if not short:
            continue
        if writers is None:
            writers = _writers(world)
        for wait in short:
            told = _raced(wait, campaign, writers, world)
            if told is not None:
                yield told


def _is_short(act: Act) -> bool:
    step = act.step
    if not isinstance(step, WaitFor) or step.ending or step.at is not None:
        return False
    seconds = step.duration.seconds
    return seconds is not None and seconds <= SHORT


def _writers(world: World) -> dict[Thing, list[Campaign]]:
    found_: dict[Thing, list[Campaign]] = {}
    for campaign in world.effects.active_triggers:
        for thing in world.effects.first_changes(campaign):
            found_.setdefault(thing, []).append(campaign)
    return found_


def _raced(
    wait: Act, campaign: Campaign, writers: dict[Thing, list[Campaign]], world: World
) -> Diagnostic | None:
    """What is read after a wait and up to the next one, and written by another campaign."""
    for act in world.effects.course(campaign)[wait.number + 1 :]:
        if isinstance(act.step, Wait):
            break
        if not on_one_way(wait, act):
            continue
        for read in world.effects.reads_of_act(act):
            for other in writers.get(read.thing, ()):
                if other is campaign or not _start_together(campaign, other, world):
                    continue
                [change, *_] = world.effects.first_changes(other)[read.thing]
                if world.effects.change(change, read) is None:
                    continue
                return found(
                    wait.step,
                    f'a short wait does not make sure that "{other.qualified_name}" has changed '
                    f"{read.thing.words} before it is read",
                    help="make that campaign executable, and `execute` it instead of the wait",
                    related=(beside("changed here", change.step), beside("read here", read)),
                )
    return None


def _start_together(one: Campaign, other: Campaign, world: World) -> bool:
    return any(
        isinstance(first, Trigger)
        and isinstance(second, Trigger)
        and overlap(first, second, world.logic)
        for first in one.triggers
        for second in other.triggers
    )
