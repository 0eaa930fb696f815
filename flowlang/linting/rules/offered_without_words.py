"""# offered-without-words

Salespeople are offered a campaign that says nothing about itself.

Severity: info
Category: style

## Why

`on requested by sales_insight` puts the campaign into a list from which salespeople choose. They
see its name and its description, and choose by those.

## Bad

```flow
import std.fields
trigger campaign "NUR-7 v2" {
  on requested by sales_insight
  each person every time
  flow { change lead_status to "Nurture" }
}
```

## Good

```flow
import std.fields
## Back to marketing: the person gets the monthly letters, and no calls.
trigger campaign "NUR-7 v2" {
  on requested by sales_insight
  each person every time
  flow { change lead_status to "Nurture" }
}
```

## How to mend

Write a line with `##` above the campaign.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.campaigns import RequestSource, RequestTrigger, Trigger


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        if not campaign.description and any(map(_is_offered, campaign.triggers)):
            yield found(
                campaign,
                "salespeople are offered this campaign, and it has no description",
                help="write a line with `##` above it",
            )


def _is_offered(trigger: Trigger | RequestTrigger) -> bool:
    """Whether a trigger names Sales Insight; `on requested` alone is there for anybody."""
    return (
        isinstance(trigger, RequestTrigger)
        and RequestSource.SALES_INSIGHT in trigger.sources
        and len(trigger.sources) < len(RequestSource)
    )
