"""# duplicate-addresses

Several people have one email address.

Severity: warning
Category: people

## Why

Of people with one address a batch send reaches a single one, and a triggered send all of them: what
happens to the others is told to nobody.

## Bad

```flow
import std.fields
trigger campaign "Greet" {
  on fill_out_form
  smart list { country is "DE" and email is not empty }
  flow { interesting moment "Web" "From Germany" }
}
--- people.csv
id,email,country
1,ada@acme.example,DE
2,Ada@acme.example,DE
```

## Good

```flow
import std.fields
trigger campaign "Greet" {
  on fill_out_form
  smart list { country is "DE" and email is not empty }
  flow { interesting moment "Web" "From Germany" }
}
--- people.csv
id,email,country
1,ada@acme.example,DE
2,bob@acme.example,DE
```

## How to mend

Merge the duplicates where the data comes from.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import Place, found
from flowlang.linting.world import World
from flowlang.names import name_key

SHOWN = 3
"""So many addresses are named."""


def find(world: World) -> Iterator[Diagnostic]:
    people = world.people
    field = world.instance.field("email")
    if people is None or field is None:
        return
    twice = sorted(each for each, times in people.addresses.items() if times > 1)
    column = next((each for each in people.columns if name_key(each) in field.keys), None)
    if twice and column is not None:
        sharing = sum(people.addresses[each] for each in twice)
        shown = ", ".join(twice[:SHOWN]) + (" …" if len(twice) > SHOWN else "")
        addresses = "one address" if len(twice) == 1 else f"{len(twice):,} addresses"
        yield found(
            Place(people.header, people.columns[column]),
            f"{sharing:,} people share {addresses}: {shown}",
            help="merge them where the data comes from",
        )
