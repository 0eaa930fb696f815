"""# float-equality

A number with decimals is compared for being equal.

Severity: info
Category: portability

## Why

Marketo has no `is` and no `is not` for fields of type float, and for a good reason: 0.1 and 0.2 do
not make 0.3.

## Bad

```flow
import std.fields
field rating: float
trigger campaign "Top" {
  on fill_out_form
  smart list { rating is 4.5 }
  flow { change lead_status to "Hot" }
}
```

## Good

```flow
import std.fields
field rating: float
trigger campaign "Top" {
  on fill_out_form
  smart list { rating between 4.45 and 4.55 }
  flow { change lead_status to "Hot" }
}
```

## How to mend

Say between which numbers, or how much at least.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.datatypes import DataType
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.assets import Field
from flowlang.model.filters import Operator, Test
from flowlang.model.walk import instance_filters


def find(world: World) -> Iterator[Diagnostic]:
    for test in instance_filters(world.instance):
        if (
            isinstance(test, Test)
            and isinstance(test.subject, Field)
            and test.subject.type is DataType.FLOAT
            and test.operator in (Operator.IS, Operator.IS_NOT)
        ):
            yield found(
                test,
                f"Marketo has no `{test.operator.value}` for numbers with decimals",
                help="say between which numbers, or how much at least",
            )
