"""# constraints-apart

Two filters ask for two activities where one with both constraints may be meant.

Severity: warning
Category: correctness

## Why

Each `did` looks for an activity of its own: one person's open on a phone and another open by a link
pass together. What is to hold of one and the same activity stands behind one `where`.

## Bad

```flow
batch campaign "iPhones" {
  smart list {
    did open_email where device is "iPhone" in past 30 days
    and did open_email where platform is "iOS" in past 30 days
  }
  flow { interesting moment "Email" "Reads on the phone" }
}
```

## Good

```flow
batch campaign "iPhones" {
  smart list { did open_email where (device is "iPhone" and platform is "iOS") in past 30 days }
  flow { interesting moment "Email" "Reads on the phone" }
}
```

## How to mend

Write one `did` with the constraints in parentheses. Where two activities are meant, keep both and
write `# flow: allow constraints-apart`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.asked import asked_filters, parts
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.logic.wording import asked, shortened
from flowlang.model.assets import Attribute
from flowlang.model.filters import All, Did, Filter, Test
from flowlang.model.walk import all_filters


def find(world: World) -> Iterator[Diagnostic]:
    for filter_ in asked_filters(world):
        for part in parts(filter_):
            if isinstance(part, All):
                dids = [each for each in part.items if isinstance(each, Did)]
                for one, other in combinations(dids, 2):
                    if _are_of_one(one, other):
                        yield _told(one, other)


def _are_of_one(one: Did, other: Did) -> bool:
    """Whether two filters ask for activities of one sort, each for something else of it."""
    return (
        not one.negated
        and not other.negated
        and one.activity is other.activity
        and set(one.assets) == set(other.assets)
        and one.of_field is other.of_field
        and one.at_least == other.at_least == 1
        and one.where is not None
        and other.where is not None
        and not _attributes(one.where) & _attributes(other.where)
    )


def _attributes(where: Filter) -> set[str]:
    """The keys of the attributes that a constraint compares."""
    return {
        each.subject.key
        for each in all_filters(where)
        if isinstance(each, Test) and isinstance(each.subject, Attribute)
    }


def _told(one: Did, other: Did) -> Diagnostic:
    assert one.where is not None
    assert other.where is not None
    first, second = (shortened(each.source.slice(each.span)) for each in (one.where, other.where))
    return found(
        other,
        f"this may be another {asked(other)} than the one that is asked for before",
        help=f"if one activity is meant: `where ({first} and {second})`",
        related=(beside("asked for before", one),),
    )
