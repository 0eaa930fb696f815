"""# long-filter

A filter has so many parts that nobody sees who passes.

Severity: info
Category: cost

## Why

Each part is asked of the whole database. Named smart lists say what a group of parts is about, and
are written once.

## Bad

```flow
import std.fields
trigger campaign "Fit" {
  on fill_out_form
  smart list {
    title is "a1" or title starts with "b2" or title contains "c3"
    or city is "d4" or city starts with "e5" or city contains "f6"
    or state is "g7" or state starts with "h8" or state contains "i9"
    or country is "j1" or country starts with "k2" or country contains "l3"
    or phone is "m4" or phone starts with "n5" or phone contains "o6"
    or department is "p7" or department starts with "q8" or department contains "r9"
    or salutation is "s1" or salutation starts with "t2" or salutation contains "u3"
  }
  flow { change lead_status to "Fit" }
}
```

## Good

```flow
import std.fields
trigger campaign "Fit" {
  on fill_out_form
  smart list { title contains "Engineer" and country is "AT", "DE" }
  flow { change lead_status to "Fit" }
}
```

## How to mend

List values in one part, and give groups of parts a name: `smart list "…" { … }`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.asked import asked_filters, parts
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.filters import All, Any, Not

MANY = 20


def find(world: World) -> Iterator[Diagnostic]:
    for filter_ in asked_filters(world):
        single = sum(not isinstance(each, All | Any | Not) for each in parts(filter_))
        if single > MANY:
            yield found(
                filter_,
                f"this filter has {single} parts",
                help="list values in one part, and give groups of parts a name",
            )
