"""# unreachable-otherwise

Nobody comes to this `otherwise`: some `when` holds for everyone.

Severity: warning
Category: correctness

## Why

The conditions leave nobody over, or the shares of `random` come to 100 %. What stands in the
`otherwise` never happens, whatever it looks like.

## Bad

```flow
import std.fields
list "A"
list "B"
batch campaign "Halves" {
  flow {
    choose {
      when random 50% { add to list "A" }
      when random 50% { add to list "B" }
      otherwise { change lead_status to "Control" }
    }
  }
}
```

## Good

```flow
import std.fields
list "A"
list "B"
batch campaign "Thirds" {
  flow {
    choose {
      when random 40% { add to list "A" }
      when random 40% { add to list "B" }
      otherwise { change lead_status to "Control" }
    }
  }
}
```

## How to mend

Leave a share over, or a condition open; or take the `otherwise` out. `otherwise { do nothing }` is
left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.logic.paths import before
from flowlang.model.filters import Random
from flowlang.model.steps import DoNothing


def find(world: World) -> Iterator[Diagnostic]:
    for met in world.choices:
        last = met.choice.branches[-1]
        if last.condition is not None or all(isinstance(each, DoNothing) for each in last.steps):
            continue
        earlier = before(met.choice, last)
        if not world.logic.is_impossible(*met.given, *earlier):
            continue
        if all(isinstance(each.filter, Random) for each in earlier):
            why = "the shares before it come to 100%"
        elif world.logic.is_impossible(*earlier):
            why = "for everyone, one of the conditions before it holds"
        else:
            why = "one of the conditions before it holds for all who get to this choice"
        yield found(
            last,
            f"nobody comes to this `otherwise`: {why}",
            help="take it out, or leave somebody over",
        )
