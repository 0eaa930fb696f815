"""# negation-under-or

Denials joined by `or`: whoever one of them means to keep out passes through another.

Severity: warning
Category: correctness

## Why

`not A or not B` keeps out only those who are both. Nearly everybody passes, and the list that was
meant to spare customers and competitors reaches both.

## Bad

```flow
import std.fields
batch campaign "Neither here nor there" {
  smart list { country is not "DE" or lead_status is not "Customer" }
  flow { change lead_owner to "Anna" }
}
```

## Good

```flow
import std.fields
batch campaign "Neither here nor there" {
  smart list { country is not "DE" and lead_status is not "Customer" }
  flow { change lead_owner to "Anna" }
}
```

## How to mend

Join denials by `and`. Where only those who are both are to be kept out, say it so:
`not (country is "DE" and lead_status is "Customer")`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.datatypes import Family
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.asked import asked_filters, parts
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.logic.logic import Claim
from flowlang.logic.telling import in_words
from flowlang.logic.wording import quoted
from flowlang.model.filters import (
    Any,
    Did,
    Filter,
    InCampaign,
    InList,
    InProgram,
    InSegment,
    InSmartList,
    Not,
    Operator,
    Test,
)

_DENIALS = (Operator.IS_NOT, Operator.NOT_CONTAINS, Operator.NOT_STARTS_WITH)
_MEMBERSHIPS = (InList, InSmartList, InSegment, InCampaign, InProgram)


def find(world: World) -> Iterator[Diagnostic]:
    for filter_ in asked_filters(world):
        for part in parts(filter_):
            if isinstance(part, Any) and not world.logic.always_holds(part):
                denials = [each for each in part.items if _is_denial(each)]
                if len(denials) > 1:
                    yield from _told(part, denials, world)


def _is_denial(filter_: Filter) -> bool:
    match filter_:
        case Test():
            return filter_.operator in _DENIALS and filter_.type.family is Family.TEXT
        case Not():
            return isinstance(filter_.item, _MEMBERSHIPS)
        case Did():
            return filter_.negated and filter_.at_least == 1
        case _:
            return False


def _told(whole: Any, denials: list[Filter], world: World) -> Iterator[Diagnostic]:
    """Told where somebody passes whom a denial is there to keep out."""
    for each in denials:
        witness = world.logic.witness(Claim(each, False), Claim(whole))
        if witness is not None:
            who = in_words(witness, world.instance.project.timezone)
            yield found(
                whole,
                f"`{quoted(each)}` keeps nobody out alone: {who} passes through another part",
                help="join denials by `and`; or deny both at once: `not (… and …)`",
            )
            return
