"""# contains-on-picklist

A `contains` is asked of a picklist, whose values could be named.

Severity: info
Category: cost

## Why

`is` is the cheapest of all operators, and it says which values are meant. A `contains` takes in
whatever is added to the picklist later and has these letters in it.

## Bad

```flow
import std.fields
field stage: picklist("Lead", "MQL new", "MQL known")
trigger campaign "Thank" {
  on fill_out_form
  smart list { stage contains "MQL" }
  flow { change lead_status to "Known" }
}
```

## Good

```flow
import std.fields
field stage: picklist("Lead", "MQL new", "MQL known")
trigger campaign "Thank" {
  on fill_out_form
  smart list { stage is "MQL new", "MQL known" }
  flow { change lead_status to "Known" }
}
```

## How to mend

Name the values: `is "…", "…"`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic, Fix
from flowlang.linting.found import edit, found, unsafe_fix
from flowlang.linting.world import World
from flowlang.model.assets import Field
from flowlang.model.filters import Operator, Test
from flowlang.model.walk import instance_filters

PARTS = {Operator.CONTAINS: "is", Operator.NOT_CONTAINS: "is not"}
SHOWN = 6
"""A longer list of values is no easier to read."""


def find(world: World) -> Iterator[Diagnostic]:
    for test in instance_filters(world.instance):
        if not isinstance(test, Test) or test.operator not in PARTS:
            continue
        field = test.subject
        texts = [each.casefold() for each in test.values if isinstance(each, str)]
        if not isinstance(field, Field) or len(texts) < len(test.values):
            continue
        meant = [value for value in field.values if any(text in value.casefold() for text in texts)]
        if 0 < len(meant) <= SHOWN:
            wanted = ", ".join(f'"{each}"' for each in meant)
            wanted = f"{PARTS[test.operator]} {wanted}"
            yield found(
                test,
                f"this searches in the values of {field.label}, which are known",
                help=f"write `{wanted}`",
                fix=_named(test, wanted),
            )


def _named(test: Test, wanted: str) -> Fix | None:
    """Write the values instead of what is in them; None where a comment would be lost."""
    text = test.source.slice(test.span)
    operator = re.search(r"\b(not\s+)?contains\b", text)
    if operator is None or "#" in text:
        return None
    return unsafe_fix(f"write `{wanted}`", edit(test, text[: operator.start()] + wanted))
