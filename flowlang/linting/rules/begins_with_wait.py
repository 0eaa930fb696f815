"""# begins-with-wait

A trigger campaign begins with a wait.

Severity: info
Category: cost

## Why

Marketo goes on with low priority after a wait of more than five minutes, and everybody who ever
triggers is parked in the campaign. A batch campaign that asks for what happened yesterday does the
same, and its smart list is looked at when it counts.

## Bad

```flow
import std.fields
email "How was it" { subject: "How was it?" }
trigger campaign "Ask" {
  on fill_out_form "Order"
  flow {
    wait 1 day
    send email "How was it"
  }
}
```

## Good

```flow
import std.fields
email "How was it" { subject: "How was it?" }
batch campaign "Ask" {
  smart list { did fill_out_form "Order" in time frame "yesterday" }
  each person once
  flow { send email "How was it" }
  schedule { every day at 09:00 }
}
```

## How to mend

Schedule a batch campaign. A wait for a date of the person is left alone: only trigger campaigns
have those.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.campaigns import CampaignKind, Trigger
from flowlang.model.steps import WaitFor, WaitUntilDay


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        if campaign.kind is not CampaignKind.TRIGGER or not campaign.flow:
            continue
        first = campaign.flow[0]
        only_events = all(isinstance(each, Trigger) for each in campaign.triggers)
        if only_events and isinstance(first, WaitFor | WaitUntilDay):
            yield found(
                first,
                "the campaign begins with a wait, so that everybody who triggers it is parked",
                help="schedule a batch campaign that asks for what happened",
            )
