"""# status-starts-engagement

A change of status makes people members of an engagement program, which begins to send.

Severity: warning
Category: correctness

## Why

Whoever is no member becomes one, in the first stream, and gets what the stream has from the next
cast on. Nothing is said where everybody who gets there is a member.

## Bad

```flow
import std.fields
channel "Nurture" { status "Member" status "Exhausted" }
program "Nurture" uses channel "Nurture" {
  stream "Beginners"
  batch campaign "Exhausted" {
    smart list { lead_status is "Customer" }
    flow { change program status to "Exhausted" }
  }
}
```

## Good

```flow
import std.fields
channel "Nurture" { status "Member" status "Exhausted" }
program "Nurture" uses channel "Nurture" {
  stream "Beginners"
  batch campaign "Exhausted" {
    smart list { member of program "Nurture" and lead_status is "Customer" }
    flow { change program status to "Exhausted" }
  }
}
```

## How to mend

Ask for members first, or use `add to engagement program`, which says into which stream.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.members import may_be_no_member
from flowlang.linting.world import World
from flowlang.model.steps import ChangeProgramStatus
from flowlang.model.walk import all_steps


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        for step in all_steps(campaign.flow):
            if (
                isinstance(step, ChangeProgramStatus)
                and step.program.streams
                and may_be_no_member(step, step.program, campaign, world)
            ):
                yield found(
                    step,
                    f'this makes members of the engagement program "{step.program.name}", which '
                    "begins to send to them",
                    help="ask for members first, or write `add to engagement program`",
                )
