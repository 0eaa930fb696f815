"""# loop-over-waits

Trigger campaigns start each other in a circle, with waits on the way.

Severity: info
Category: order

## Why

It goes on for each person for ever, one round after the other. That may be meant, for a reminder
that comes each month; but nothing in the campaigns ends it.

## Bad

```flow
email "Reminder" { subject: "Still there?" }
trigger campaign "Remind" {
  on requested by flow
  each person every time
  flow {
    send email "Reminder"
    wait 4 weeks
    request "Remind"
  }
}
```

## Good

```flow
list "No reminders"
email "Reminder" { subject: "Still there?" }
trigger campaign "Remind" {
  on requested by flow
  each person every time
  smart list { not member of list "No reminders" }
  flow {
    send email "Reminder"
    add to list "No reminders"
    wait 4 weeks
    request "Remind"
  }
}
```

## How to mend

Give it an end, such as a smart list that somebody leaves after a while. Where it is meant to go on,
write `# flow: allow loop-over-waits`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.effects.loops import loops_of
from flowlang.linting.found import beside, found
from flowlang.linting.world import World


def find(world: World) -> Iterator[Diagnostic]:
    for loop in loops_of(world.effects):
        if not loop.waits:
            continue
        names = [each.qualified_name for each in (*loop.campaigns, loop.campaigns[0])]
        path = " → ".join(f'"{name}"' for name in names)
        yield found(
            loop.starts[0].act.step,
            f"this goes round for ever, with waits on the way: {path}",
            help="give it an end, such as a smart list that people leave after a while",
            related=[
                beside(f'this starts "{each.target.qualified_name}"', each.act.step)
                for each in loop.starts
            ],
        )
