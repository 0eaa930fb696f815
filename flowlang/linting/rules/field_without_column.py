"""# field-without-column

A filter asks for a field that the data has no column for: it is empty for everybody.

Severity: warning
Category: people

## Why

A renamed column fails silently. The field is empty for all, and the filter finds nobody, or all.

## Bad

```flow
import std.fields
trigger campaign "Greet" {
  on fill_out_form
  smart list { country is "DE" }
  flow { interesting moment "Web" "From Germany" }
}
--- people.csv
id,email
1,ada@acme.example
```

## Good

```flow
import std.fields
trigger campaign "Greet" {
  on fill_out_form
  smart list { country is "DE" }
  flow { interesting moment "Web" "From Germany" }
}
--- people.csv
id,email,Country
1,ada@acme.example,DE
```

## How to mend

Name the column as the field is named, by its name or its label, or take the field's other name into
the declaration with `as`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.assets import Field, FieldKind
from flowlang.model.filters import Test
from flowlang.model.nearest import nearest
from flowlang.model.steps import ChangeField, ChangeScore
from flowlang.model.walk import all_steps, instance_filters


def find(world: World) -> Iterator[Diagnostic]:
    people = world.people
    if people is None:
        return
    told = {
        step.field
        for campaign in world.instance.campaigns
        for step in all_steps(campaign.flow)
        if isinstance(step, ChangeField | ChangeScore)
    }
    for test in instance_filters(world.instance):
        if not isinstance(test, Test) or not isinstance(test.subject, Field):
            continue
        field = test.subject
        if field.kind is FieldKind.MEMBER or field in told or people.has_column(field):
            continue
        if not world.is_own(test.source):
            continue
        told.add(field)
        near = nearest(field.name, people.strays) or nearest(field.label, people.strays)
        yield found(
            test,
            f"the data has no column for {field.label}, so it is empty for everybody",
            help=f"the column `{near}` may be meant" if near else None,
        )
