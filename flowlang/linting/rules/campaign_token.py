"""# campaign-token

Marketo's tokens belong to programs and folders, not to campaigns.

Severity: info
Category: portability

## Why

A token inside of a campaign has no place to go to in Marketo. One in the program around it is seen
by all campaigns of the program.

## Bad

```flow
import std.fields
trigger campaign "Visits" {
  token points: score = +1
  on visit_webpage
  each person every time
  flow { change lead_score by {{my.Points}} }
}
```

## Good

```flow
import std.fields
program "Scoring" {
  token points: score = +1
  trigger campaign "Visits" {
    on visit_webpage
    each person every time
    flow { change lead_score by {{my.Points}} }
  }
}
```

## How to mend

Declare it in the program, under a name that says whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.world import World


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        for token in campaign.tokens.values():
            yield found(
                token,
                "Marketo's campaigns have no tokens of their own",
                help="declare it in the program around the campaign",
            )
