"""# filter-always-holds

Everybody passes this filter, or this part of one.

Severity: warning
Category: correctness

## Why

Whoever fails one part passes another. It reads like a restriction and is none: an email goes to
all of the database. Most often values were denied one by one and joined by `or`, where `and` was
meant.

## Bad

```flow
import std.fields
batch campaign "Abroad" {
  smart list { country is not "DE" or country is not "AT" }
  flow { do nothing }
}
```

## Good

```flow
import std.fields
batch campaign "Abroad" { smart list { country is not "DE", "AT" } flow { do nothing } }
```

## How to mend

Join what is denied by `and`, or list it: `country is not "DE", "AT"`. Where everybody is meant,
write `everyone`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.asked import asked_filters
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.logic.logic import Logic
from flowlang.model.filters import All, Any, Everyone, Filter, InSegment, InSmartList, Not


def find(world: World) -> Iterator[Diagnostic]:
    for filter_ in asked_filters(world):
        yield from _idle(filter_, world.logic)


def _idle(filter_: Filter, logic: Logic) -> Iterator[Diagnostic]:
    """What always holds in a filter, the smallest part of it."""
    always = logic.always_holds(filter_)
    match filter_:
        case All() | Any():
            for item in filter_.items:
                yield from _idle(item, logic)
            if always and not any(map(logic.always_holds, filter_.items)):
                yield found(
                    filter_,
                    "everybody passes this: who fails one part passes another",
                    help="join the parts by `and`; where everybody is meant, write `everyone`",
                )
        case Not():
            if not always and not logic.never_holds(filter_):
                yield from _idle(filter_.item, logic)
            elif always:
                yield found(filter_, "everybody passes this: what it denies can never hold")
        case Everyone() | InSmartList() | InSegment():
            pass
        case _ if always:
            yield found(
                filter_,
                "everybody passes this, whatever they are",
                help="see whether the values are the ones that are meant, or take it out",
            )
        case _:
            pass
