"""# value-never-occurs

Nobody in the data has this value.

Severity: warning
Category: people

## Why

`country is "Germany"` finds nobody where the data says `DE`. A filter with a value that does not
occur is most often a filter with the wrong value, and it fails without a word.

## Bad

```flow
import std.fields
trigger campaign "Germans" {
  on fill_out_form
  smart list { country is "Germny" }
  flow { interesting moment "Web" "From Germany" }
}
--- people.csv
id,country
1,Germany
2,France
```

## Good

```flow
import std.fields
trigger campaign "Germans" {
  on fill_out_form
  smart list { country is "Germany" }
  flow { interesting moment "Web" "From Germany" }
}
--- people.csv
id,country
1,Germany
2,France
```

## How to mend

Write the value as the data has it; upper and lower case do not matter. A value that some campaign
writes is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.assets import Field, FieldKind
from flowlang.model.filters import Operator, Test
from flowlang.model.steps import ChangeField
from flowlang.model.walk import all_steps, instance_filters

SHOWN = 5
"""So many values are named."""


def find(world: World) -> Iterator[Diagnostic]:
    people = world.people
    if people is None:
        return
    written = _written(world)
    for test in instance_filters(world.instance):
        if (
            not isinstance(test, Test)
            or not isinstance(test.subject, Field)
            or test.subject.kind is FieldKind.MEMBER
            or test.operator not in (Operator.IS, Operator.IS_NOT)
            or not people.has_column(test.subject)
        ):
            continue
        values = {each.casefold(): each for each in people.values.get(test.subject, ())}
        if (test.subject, None) in written:
            continue
        lacking = [
            value
            for value in test.values
            if isinstance(value, str)
            and value
            and value.casefold() not in values
            and (test.subject, value.casefold()) not in written
        ]
        if lacking:
            yield found(test, _message(test.subject, lacking), help=_help(lacking, values))


def _message(field: Field, lacking: list[str]) -> str:
    """All values of a filter that nobody has, in one sentence."""
    shown = ", ".join(f'"{each}"' for each in lacking[:SHOWN])
    more = len(lacking) - SHOWN
    return f"nobody has {field.label} {shown}" + (f" and {more} more" if more > 0 else "")


def _help(lacking: list[str], values: dict[str, str]) -> str | None:
    """What the data has instead, where that is near."""
    near = {}
    for value in lacking:
        for each in get_close_matches(value.casefold(), values, n=1, cutoff=0.6):
            near[value] = values[each]
    if not near:
        return None
    if len(lacking) == 1:
        return f'the data has "{near[lacking[0]]}"'
    pairs = [f'"{there}" for "{value}"' for value, there in near.items()]
    return f"the data has {', '.join(pairs[:SHOWN])}"


def _written(world: World) -> set[tuple[Field, str | None]]:
    """The texts that steps write into fields; None where it may be any."""
    return {
        (step.field, step.value.casefold() if isinstance(step.value, str) else None)
        for campaign in world.instance.campaigns
        for step in all_steps(campaign.flow)
        if isinstance(step, ChangeField) and step.value is not None
    }
