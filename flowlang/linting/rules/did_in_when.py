"""# did-in-when

Marketo asks for no activities in a choice.

Severity: info
Category: portability

## Why

The choices of a flow step know fields and memberships. What people did is asked for in a smart
list, and the choice asks for that.

## Bad

```flow
import std.fields
batch campaign "Sort" {
  smart list { country is "AT" }
  flow {
    choose { when did visit_webpage "/pricing" in past 7 days { change lead_status to "Hot" } }
  }
}
```

## Good

```flow
import std.fields
smart list "Saw the prices" { did visit_webpage "/pricing" in past 7 days }
batch campaign "Sort" {
  smart list { country is "AT" }
  flow {
    choose { when member of smart list "Saw the prices" { change lead_status to "Hot" } }
  }
}
```

## How to mend

Give the filter a name: `smart list "…" { … }`, and ask `member of smart list "…"`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.filters import Did
from flowlang.model.steps import Choose
from flowlang.model.walk import all_filters, all_steps


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        for step in all_steps(campaign.flow):
            if isinstance(step, Choose):
                for branch in step.branches:
                    for filter_ in all_filters(branch.condition):
                        if isinstance(filter_, Did):
                            yield found(
                                filter_,
                                "Marketo asks for no activities in a choice",
                                help="put this into a named smart list and ask "
                                "`member of smart list`",
                            )
