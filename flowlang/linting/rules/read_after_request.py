"""# read-after-request

Something is read that a requested campaign has yet to change.

Severity: warning
Category: order

## Why

A request runs in parallel: the flow goes on at once, and what the requested campaign does to the
person comes after it. A choice behind the request still sees the old values.

## Bad

```flow
import std.fields
trigger campaign "Score" {
  on requested by flow
  each person every time
  flow { change lead_score by +10 }
}
batch campaign "After the webinar" {
  flow {
    request "Score"
    choose {
      when lead_score >= 100 { change lead_status to "Hot" }
    }
  }
}
```

## Good

```flow
import std.fields
executable campaign "Score" {
  each person every time
  flow { change lead_score by +10 }
}
batch campaign "After the webinar" {
  flow {
    execute "Score"
    choose {
      when lead_score >= 100 { change lead_status to "Hot" }
    }
  }
}
```

## How to mend

Make the requested campaign executable and `execute` it: it runs in series, and the next step sees
all that it changed. Where it has to wait or to call a webhook, move what reads into it.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.effects.lateness import early_reads
from flowlang.linting.found import beside, found
from flowlang.linting.world import World


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        for early in early_reads(campaign, world.effects, requested=True):
            target = early.start.target.qualified_name
            thing = early.read.thing.words
            yield found(
                early.read,
                f'this reads {thing} before the requested campaign "{target}" has changed it',
                help=f'make "{target}" executable and `execute` it instead of requesting it',
                related=(
                    beside(
                        f'"{target}" is requested here, and runs in parallel', early.start.act.step
                    ),
                    beside(f'"{target}" changes {thing} here', early.change.step),
                ),
            )
