"""# or-in-constraint

Marketo joins the constraints of one filter by `and` alone.

Severity: info
Category: portability

## Why

There every constraint of an activity or a membership has to hold. Several values of one attribute
are fine; `or` and `not` between constraints cannot be built.

## Bad

```flow
import std.fields
trigger campaign "Fans" {
  on fill_out_form
  smart list {
    did open_email where (device is "iPhone" or is_mobile_device is true) in past 90 days
  }
  flow { change lead_status to "Mobile" }
}
```

## Good

```flow
import std.fields
trigger campaign "Fans" {
  on fill_out_form
  smart list { did open_email where device is "iPhone", "iPad" in past 90 days }
  flow { change lead_status to "Mobile" }
}
```

## How to mend

Write two filters and join them by `or`; several values of one attribute stand in one constraint.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.campaigns import Trigger
from flowlang.model.filters import Any, Did, Filter, InProgram, Not
from flowlang.model.walk import all_filters, instance_filters


def find(world: World) -> Iterator[Diagnostic]:
    for where in _constraints(world):
        odd = next((each for each in all_filters(where) if isinstance(each, Any | Not)), None)
        if odd is not None:
            yield found(
                odd,
                "Marketo joins the constraints of one filter by `and` alone",
                help="write two filters and join them by `or`",
            )


def _constraints(world: World) -> Iterator[Filter | None]:
    for campaign in world.campaigns:
        for trigger in campaign.triggers:
            if isinstance(trigger, Trigger):
                yield trigger.where
    for filter_ in instance_filters(world.instance):
        if isinstance(filter_, Did | InProgram):
            yield filter_.where
