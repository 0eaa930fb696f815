"""# picklist-value-in-data

The data has a value that the picklist does not list.

Severity: warning
Category: people

## Why

Values outside of a picklist come from imports and old forms. Every filter and choice that goes
through the listed values passes them by.

## Bad

```flow
field stage: picklist("Lead", "MQL")
--- people.csv
id,stage
1,Lead
2,MQLs
```

## Good

```flow
field stage: picklist("Lead", "MQL")
--- people.csv
id,stage
1,Lead
2,mql
```

## How to mend

Mend the data, or add the value to the picklist.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.nearest import nearest

SHOWN = 5
"""So many values of one field are named."""


def find(world: World) -> Iterator[Diagnostic]:
    people = world.people
    if people is None:
        return
    for field in world.instance.fields:
        known = {each.casefold() for each in field.values}
        if not known:
            continue
        strange = {
            value: times
            for value, times in people.values.get(field, {}).items()
            if value.casefold() not in known
        }
        if strange:
            first = sorted(strange, key=lambda each: (-strange[each], each))
            shown = ", ".join(f'"{each}" ({strange[each]:,})' for each in first[:SHOWN])
            more = f" and {len(first) - SHOWN:,} more" if len(first) > SHOWN else ""
            near = nearest(first[0], field.values)
            yield found(
                field,
                f"people have what the picklist does not list: {shown}{more}",
                help=f'"{first[0]}" may be "{near}"' if near else "mend the data, or list it",
            )
