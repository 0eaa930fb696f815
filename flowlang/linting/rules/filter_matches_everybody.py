"""# filter-matches-everybody

Everybody in the data passes this filter, or this part of one.

Severity: info
Category: people

## Why

A part that lets everybody through, such as `email contains "@"`, costs time and decides nothing; a
whole filter that does is an audience of the whole database.

## Bad

```flow
import std.fields
batch campaign "Greet" {
  smart list { email contains "@" and country is "DE" }
  flow { interesting moment "Web" "From Germany" }
}
--- people.csv
id,email,country
1,ada@acme.example,DE
2,bob@acme.example,FR
```

## Good

```flow
import std.fields
batch campaign "Greet" {
  smart list { country is "DE" }
  flow { interesting moment "Web" "From Germany" }
}
--- people.csv
id,email,country
1,ada@acme.example,DE
2,bob@acme.example,FR
```

## How to mend

Take the part out, or say what is meant. Where it is there for people who come later, write
`# flow: allow filter-matches-everybody`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.asked import conditions_of_everybody
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.filters import All, Everyone


def find(world: World) -> Iterator[Diagnostic]:
    people = world.people
    if people is None or not people.size:
        return
    for whole in conditions_of_everybody(world):
        parts = whole.items if isinstance(whole, All) else (whole,)
        for part in parts:
            if people.count(part) == people.size and not isinstance(part, Everyone):
                yield found(
                    part,
                    f"all {people.size:,} people pass this",
                    help="take it out, or see whether it is what is meant",
                )
