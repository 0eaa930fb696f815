"""# before-matches-empty

A `before` lets in people without a date.

Severity: warning
Category: correctness

## Why

`before`, `on or before` and `in past before` hold where there is no date at all, as they do in
Marketo. `renewal_date in past before 1 year` finds those whose contract ran out, and everybody who
never had one.

## Bad

```flow
import std.fields
field renewal_date: date
batch campaign "Win back" {
  smart list { renewal_date in past before 1 year }
  flow { change lead_status to "Lapsed" }
}
```

## Good

```flow
import std.fields
field renewal_date: date
batch campaign "Win back" {
  smart list { renewal_date in past before 1 year and renewal_date is not empty }
  flow { change lead_status to "Lapsed" }
}
```

## How to mend

Add `and … is not empty`. Where people without a date are meant, say so: `or … is empty`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.datatypes import Family
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.asked import asked_of
from flowlang.linting.emptiness import let_in_when_empty, told_of_empty
from flowlang.linting.world import World
from flowlang.model.filters import Operator, Test

BEFORE = (Operator.BEFORE, Operator.ON_OR_BEFORE, Operator.IN_PAST_BEFORE)


def find(world: World) -> Iterator[Diagnostic]:
    for filter_, given in asked_of(world):
        for test, field, around in let_in_when_empty(filter_, given, world.logic, _is_before):
            message = f"this lets in people without {field.label}, too"
            yield told_of_empty(test, field, around, message)


def _is_before(test: Test) -> bool:
    return test.operator in BEFORE and test.type.family is Family.DATE
