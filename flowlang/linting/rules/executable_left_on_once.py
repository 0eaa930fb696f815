"""# executable-left-on-once

An executable campaign lets each person in once in their life.

Severity: warning
Category: correctness

## Why

Without `each person …` a campaign runs once for each person. That is seldom what is meant for one
that others execute: the second `execute` for a person skips it, silently, however much time has
passed, and whoever called it goes on as if it had run.

## Bad

```flow
batch campaign "Everybody" { flow { execute "Route" } }
executable campaign "Route" { flow { change lead_owner to "Inside sales" } }
```

## Good

```flow
batch campaign "Everybody" { flow { execute "Route" } }
executable campaign "Route" {
  each person every time
  flow { change lead_owner to "Inside sales" }
}
```

## How to mend

Write `each person every time`, or an interval such as `each person once per 7 days`. Where once is
meant, write `each person once`: what is written is taken as meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found, insertion, unsafe_fix
from flowlang.linting.world import World
from flowlang.model.campaigns import CampaignKind
from flowlang.syntax.nodes.campaigns import EachPerson


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        if campaign.kind is not CampaignKind.EXECUTABLE:
            continue
        node = world.campaign_node(campaign)
        if any(isinstance(part, EachPerson) for part in node.parts):
            continue
        before = node.parts[0].start
        yield found(
            campaign,
            f'"{campaign.qualified_name}" runs only once for each person, however often it is '
            "executed",
            help="write `each person every time`, or `each person once` if that is meant",
            fix=unsafe_fix(
                "write `each person every time`",
                insertion(campaign.source, before, "each person every time\n  "),
            ),
        )
