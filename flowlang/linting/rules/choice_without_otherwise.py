"""# choice-without-otherwise

Nothing is said about those for whom no `when` holds.

Severity: info
Category: style

## Why

They go on after the choice as if it were not there. Whether that was meant or a case was forgotten
cannot be told from the script, and a new value of a field falls through without a trace.

## Bad

```flow
import std.fields
batch campaign "Route" {
  flow {
    choose {
      when country is "DE", "AT" { change lead_owner to "Anna" }
      when country is "FR" { change lead_owner to "Luc" }
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
      when country is "DE", "AT" { change lead_owner to "Anna" }
      when country is "FR" { change lead_owner to "Luc" }
      otherwise { do nothing }
    }
  }
}
```

## How to mend

Write `otherwise { do nothing }` where nothing is meant to happen. A choice with a single `when` is
left alone: it reads as an `if`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found, insertion, safe_fix
from flowlang.linting.world import World
from flowlang.model.steps import Choose
from flowlang.model.walk import all_steps


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        for step in all_steps(campaign.flow):
            if isinstance(step, Choose) and len(step.branches) > 1 and _is_open(step):
                yield found(
                    step,
                    "nothing is said about those for whom no `when` holds",
                    help="add `otherwise { … }`; `otherwise { do nothing }` says it is meant",
                    fix=safe_fix(
                        "add `otherwise { do nothing }`",
                        insertion(
                            step.source, step.branches[-1].span.end, " otherwise { do nothing }"
                        ),
                    ),
                )


def _is_open(choice: Choose) -> bool:
    return choice.branches[-1].condition is not None
