"""# picklist-value-in-filter

A filter compares with a value that the picklist does not list.

Severity: warning
Category: correctness

## Why

No form and no step writes such a value; only data from elsewhere may have it. Most often it is
misspelt, or its name has changed, and nobody passes.

## Bad

```flow
import std.fields
field stage: picklist("Lead", "MQL", "Customer")
trigger campaign "Thank" {
  on fill_out_form
  smart list { stage is "Customers" }
  flow { change lead_status to "Known" }
}
```

## Good

```flow
import std.fields
field stage: picklist("Lead", "MQL", "Customer")
trigger campaign "Thank" {
  on fill_out_form
  smart list { stage is "Customer" }
  flow { change lead_status to "Known" }
}
```

## How to mend

Write one of the listed values, or add the value to the picklist.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import beside, edit, found, unsafe_fix
from flowlang.linting.places import text_place
from flowlang.linting.world import World
from flowlang.model.assets import Field
from flowlang.model.filters import Operator, Test
from flowlang.model.nearest import nearest
from flowlang.model.walk import instance_filters

WHOLE = (Operator.IS, Operator.IS_NOT)


def find(world: World) -> Iterator[Diagnostic]:
    for test in instance_filters(world.instance):
        if not isinstance(test, Test) or test.operator not in WHOLE:
            continue
        field = test.subject
        if not isinstance(field, Field) or not field.values:
            continue
        known = {each.casefold() for each in field.values}
        for value in test.values:
            if isinstance(value, str) and value and value.casefold() not in known:
                near = nearest(value, field.values)
                place = text_place(test, value)
                yield found(
                    place,
                    f'"{value}" is none of the values of {field.label}',
                    help=f'did you mean "{near}"?'
                    if near
                    else "write one of the listed values, or list it",
                    related=(beside("the values are listed here", field),),
                    fix=None
                    if near is None
                    else unsafe_fix(f'write "{near}"', edit(place, f'"{near}"')),
                )
