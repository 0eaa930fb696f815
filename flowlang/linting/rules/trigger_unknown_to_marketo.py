"""# trigger-unknown-to-marketo

Marketo has no trigger on this activity, only a filter.

Severity: info
Category: portability

## Why

Nothing in Marketo starts when an email is sent, a campaign is executed or a person leaves a flow.
It starts when an email is delivered, a campaign is requested, a value is changed.

## Bad

```flow
import std.fields
trigger campaign "Count" {
  on send_email
  each person every time
  flow { change lead_status to "Written to" }
}
```

## Good

```flow
import std.fields
trigger campaign "Count" {
  on deliver_email
  each person every time
  flow { change lead_status to "Written to" }
}
```

## How to mend

Listen to what follows from it: `on deliver_email` instead of `on send_email`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.campaigns import Trigger

WITHOUT_TRIGGER = {
    "sendemail": "`on deliver_email` starts when it is there",
    "executecampaign": "listen to what the executed campaign changes",
    "removefromflow": "listen to what was changed before",
    "changeprogramsuccess": "`on change_program_status` starts where a status is a success",
    "createtask": "listen to what was changed before",
    "deleteperson": "do it before the person is deleted",
    "mergepeople": "listen to the values that a merge changes",
}
"""Keys of the activities that start nothing in Marketo, and what to do instead."""


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        for trigger in campaign.triggers:
            if isinstance(trigger, Trigger) and trigger.activity.key in WITHOUT_TRIGGER:
                yield found(
                    trigger,
                    f"Marketo has no trigger on {trigger.activity.name}",
                    help=WITHOUT_TRIGGER[trigger.activity.key],
                )
