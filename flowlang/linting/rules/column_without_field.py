"""# column-without-field

A column of the data is no field: nothing can ask for it.

Severity: info
Category: people

## Why

It is kept as it is, and no script sees it. Where it was meant to be a field, its name is another
one.

## Bad

```flow
import std.fields
trigger campaign "Greet" {
  on fill_out_form
  smart list { country is "DE" }
  flow { interesting moment "Web" "From Germany" }
}
--- people.csv
id,country,shoe_size
1,DE,40
```

## Good

```flow
import std.fields
field shoe_size: integer
trigger campaign "Greet" {
  on fill_out_form
  smart list { country is "DE" }
  flow { interesting moment "Web" "From Germany" }
}
--- people.csv
id,country,shoe_size
1,DE,40
```

## How to mend

Declare the field, or leave it: what is not declared is copied.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import Place, found
from flowlang.linting.world import World
from flowlang.model.nearest import nearest


def find(world: World) -> Iterator[Diagnostic]:
    people = world.people
    if people is None:
        return
    fields = [each for each in world.instance.fields if not people.has_column(each)]
    for name in people.strays:
        near = nearest(name, [each.name for each in fields])
        yield found(
            Place(people.header, people.columns[name]),
            f"no field is called `{name}`",
            help=f"did you mean `{near}`?" if near else "declare it where scripts should see it",
        )
