"""# recurring-left-on-once

A campaign runs again and again, and does not say how often it lets a person in.

Severity: info
Category: correctness

## Why

Without `each person …` everybody enters once in their life, whatever the schedule says. For a
welcome that is right; for a monthly newsletter it is not, and in the script both look alike.

## Bad

```flow
import std.fields
email "News" { subject: "What is new" }
batch campaign "Newsletter" {
  smart list { person_type is "Subscriber" }
  flow { send email "News" }
  schedule { every month on day 1 at 09:00 }
}
```

## Good

```flow
import std.fields
email "News" { subject: "What is new" }
batch campaign "Newsletter" {
  smart list { person_type is "Subscriber" }
  each person every time
  flow { send email "News" }
  schedule { every month on day 1 at 09:00 }
}
```

## How to mend

Write what is meant: `each person once`, `each person every time`, or an interval.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.qualification import is_left
from flowlang.linting.world import World
from flowlang.model.campaigns import OnceAt


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        recurs = any(not isinstance(each, OnceAt) for each in campaign.schedule)
        if recurs and is_left(campaign, world):
            yield found(
                campaign,
                f'"{campaign.qualified_name}" runs again and again, and lets each person in once',
                help="write `each person once` if that is meant, else `each person every time`",
            )
