"""# zero-matches-empty

A comparison lets in people of whom the number is not known.

Severity: warning
Category: correctness

## Why

An empty number counts as 0, as it does in Marketo: `is 0`, `< 50` and `<= 50` hold for everybody
who never gave one. Scores are left alone: a score begins at nothing, and empty means 0 there.

## Bad

```flow
import std.fields
field seats: integer
batch campaign "Small accounts" {
  smart list { seats < 50 }
  flow { change lead_owner to "Inside sales" }
}
```

## Good

```flow
import std.fields
field seats: integer
batch campaign "Small accounts" {
  smart list { seats < 50 and seats is not empty }
  flow { change lead_owner to "Inside sales" }
}
```

## How to mend

Add `and … is not empty`. Where people without a number are meant, say so: `or … is empty`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.datatypes import DataType, Family
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.asked import asked_of
from flowlang.linting.emptiness import let_in_when_empty, told_of_empty
from flowlang.linting.world import World
from flowlang.model.filters import Test


def find(world: World) -> Iterator[Diagnostic]:
    for filter_, given in asked_of(world):
        for test, field, around in let_in_when_empty(filter_, given, world.logic, _is_of_number):
            message = f"this lets in people of whom {field.label} is not known: empty counts as 0"
            yield told_of_empty(test, field, around, message)


def _is_of_number(test: Test) -> bool:
    return test.type.family is Family.NUMBER and test.type is not DataType.SCORE
