"""# double-negation

Two negations in one: what is denied is a denial.

Severity: info
Category: correctness

## Why

`did not open_email where device is not "iPhone"` asks for people whose every open, if there was
any, was on an iPhone. Hardly anybody reads it so, and hardly anybody means it.

## Bad

```flow
batch campaign "Only on the phone" {
  smart list {
    did deliver_email in past 30 days
    and did not open_email where device is not "iPhone" in past 30 days
  }
  flow { interesting moment "Email" "Reads on the phone" }
}
```

## Good

```flow
batch campaign "On the phone" {
  smart list { did open_email where device is "iPhone" in past 30 days }
  flow { interesting moment "Email" "Reads on the phone" }
}
```

## How to mend

Say what is meant without negation. Where it is meant as it stands, write
`# flow: allow double-negation`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.asked import asked_filters, parts
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.filters import Did, Filter, Not, Operator, Test

_DENIALS = (Operator.IS_NOT, Operator.NOT_CONTAINS, Operator.NOT_STARTS_WITH)


def find(world: World) -> Iterator[Diagnostic]:
    for filter_ in asked_filters(world):
        for part in parts(filter_):
            if isinstance(part, Did) and part.negated and _is_denial(part.where):
                yield found(
                    part,
                    "this denies a denial: it fits people who did nothing at all, and people who "
                    "did only that",
                    help="say what is meant without negation",
                )
            elif isinstance(part, Not) and _is_denial(part.item):
                yield found(
                    part,
                    "this denies a denial",
                    help="say it without `not`",
                )


def _is_denial(filter_: Filter | None) -> bool:
    match filter_:
        case Test():
            return filter_.operator in _DENIALS
        case Did():
            return filter_.negated
        case Not():
            return True
        case _:
            return False
