"""# long-choice

A choice has more `when`s than anybody can keep in order.

Severity: info
Category: cost

## Why

Of many `when`s the first that holds wins, so each depends on all before it. A choice by the values
of one field is a table, in which no `when` stands in the way of another, and is left alone.

## Bad

```flow
import std.fields
batch campaign "Route" {
  flow {
    choose {
      when country is "A" { change lead_owner to "01" }
      when state is "A" { change lead_owner to "02" }
      when city is "A" { change lead_owner to "03" }
      when country is "B" { change lead_owner to "04" }
      when state is "B" { change lead_owner to "05" }
      when city is "B" { change lead_owner to "06" }
      when country is "C" { change lead_owner to "07" }
      when state is "C" { change lead_owner to "08" }
      when city is "C" { change lead_owner to "09" }
      when country is "D" { change lead_owner to "10" }
      when state is "D" { change lead_owner to "11" }
      when city is "D" { change lead_owner to "12" }
      when country is "E" { change lead_owner to "13" }
      when state is "E" { change lead_owner to "14" }
      when city is "E" { change lead_owner to "15" }
      when country is "F" { change lead_owner to "16" }
      when state is "F" { change lead_owner to "17" }
      when city is "F" { change lead_owner to "18" }
      when country is "G" { change lead_owner to "19" }
      when state is "G" { change lead_owner to "20" }
      when city is "G" { change lead_owner to "21" }
      when country is "H" { change lead_owner to "22" }
      when state is "H" { change lead_owner to "23" }
      when city is "H" { change lead_owner to "24" }
      when country is "I" { change lead_owner to "25" }
      when state is "I" { change lead_owner to "26" }
      when city is "I" { change lead_owner to "27" }
      otherwise { do nothing }
    }
  }
}
```

## Good

```flow
import std.fields
batch campaign "Route" {
  flow {
    choose {
      when country is "A1", "A2", "A3" { change lead_owner to "Anna" }
      when country is "B1", "B2", "B3" { change lead_owner to "Ben" }
      otherwise { do nothing }
    }
  }
}
```

## How to mend

Join the `when`s that do the same, split the choice by region into executable campaigns, or use a
segmentation.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.filters import Filter, Operator, Test
from flowlang.model.steps import Choose
from flowlang.model.walk import all_steps

MANY = 25


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        for step in all_steps(campaign.flow):
            if not isinstance(step, Choose):
                continue
            conditions = [each.condition for each in step.branches if each.condition is not None]
            if len(conditions) > MANY and not _is_table(conditions):
                yield found(
                    step,
                    f"this choice has {len(conditions)} `when`s, of which each depends on all "
                    "before it",
                    help="join those that do the same, or use a segmentation",
                )


def _is_table(conditions: list[Filter]) -> bool:
    """Whether all conditions are values of one field."""
    return (
        all(isinstance(each, Test) and each.operator is Operator.IS for each in conditions)
        and len({each.subject for each in conditions if isinstance(each, Test)}) == 1
    )
