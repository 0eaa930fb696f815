"""# racing-writes

Two trigger campaigns start at one event and set the same thing differently.

Severity: warning
Category: order

## Why

Two campaigns that one event starts have no certain order in Marketo. The one that happens to be
last wins, and a stage or an owner is overwritten without a trace.

## Bad

```flow
import std.fields
trigger campaign "Mark as hot" {
  on fill_out_form "Contact us"
  flow { change lead_status to "Hot" }
}
trigger campaign "Mark as new" {
  on fill_out_form
  flow { change lead_status to "New" }
}
```

## Good

```flow
import std.fields
trigger campaign "Mark" {
  on fill_out_form "Contact us"
  flow { change lead_status to "Hot" }
}

trigger campaign "Mark others" {
  on fill_out_form "Newsletter"
  flow { change lead_status to "New" }
}
```

## How to mend

Set it in one campaign, with a choice; or let the conditions of the two rule each other out.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.effects.races import read_clashes, write_clashes
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.model.steps import Step


def find(world: World) -> Iterator[Diagnostic]:
    effects = world.effects
    told: set[Step] = set()
    place = {campaign: number for number, campaign in enumerate(effects.active_triggers)}
    for one, other, trigger, same in world.at_one_event:
        if place[one] > place[other]:
            continue
        for clash in write_clashes(one, other, effects, told):
            if clash.act is None or clash.act.step in told:
                continue
            both = (*read_clashes(one, other, effects), *read_clashes(other, one, effects))
            if any(each.thing == clash.thing for each in both):
                # That one of them reads it, too, is told as a race already.
                continue
            told.add(clash.act.step)
            thing = clash.thing.words
            yield found(
                clash.act.step,
                f'"{one.qualified_name}" and "{other.qualified_name}" both change {thing} at the '
                f"same event, `{trigger.activity.name}`: it is not certain which is last",
                help="change it in one campaign, with a choice",
                related=(
                    beside(f'"{one.qualified_name}" starts here', trigger),
                    beside(f'"{other.qualified_name}" starts here', same),
                    beside(f'"{one.qualified_name}" changes {thing} here', clash.change.step),
                ),
            )
            break
