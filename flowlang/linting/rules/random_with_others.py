"""# random-with-others

A random sample stands beside other filters of a smart list.

Severity: info
Category: portability

## Why

Marketo draws the sample from the whole database and asks for the rest as well, so nobody knows how
many will come; its handbook says to use the filter by itself.

## Bad

```flow
import std.fields
email "Survey" { subject: "Two questions" }
batch campaign "Survey" {
  smart list { country is "AT" and random 10% }
  flow { send email "Survey" }
}
```

## Good

```flow
import std.fields
email "Survey" { subject: "Two questions" }
batch campaign "Survey" {
  smart list { country is "AT" }
  flow {
    choose { when random 10% { send email "Survey" } }
  }
}
```

## How to mend

Draw in the flow: `choose { when random 10% { … } }`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.filters import All, Random


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        if isinstance(campaign.smart_list, All):
            for item in campaign.smart_list.items:
                if isinstance(item, Random):
                    yield found(
                        item,
                        "Marketo's random sample is to be used by itself",
                        help="draw in the flow: `choose { when random … }`",
                    )
