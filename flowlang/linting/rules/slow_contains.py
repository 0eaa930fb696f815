"""# slow-contains

A `contains` that Marketo has to search for in every value.

Severity: info
Category: cost

## Why

`is` and `starts with` are looked up, `contains` is searched for. An email address that contains
`@acme.example` is looked up as well, one that contains `acme` is not; and each further value of a
`contains` searches once more.

## Bad

```flow
import std.fields
trigger campaign "Partners" {
  on fill_out_form
  smart list { email contains "acme.example" }
  flow { change lead_status to "Partner" }
}
```

## Good

```flow
import std.fields
trigger campaign "Partners" {
  on fill_out_form
  smart list { email contains "@acme.example" }
  flow { change lead_status to "Partner" }
}
```

## How to mend

Begin each value for an address with `@`. Where there are many values, keep them in a field or a
list of their own.
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

SEARCHES = (Operator.CONTAINS, Operator.NOT_CONTAINS)
MANY = 30
"""More values than these are searched for longer than anybody wants to wait."""


def find(world: World) -> Iterator[Diagnostic]:
    for test in instance_filters(world.instance):
        if not isinstance(test, Test) or test.operator not in SEARCHES:
            continue
        is_email = isinstance(test.subject, Field) and test.subject.type is DataType.EMAIL
        texts = [each for each in test.values if isinstance(each, str)]
        if is_email and any(_is_searched(each) for each in texts):
            yield found(
                test,
                "this searches every address: only values that begin with `@` are looked up",
                help="write the domain with its `@`",
            )
        elif len(test.values) > MANY and not is_email:
            yield found(
                test,
                f"this searches for {len(test.values)} values in every text",
                help="keep the values in a list or a field of their own",
            )


def _is_searched(text: str) -> bool:
    """Whether a part of an address is searched for; a lone sign asks whether it is one at all."""
    return not text.startswith("@") and any(map(str.isalnum, text))
