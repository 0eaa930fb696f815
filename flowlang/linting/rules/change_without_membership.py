"""# change-without-membership

A membership is changed for people of whom nobody has asked whether they have one.

Severity: info
Category: correctness

## Why

Success and member fields are those of a membership. For whoever is no member the step is skipped,
and the report of the program shows less than was meant.

## Bad

```flow
import std.fields
program "Webinar" {
  batch campaign "Came by" {
    smart list { lead_status is "Visited" }
    flow { change program success to true }
  }
}
```

## Good

```flow
import std.fields
program "Webinar" {
  batch campaign "Came by" {
    smart list { member of program "Webinar" and lead_status is "Visited" }
    flow { change program success to true }
  }
}
```

## How to mend

Ask for members, or make them: `change program status to …` comes before.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.members import may_be_no_member
from flowlang.linting.world import World
from flowlang.model.steps import (
    ChangeEngagementCadence,
    ChangeEngagementStream,
    ChangeMember,
    ChangeProgramSuccess,
)
from flowlang.model.walk import all_steps

OF_MEMBERS = (ChangeProgramSuccess, ChangeMember, ChangeEngagementStream, ChangeEngagementCadence)


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        for step in all_steps(campaign.flow):
            if isinstance(step, OF_MEMBERS) and may_be_no_member(
                step, step.program, campaign, world
            ):
                yield found(
                    step,
                    f'this is skipped for whoever is no member of "{step.program.name}", and '
                    "nobody has asked",
                    help="ask for members, or put `change program status to …` before it",
                )
