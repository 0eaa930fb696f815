"""# campaign-never-starts

Nobody can start a campaign: no flow executes or requests it.

Severity: warning
Category: correctness

## Why

An executable campaign runs only where another campaign executes it, and one that only flows may
request only where one does. Often the step that was to start it names another campaign.

## Bad

```flow
import std.fields
executable campaign "Score" { each person every time flow { change lead_score by +5 } }
batch campaign "Run" { flow { change lead_status to "Known" } }
```

## Good

```flow
import std.fields
executable campaign "Score" { each person every time flow { change lead_score by +5 } }
batch campaign "Run" { flow { execute "Score" } }
```

## How to mend

Execute or request it, or take it out. A test that runs it counts as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.graph.inventory import unused
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.campaigns import Campaign, CampaignKind


def find(world: World) -> Iterator[Diagnostic]:
    graph = world.graph
    names = set(unused(world.instance, graph))
    for node, item in graph.items.items():
        if node.name not in names or not isinstance(item, Campaign):
            continue
        if item.kind is CampaignKind.EXTERNAL or not world.is_own(item.source):
            continue
        if world.is_whole:
            verb = "executes" if item.kind is CampaignKind.EXECUTABLE else "requests"
            yield found(
                item,
                f'no flow {verb} "{item.qualified_name}", so nobody ever enters it',
                help=f"{verb.removesuffix('s')} it somewhere, or take it out",
            )
