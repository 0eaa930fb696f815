"""# deep-execute

Executes go deeper here than Marketo goes.

Severity: info
Category: portability

## Why

The project allows a depth of `max_execute_depth`. Marketo allows three levels below the campaign
that begins, and makes nothing of a campaign that goes deeper.

## Bad

```flow
import std.fields
batch campaign "Run" { flow { execute "One" } }
executable campaign "One" { each person every time flow { execute "Two" } }
executable campaign "Two" { each person every time flow { execute "Three" } }
executable campaign "Three" { each person every time flow { execute "Four" } }
executable campaign "Four" { each person every time flow { change lead_score by +5 } }
--- flowlang.toml
[check]
max_execute_depth = 5
```

## Good

```flow
import std.fields
batch campaign "Run" { flow { execute "One" execute "Two" } }
executable campaign "One" { each person every time flow { change lead_status to "Warm" } }
executable campaign "Two" { each person every time flow { change lead_score by +5 } }
--- flowlang.toml
[check]
max_execute_depth = 5
```

## How to mend

Execute the inner ones from the outer campaign, one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.checking.calls import MOST
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.steps import Execute


def find(world: World) -> Iterator[Diagnostic]:
    if world.instance.project.max_execute_depth <= MOST:
        return
    for campaign in world.campaigns:
        for act in world.effects.course(campaign):
            if isinstance(act.step, Execute) and len(act.chain) == MOST:
                yield found(
                    act.step,
                    f"Marketo executes campaigns {MOST} levels deep, and this is one more",
                    help="execute the inner ones from the outer campaign, one after the other",
                )
