"""# filter-matches-nobody

Nobody in the data passes this filter, or this part of it.

Severity: warning
Category: people

## Why

A smart list that finds nobody lets nobody in, and a campaign with it does nothing, silently.

## Bad

```flow
import std.fields
batch campaign "Hot" { smart list { country is "DE" and lead_score > 500 } flow { do nothing } }
--- people.csv
id,country,lead_score
1,DE,20
2,FR,80
3,DE,5
```

## Good

```flow
import std.fields
batch campaign "Hot" { smart list { country is "DE" and lead_score > 10 } flow { do nothing } }
--- people.csv
id,country,lead_score
1,DE,20
2,FR,80
3,DE,5
```

## How to mend

See which part keeps everybody out: `flowlang match` counts them. Where people will come later,
write `# flow: allow filter-matches-nobody`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.asked import conditions_of_everybody
from flowlang.linting.found import found
from flowlang.linting.world import People, World
from flowlang.model.assets import Field
from flowlang.model.filters import All, Filter, Operator, Test


def find(world: World) -> Iterator[Diagnostic]:
    people = world.people
    if people is None or not people.size:
        return
    for whole in conditions_of_everybody(world):
        if people.count(whole) != 0 or world.logic.never_holds(whole):
            continue
        parts = whole.items if isinstance(whole, All) else ()
        barring = [each for each in parts if people.count(each) == 0]
        for part in barring or [whole]:
            if _is_told(part, people):
                continue
            yield found(
                part,
                f"none of {people.size:,} people passes this",
                help="see whether the values are those of the data",
            )


def _is_told(part: Filter, people: People) -> bool:
    """Whether the reason has a rule of its own: no column, or values that never occur."""
    if not isinstance(part, Test) or not isinstance(part.subject, Field):
        return False
    if not people.has_column(part.subject):
        return True
    values = {each.casefold() for each in people.values.get(part.subject, ())}
    return part.operator is Operator.IS and all(
        isinstance(each, str) and each.casefold() not in values for each in part.values
    )
