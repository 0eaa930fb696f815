"""# overlapping-whens

Two `when`s about the same fields share people, and neither is part of the other.

Severity: info
Category: correctness

## Why

Bands that meet at their ends, or a value that stands in two lists, look as if each person
belonged to one of them. Whoever is in both goes to the first, and the order of the two decides it
silently.

## Bad

```flow
import std.fields
batch campaign "Bands" {
  flow {
    choose {
      when lead_score between 0 and 50 { change lead_status to "Cold" }
      when lead_score between 50 and 100 { change lead_status to "Warm" }
      otherwise { change lead_status to "Hot" }
    }
  }
}
```

## Good

```flow
import std.fields
batch campaign "Bands" {
  flow {
    choose {
      when lead_score between 0 and 49 { change lead_status to "Cold" }
      when lead_score between 50 and 100 { change lead_status to "Warm" }
      otherwise { change lead_status to "Hot" }
    }
  }
}
```

## How to mend

Let each value stand in one of the conditions. A cascade, in which a wider `when` follows a narrower
one, is left alone, and so are conditions about different things.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.asked import parts
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.logic.logic import Claim
from flowlang.logic.telling import in_words
from flowlang.model.filters import All, Any, Filter, Operator, Test

_FUZZY = (
    Operator.CONTAINS,
    Operator.NOT_CONTAINS,
    Operator.STARTS_WITH,
    Operator.NOT_STARTS_WITH,
    Operator.ENDS_WITH,
    Operator.IS_NOT,
)
"""Texts with two words in them are in both; nobody wonders at that."""


def find(world: World) -> Iterator[Diagnostic]:
    for met in world.choices:
        conditions = [
            each.condition
            for each in met.choice.branches
            if each.condition is not None and _is_plain(each.condition)
        ]
        for one, other in combinations(conditions, 2):
            yield from _overlap(one, other, met.given, world)


def _is_plain(filter_: Filter) -> bool:
    """Whether a condition only compares fields with values, each of which is meant."""
    return all(
        isinstance(each, All | Any) or (isinstance(each, Test) and each.operator not in _FUZZY)
        for each in parts(filter_)
    )


def _overlap(
    one: Filter, other: Filter, given: tuple[Claim, ...], world: World
) -> Iterator[Diagnostic]:
    """Told where somebody is in both, and in each somebody who is not in the other."""
    logic = world.logic
    if logic.subjects(one) != logic.subjects(other):
        return
    # Long lists of values, each in one condition alone, are what people write most.
    if logic.is_impossible(Claim(one), Claim(other)):
        return
    if logic.follows(one, [Claim(other)]) or logic.follows(other, [Claim(one)]):
        return
    witness = logic.witness(Claim(one), Claim(other), *given)
    if witness is not None:
        who = in_words(witness, world.instance.project.timezone)
        yield found(
            other,
            f"{who} fits an earlier `when`, too, which takes them",
            help="let each value stand in one of the conditions",
            related=(beside("the earlier one", one),),
        )
