"""# batches-at-one-moment

Two batch campaigns are scheduled for one moment, and one changes what the other reads.

Severity: warning
Category: order

## Why

Two batch campaigns that are due at the same moment have no certain order in Marketo. FlowLang takes
them in source order.

## Bad

```flow
import std.fields
batch campaign "Score" {
  each person every time
  flow { change lead_score by +10 }
  schedule { every monday at 09:00 }
}
batch campaign "Hand over" {
  smart list { lead_score >= 100 }
  each person once
  flow { change lead_owner to "Inside sales" }
  schedule { every weekday at 09:00 }
}
```

## Good

```flow
import std.fields
batch campaign "Score" {
  each person every time
  flow { change lead_score by +10 }
  schedule { every monday at 09:00 }
}
batch campaign "Hand over" {
  smart list { lead_score >= 100 }
  each person once
  flow { change lead_owner to "Inside sales" }
  schedule { every weekday at 11:00 }
}
```

## How to mend

Schedule the one that reads some time later, or make one campaign of the two that executes both
parts in the order that is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.effects.pairs import at_one_moment
from flowlang.effects.races import read_clashes, write_clashes
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.source import Source, Span


def find(world: World) -> Iterator[Diagnostic]:
    effects = world.effects
    told: set[tuple[Source, Span]] = set()
    for one, other, moment in at_one_moment(effects):
        clashes = [
            *read_clashes(one, other, effects),
            *read_clashes(other, one, effects),
            *write_clashes(one, other, effects),
        ]
        for clash in clashes[:1]:
            place = clash.read or (clash.act.step if clash.act is not None else clash.other)
            if (place.source, place.span) in told:
                continue
            told.add((place.source, place.span))
            first, second = clash.one.qualified_name, clash.other.qualified_name
            thing = clash.thing.words
            does = "reads" if clash.read is not None else "changes, too,"
            yield found(
                place,
                f'"{second}" {does} {thing}, which "{first}" changes at the same moment, such as '
                f"{moment:%Y-%m-%dT%H:%M}: it is not certain which is first",
                help="schedule one of them later, or execute both parts from one campaign",
                related=(
                    beside(f'"{first}" changes {thing} here', clash.change.step),
                    beside(f'"{first}" is this campaign', clash.one),
                ),
            )
