"""# trigger-race

Two trigger campaigns start at one event, and one changes what the other reads.

Severity: warning
Category: order

## Why

Two campaigns that one event starts have no certain order in Marketo: which of them is first may
differ from person to person. FlowLang takes them in source order, so that a test may pass and
production still differ.

## Bad

```flow
import std.fields
trigger campaign "Score the form" {
  on fill_out_form "Contact us"
  each person every time
  flow { change lead_score by +50 }
}
trigger campaign "Route the form" {
  on fill_out_form "Contact us"
  each person every time
  smart list { lead_score >= 100 }
  flow { change lead_owner to "Inside sales" }
}
```

## Good

```flow
import std.fields
executable campaign "Score the form" {
  each person every time
  flow { change lead_score by +50 }
}
trigger campaign "Route the form" {
  on fill_out_form "Contact us"
  each person every time
  flow {
    execute "Score the form"
    choose {
      when lead_score >= 100 { change lead_owner to "Inside sales" }
    }
  }
}
```

## How to mend

Make one campaign of the two, which executes both parts in the order that is meant; or let the
second one start at the change that the first one makes.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.effects.races import read_clashes
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.source import Source, Span


def find(world: World) -> Iterator[Diagnostic]:
    effects = world.effects
    told: set[tuple[Source, Span]] = set()
    for one, other, trigger, same in world.at_one_event:
        for clash in read_clashes(one, other, effects, told):
            assert clash.read is not None
            place = (clash.read.source, clash.read.span)
            if place in told:
                continue
            told.add(place)
            thing = clash.thing.words
            yield found(
                clash.read,
                f'"{other.qualified_name}" reads {thing}, which "{one.qualified_name}" changes at '
                f"the same event, `{trigger.activity.name}`: it is not certain which is first",
                help=f'let one of them `execute` the other, or start "{other.qualified_name}" at '
                "that change",
                related=(
                    beside(f'"{one.qualified_name}" starts here', trigger),
                    beside(f'"{other.qualified_name}" starts here', same),
                    beside(f'"{one.qualified_name}" changes {thing} here', clash.change.step),
                ),
            )
            break
