"""# nested-smart-lists

A smart list asks for a smart list that asks for another, and so on.

Severity: info
Category: cost

## Why

Each is worked out anew wherever it is asked for. Whoever changes the innermost one changes all of
them, and nobody sees from outside who is in them.

## Bad

```flow
import std.fields
smart list "Reachable" { email is not empty }
smart list "Customers" { lead_status is "Customer" and member of smart list "Reachable" }
smart list "Customers in Austria" { country is "AT" and member of smart list "Customers" }
smart list "Fans" { lead_score >= 90 and member of smart list "Customers in Austria" }
trigger campaign "Thank" {
  on fill_out_form
  smart list { member of smart list "Fans" }
  flow { interesting moment "Web" "A fan" }
}
```

## Good

```flow
import std.fields
smart list "Reachable" { email is not empty }
smart list "Fans" {
  lead_status is "Customer"
  and country is "AT"
  and lead_score >= 90
  and member of smart list "Reachable"
}
trigger campaign "Thank" {
  on fill_out_form
  smart list { member of smart list "Fans" }
  flow { interesting moment "Web" "A fan" }
}
```

## How to mend

Say in one list what the inner ones say.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.model.assets import SmartList
from flowlang.model.filters import InSmartList
from flowlang.model.walk import all_filters

DEEP = 3
"""So many smart lists inside of one are too many."""


def find(world: World) -> Iterator[Diagnostic]:
    chains: dict[SmartList, tuple[SmartList, ...]] = {}
    for smart_list in world.instance.smart_lists:
        chain = _longest(smart_list, chains)
        # Told of the first list that is too deep, not of all that ask for it.
        if len(chain) == DEEP:
            yield found(
                smart_list,
                f"{DEEP} smart lists are asked for inside of this one, each by the one before",
                help="say in one list what the inner ones say",
                related=[beside("inside", each) for each in chain],
            )


def _longest(
    smart_list: SmartList, known: dict[SmartList, tuple[SmartList, ...]]
) -> tuple[SmartList, ...]:
    """The longest chain of smart lists inside of one; smart lists never go in a circle."""
    if smart_list not in known:
        inner = [
            (each, *_longest(each, known))
            for filter_ in all_filters(smart_list.filter)
            if isinstance(filter_, InSmartList)
            for each in filter_.smart_lists
        ]
        known[smart_list] = max(inner, key=len, default=())
    return known[smart_list]
