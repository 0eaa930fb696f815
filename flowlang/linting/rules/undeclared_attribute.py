"""# undeclared-attribute

An attribute is asked for that its activity type does not declare.

Severity: info
Category: correctness

## Why

Activities of an `open` type may carry attributes that nobody has declared, so any name is taken. A
misspelt one is empty for every activity, and the filter lets nobody in.

## Bad

```flow
open activity attend_event = 100101 as "Attended Event" {
  event: string primary
  minutes: integer
}
trigger campaign "Greet" {
  on attend_event "Fair" where minuts >= 30
  flow { interesting moment "Event" "Stayed long" }
}
```

## Good

```flow
open activity attend_event = 100101 as "Attended Event" {
  event: string primary
  minutes: integer
}
trigger campaign "Greet" {
  on attend_event "Fair" where minutes >= 30
  flow { interesting moment "Event" "Stayed long" }
}
```

## How to mend

Declare the attribute in the activity type, or write the name that is declared. Marketo's own open
types can be declared anew, with the attributes that they have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowlang.diagnostics.diagnostic import Diagnostic, Fix
from flowlang.linting.found import Place, beside, edit, found, unsafe_fix
from flowlang.linting.world import World
from flowlang.model.assets import Attribute
from flowlang.model.campaigns import Trigger
from flowlang.model.filters import Did, Test
from flowlang.model.nearest import nearest, written
from flowlang.model.walk import all_filters, instance_filters
from flowlang.source import Span


def find(world: World) -> Iterator[Diagnostic]:
    for asking in _asking(world):
        activity = asking.activity
        if not activity.open:
            continue
        for test in all_filters(asking.where):
            if not isinstance(test, Test) or not isinstance(test.subject, Attribute):
                continue
            name = test.subject.name
            if activity.attribute(test.subject.key) is None:
                near = nearest(name, [each.name for each in activity.attributes])
                yield found(
                    test,
                    f"{activity.name} declares no attribute `{name}`",
                    help=f"did you mean `{near}`?"
                    if near
                    else "declare it in the activity type, or see how it is spelt",
                    related=(beside("the activity type", activity),),
                    fix=None if near is None else _renamed(test, name, near),
                )


def _asking(world: World) -> Iterable[Did | Trigger]:
    for campaign in world.campaigns:
        for trigger in campaign.triggers:
            if isinstance(trigger, Trigger):
                yield trigger
    for each in instance_filters(world.instance):
        if isinstance(each, Did):
            yield each


def _renamed(test: Test, name: str, near: str) -> Fix | None:
    """Write the declared name; None where another spelling of the name stands there."""
    if not test.source.slice(test.span).startswith(name):
        return None
    place = Place(test.source, Span(test.span.start, test.span.start + len(name)))
    return unsafe_fix(f"write `{near}`", edit(place, written(near)))
