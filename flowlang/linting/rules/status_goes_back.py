"""# status-goes-back

A step sets a program status that comes before one that the same flow has set.

Severity: warning
Category: order

## Why

A status only gives way to a later one. Who has reached a status earlier in the flow keeps it, and
the step is skipped for everybody.

## Bad

```flow
channel "Webinar" { status "Invited" status "Attended" }
program "Spring" uses channel "Webinar" {
  batch campaign "Run" {
    flow {
      change program status to "Attended"
      change program status to "Invited"
    }
  }
}
```

## Good

```flow
channel "Webinar" { status "Invited" status "Attended" }
program "Spring" uses channel "Webinar" {
  batch campaign "Run" {
    flow {
      change program status to "Invited"
      change program status to "Attended"
    }
  }
}
```

## How to mend

Put the steps in the order of the statuses, or leave the later step out.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.model.steps import ChangeProgramStatus


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        course = world.effects.course(campaign)
        changes = [each for each in course if isinstance(each.step, ChangeProgramStatus)]
        for act in changes:
            step = act.step
            assert isinstance(step, ChangeProgramStatus)
            for before in changes[: changes.index(act)]:
                earlier = before.step
                assert isinstance(earlier, ChangeProgramStatus)
                if (
                    earlier.program is step.program
                    and earlier.status.step > step.status.step
                    and set(act.forks).issuperset(before.forks)
                ):
                    yield found(
                        step,
                        f'everybody has reached "{earlier.status.name}" in '
                        f'"{campaign.qualified_name}" before, so nobody goes back to '
                        f'"{step.status.name}"',
                        help="put the steps in the order of the statuses",
                        related=(beside("the later status is set here", earlier),),
                    )
                    break
