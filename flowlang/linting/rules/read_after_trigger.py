"""# read-after-trigger

Something is read that a campaign, triggered by a step before, has yet to change.

Severity: warning
Category: order

## Why

What a step does may start a trigger campaign, but that one runs only when this flow has ended or
waits. A step behind it still sees the old values, and an alert goes to the old owner.

## Bad

```flow
import std.fields
email "Call" { subject: "Call" }
trigger campaign "Assign" {
  on change_data_value of lead_status where new_value is "MQL"
  each person every time
  flow { change lead_owner to "Inside sales" }
}
batch campaign "Qualify" {
  flow {
    change lead_status to "MQL"
    send alert "Call" to sales owner
  }
}
```

## Good

```flow
import std.fields
email "Call" { subject: "Call" }
trigger campaign "Assign" {
  on change_data_value of lead_status where new_value is "MQL"
  each person every time
  flow {
    change lead_owner to "Inside sales"
    send alert "Call" to sales owner
  }
}
batch campaign "Qualify" {
  flow { change lead_status to "MQL" }
}
```

## How to mend

Move the step that reads into the triggered campaign, or make an executable campaign of what that
one does and `execute` it before the step.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.effects.lateness import early_reads
from flowlang.linting.found import beside, found
from flowlang.linting.world import World


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        for early in early_reads(campaign, world.effects, requested=False):
            start = early.start
            target = start.target.qualified_name
            thing = early.read.thing.words
            yield found(
                early.read,
                f'this reads {thing} before the triggered campaign "{target}" has changed it',
                help=f'do it in "{target}", or `execute` what that campaign does before this step',
                related=(
                    beside(f'this triggers "{target}", which runs after this flow', start.act.step),
                    beside(f'"{target}" changes {thing} here', early.change.step),
                ),
            )
