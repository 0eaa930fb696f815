"""# unused-asset

An asset is declared, and nothing uses it.

Severity: info
Category: style

## Why

What nobody uses has to be read, kept up to date and cloned all the same. Nothing is said where the
command was given only some scripts of a project: the others may use it.

## Bad

```flow
list "Guests"
list "Gusts 2019"
batch campaign "Invite" { flow { add to list "Guests" } }
```

## Good

```flow
list "Guests"
batch campaign "Invite" { flow { add to list "Guests" } }
```

## How to mend

Take it out, or use it.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.graph.inventory import unused
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.assets import Asset
from flowlang.model.campaigns import Campaign


def find(world: World) -> Iterator[Diagnostic]:
    graph = world.graph
    names = set(unused(world.instance, graph))
    for node, item in graph.items.items():
        if node.name not in names or not isinstance(item, Asset) or isinstance(item, Campaign):
            continue
        if world.is_own(item.source) and world.is_whole:
            yield found(
                item,
                f'nothing uses the {node.kind} "{item.qualified_name}"',
                help="take it out, or use it",
            )
