"""# ends-with

Marketo has no `ends with`.

Severity: info
Category: portability

## Why

Marketo's filters know `is`, `starts with` and `contains`. What is run here cannot be built there.

## Bad

```flow
import std.fields
trigger campaign "Interns" {
  on fill_out_form
  smart list { title ends with "Intern" }
  flow { change lead_status to "Student" }
}
```

## Good

```flow
import std.fields
trigger campaign "Interns" {
  on fill_out_form
  smart list { title contains "Intern" }
  flow { change lead_status to "Student" }
}
```

## How to mend

Use `contains`, or let a campaign keep what is asked for in a field of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.filters import Operator, Test
from flowlang.model.walk import instance_filters


def find(world: World) -> Iterator[Diagnostic]:
    for test in instance_filters(world.instance):
        if isinstance(test, Test) and test.operator is Operator.ENDS_WITH:
            yield found(
                test,
                "Marketo has no `ends with`",
                help="use `contains`, or keep what is asked for in a field",
            )
