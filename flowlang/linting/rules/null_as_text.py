"""# null-as-text

The word `NULL` stands in quotes, where it is a text like any other.

Severity: warning
Category: correctness

## Why

In Marketo a field is cleared by the word NULL. Here `"NULL"` writes these four letters into the
field, and a filter that asks for them finds nobody whose field is empty.

## Bad

```flow
import std.fields
trigger campaign "Forget" {
  on fill_out_form "Forget my title"
  each person every time
  flow { change title to "NULL" }
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

Write `empty`; in a filter `is empty`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found, unsafe_fix
from flowlang.linting.places import value_edit
from flowlang.linting.world import World
from flowlang.model.filters import Operator, Test
from flowlang.model.steps import ChangeField, ChangeMember
from flowlang.model.walk import all_steps, instance_filters

NULL = "null"
MARKETOS_WORD = "NULL"
"""In a filter only this is told: who looks for names that are none lists `null` among them."""


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        for step in all_steps(campaign.flow):
            if isinstance(step, ChangeField | ChangeMember) and _is_null(step.value):
                mend = value_edit(step, "empty")
                yield found(
                    step,
                    "this writes the word into the field, and does not clear it",
                    help="write `empty` to clear it",
                    fix=None if mend is None else unsafe_fix("write `empty`", mend),
                )
    for test in instance_filters(world.instance):
        if (
            isinstance(test, Test)
            and test.operator in (Operator.IS, Operator.IS_NOT)
            and test.values == (MARKETOS_WORD,)
        ):
            yield found(
                test,
                "this asks for the word, and not for an empty field",
                help="write `is empty` or `is not empty`",
            )


def _is_null(value: object) -> bool:
    return isinstance(value, str) and value.casefold() == NULL
