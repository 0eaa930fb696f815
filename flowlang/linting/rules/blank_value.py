"""# blank-value

A field is changed to nothing, which leaves it as it is.

Severity: warning
Category: correctness

## Why

Text that is empty or blank changes nothing, as in Marketo. Only the word `empty` clears a field.

## Bad

```flow
import std.fields
trigger campaign "Forget" {
  on fill_out_form "Forget my title"
  each person every time
  flow { change title to " " }
}
```

## Good

```flow
import std.fields
trigger campaign "Forget" {
  on fill_out_form "Forget my title"
  each person every time
  flow { change title to empty }
}
```

## How to mend

Write `empty`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found, unsafe_fix
from flowlang.linting.places import value_edit
from flowlang.linting.world import World
from flowlang.model.steps import ChangeField, ChangeMember
from flowlang.model.walk import all_steps


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        for step in all_steps(campaign.flow):
            if (
                isinstance(step, ChangeField | ChangeMember)
                and isinstance(step.value, str)
                and not step.value.strip()
            ):
                mend = value_edit(step, "empty")
                yield found(
                    step,
                    "this changes nothing: blank text leaves a field as it is",
                    help="write `empty` to clear it",
                    fix=None if mend is None else unsafe_fix("write `empty`", mend),
                )
