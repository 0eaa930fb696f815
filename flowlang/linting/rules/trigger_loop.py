"""# trigger-loop

Trigger campaigns start each other in a circle.

Severity: warning
Category: order

## Why

A campaign whose steps start it again, by itself or by way of others, does not come to an end. In
Marketo it sends and writes until somebody switches it off; a run here stops such a person after
100 turns at one moment.

## Bad

```flow
import std.fields
trigger campaign "Count" {
  on change_score of lead_score
  each person every time
  flow { change lead_score by +1 }
}
```

## Good

```flow
import std.fields
field counter: score
trigger campaign "Count" {
  on change_score of lead_score
  each person every time
  flow { change counter by +1 }
}
```

## How to mend

Let one of the campaigns take each person once, or let it ask in its smart list for something that
its own steps end.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.effects.loops import loops_of
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.model.steps import Request


def find(world: World) -> Iterator[Diagnostic]:
    for loop in loops_of(world.effects):
        if loop.waits:
            continue
        names = [each.qualified_name for each in (*loop.campaigns, loop.campaigns[0])]
        path = " → ".join(f'"{name}"' for name in names)
        goes = "everybody who enters goes" if loop.is_sure else "people may go"
        related = []
        for here, start in zip(loop.campaigns, loop.starts, strict=True):
            verb = "requests" if isinstance(start.act.step, Request) else "triggers"
            said = f'"{here.qualified_name}" {verb} "{start.target.qualified_name}" here'
            related.append(beside(said, start.act.step))
            if verb == "triggers":
                related.append(
                    beside(f'"{start.target.qualified_name}" starts here', start.trigger)
                )
        yield found(
            loop.starts[0].act.step,
            f"{goes} round and round: {path}",
            help="let one of them take `each person once`, or ask in its smart list for something "
            "that its own steps end",
            related=related,
        )
