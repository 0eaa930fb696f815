"""# interval-outlasts-month

A monthly campaign lets people in again after more days than a month may have.

Severity: warning
Category: correctness

## Why

In `each person once per 1 month` a month is 30 days, and the interval counts hours. From the first
of February to the first of March there are 28 days: whoever entered in February is turned away in
March, and waits until April.

## Bad

```flow
import std.fields
email "News" { subject: "What is new" }
batch campaign "Newsletter" {
  smart list { person_type is "Subscriber" }
  each person once per 1 month
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
  each person once per 27 days
  flow { send email "News" }
  schedule { every month on day 1 at 09:00 }
}
```

## How to mend

Write `each person once per 27 days`, or `each person every time`: the schedule keeps them apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic, Edit
from flowlang.linting.found import Place, found, unsafe_fix
from flowlang.linting.world import World
from flowlang.model.campaigns import OnDayOfMonth
from flowlang.syntax.nodes.campaigns import EachPerson

SHORTEST, LONGEST = 28 * 24, 31 * 24
"""The hours between two runs of a monthly schedule: at least, at most."""


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        if (
            campaign.interval is None
            or not SHORTEST <= campaign.interval <= LONGEST
            or len(campaign.schedule) != 1
            or not isinstance(campaign.schedule[0], OnDayOfMonth)
        ):
            continue
        node = world.campaign_node(campaign)
        [part] = [each for each in node.parts if isinstance(each, EachPerson)]
        yield found(
            Place(campaign.source, part.span),
            "this turns people away whose last run was less than "
            f"{campaign.interval // 24} days ago, as it is after a short month",
            help="write `each person once per 27 days`, or `each person every time`",
            fix=unsafe_fix(
                "write `each person once per 27 days`",
                Edit(campaign.source, part.span, "each person once per 27 days"),
            ),
        )
