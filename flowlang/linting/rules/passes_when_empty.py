"""# passes-when-empty

People pass only because a field is empty.

Severity: info
Category: people

## Why

`is not` fits an empty value, an empty number counts as 0, and `before` fits people without a
date. In real data that is often the greater part of an audience.

## Bad

```flow
import std.fields
batch campaign "Abroad" {
  smart list { country is not "DE" }
  flow { interesting moment "Web" "From abroad" }
}
--- people.csv
id,country
1,DE
2,FR
3,
```

## Good

```flow
import std.fields
batch campaign "Abroad" {
  smart list { country is not "DE" and country is not empty }
  flow { interesting moment "Web" "From abroad" }
}
--- people.csv
id,country
1,DE
2,FR
3,
```

## How to mend

Add `and … is not empty`. Where they are meant, too, write `# flow: allow passes-when-empty`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.asked import conditions_of_everybody
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.assets import Field
from flowlang.model.filters import All, Test
from flowlang.model.nearest import written


def find(world: World) -> Iterator[Diagnostic]:
    people = world.people
    if people is None:
        return
    for whole in conditions_of_everybody(world):
        for part in whole.items if isinstance(whole, All) else (whole,):
            empty = people.count_empty(part)
            if empty and isinstance(part, Test) and isinstance(part.subject, Field):
                name = written(part.subject.name)
                yield found(
                    part,
                    f"of {people.count(whole) or 0:,} who pass, {empty:,} do so only because "
                    f"{part.subject.label} is empty",
                    help=f"if they are not meant, add `and {name} is not empty`",
                )
