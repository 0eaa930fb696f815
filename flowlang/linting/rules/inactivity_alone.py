"""# inactivity-alone

People are chosen only by what they did not do.

Severity: info
Category: cost

## Why

`did not open_email` holds for everybody who opened none, and that is first of all everybody who
was never sent any. It is the dearest kind of filter as well: with nothing beside it, the whole
database is gone through.

## Bad

```flow
import std.fields
batch campaign "Sleepers" {
  smart list { did not open_email in past 6 months }
  flow { change lead_status to "Asleep" }
}
```

## Good

```flow
import std.fields
batch campaign "Sleepers" {
  smart list { did not open_email in past 6 months and did deliver_email in past 60 days }
  flow { change lead_status to "Asleep" }
}
```

## How to mend

Add what people are or did: `and did deliver_email in past …`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.campaigns import CampaignKind
from flowlang.model.filters import All, Any, Did, Everyone, Filter, InSmartList, Not
from flowlang.model.steps import Execute


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        if campaign.kind is not CampaignKind.BATCH or campaign.smart_list is None:
            continue
        if all(isinstance(each, Execute) and each.campaign.smart_list for each in campaign.flow):
            # Those that it executes ask for more.
            continue
        leaves = list(_leaves(campaign.smart_list))
        if leaves and all(map(_denies, leaves)):
            yield found(
                campaign.smart_list,
                "people are chosen only by what they did not do, so all who never could do are in",
                help="add what they are or did, such as `and did deliver_email in past 90 days`",
            )


def _leaves(filter_: Filter) -> Iterator[Filter]:
    """What a filter asks, named smart lists looked into."""
    match filter_:
        case All() | Any():
            for item in filter_.items:
                yield from _leaves(item)
        case InSmartList():
            for smart_list in filter_.smart_lists:
                yield from _leaves(smart_list.filter)
        case Everyone():
            pass
        case _:
            yield filter_


def _denies(filter_: Filter) -> bool:
    """Whether a filter asks only that something was not done."""
    match filter_:
        case Did():
            return filter_.negated
        case Not(item=Did(negated=False)):
            return True
        case _:
            return False
