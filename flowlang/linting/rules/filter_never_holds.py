"""# filter-never-holds

Nobody can pass this filter, or this part of one.

Severity: warning
Category: correctness

## Why

The parts contradict each other, whatever the people are. A campaign with such a smart list lets
nobody in, and says nothing about it; such a part of an `or` is as good as not there.

## Bad

```flow
import std.fields
batch campaign "Alps" { smart list { country is "AT" and country is "CH" } flow { do nothing } }
```

## Good

```flow
import std.fields
batch campaign "Alps" { smart list { country is "AT", "CH" } flow { do nothing } }
```

## How to mend

Where any of several values will do, list them: `country is "AT", "CH"`. Where one of the parts is
right and the other a leftover, take that out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.asked import asked_filters
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.logic.logic import Claim, Logic
from flowlang.logic.wording import quoted
from flowlang.model.filters import All, Any, Filter, InSegment, InSmartList, Not


def find(world: World) -> Iterator[Diagnostic]:
    for filter_ in asked_filters(world):
        yield from _dead(filter_, world.logic)


def _dead(filter_: Filter, logic: Logic) -> Iterator[Diagnostic]:
    """What can never hold in a filter, the smallest part of it."""
    is_dead = logic.never_holds(filter_)
    match filter_:
        case All() | Any():
            inside = [each for item in filter_.items for each in _dead(item, logic)]
            yield from inside
            if is_dead and not any(map(logic.never_holds, filter_.items)):
                yield _clash(filter_, logic)
        case Not():
            if is_dead:
                yield found(filter_, "this can never hold: what it denies always does")
            elif not logic.never_holds(filter_.item):
                yield from _dead(filter_.item, logic)
        case InSmartList() | InSegment():
            # Told where they are declared.
            pass
        case _ if is_dead:
            yield found(
                filter_,
                "this can never hold, whatever a person is",
                help="see whether the values are the ones that are meant",
            )
        case _:
            pass


def _clash(filter_: All | Any, logic: Logic) -> Diagnostic:
    for one, other in combinations(filter_.items, 2):
        if logic.is_impossible(Claim(one), Claim(other)):
            return found(
                other,
                f"this can never hold together with `{quoted(one)}`, so nobody passes",
                help="list the values where any will do, join the two by `or`, or take one out",
                related=(beside("the other part", one),),
            )
    return found(
        filter_,
        "the parts of this filter contradict each other, so nobody passes",
        help="join parts of which one is enough by `or`, or take some out",
    )
