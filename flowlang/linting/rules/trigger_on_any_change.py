"""# trigger-on-any-change

A campaign listens to every change of every field.

Severity: info
Category: cost

## Why

Marketo wakes such a campaign for each value that any import, sync or campaign changes; one upload
of a list is a hundred thousand entries.

## Bad

```flow
import std.fields
trigger campaign "Route" {
  on change_data_value
  each person every time
  flow { change lead_owner to "Inside sales" }
}
```

## Good

```flow
import std.fields
trigger campaign "Route" {
  on change_data_value of country
  each person every time
  flow { change lead_owner to "Inside sales" }
}
```

## How to mend

Say of which field: `on change_data_value of …`, and to what with `where new_value is …`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.campaigns import Trigger

CHANGES = ("changedatavalue", "changescore")
"""Keys of the activities that are changes of one field each."""


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        for trigger in campaign.triggers:
            if (
                isinstance(trigger, Trigger)
                and trigger.activity.key in CHANGES
                and trigger.of_field is None
                and not trigger.assets
                and trigger.where is None
            ):
                yield found(
                    trigger,
                    "this starts the campaign for every change of every field",
                    help=f"say of which: `on {trigger.activity.name} of …`",
                )
