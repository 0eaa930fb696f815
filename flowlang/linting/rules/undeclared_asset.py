"""# undeclared-asset

A filter or a trigger asks for an asset that nothing declares.

Severity: warning
Category: correctness

## Why

The asset in `did` and `on` is text, compared with the log. A name that has changed, or was
misspelt, fits no activity, so nobody passes, and nothing is told when it runs.

## Bad

```flow
email "Invitation" { subject: "Come" }
batch campaign "Remind" {
  smart list { did deliver_email "Invitaton" in past 7 days }
  flow { send email "Invitation" }
}
```

## Good

```flow
email "Invitation" { subject: "Come" }
batch campaign "Remind" {
  smart list { did deliver_email "Invitation" in past 7 days }
  flow { send email "Invitation" }
}
```

## How to mend

Write the name of an asset that is declared. One that lives elsewhere, or is long gone, is declared
in a line: `email "Autumn 2023"`, or `external campaign "…"`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.graph.inventory import undefined
from flowlang.linting.found import edit, found, unsafe_fix
from flowlang.linting.places import text_place
from flowlang.linting.world import World
from flowlang.model.instance import Instance
from flowlang.model.nearest import nearest


def find(world: World) -> Iterator[Diagnostic]:
    for each in undefined(world.instance):
        near = nearest(each.name, _names(world.instance, each.kind))
        place = text_place(each.asked, each.name)
        yield found(
            place,
            f'there is no {each.kind} "{each.name}", so no activity fits',
            help=f'did you mean "{near}"?' if near else "declare it, or write another name",
            fix=None if near is None else unsafe_fix(f'write "{near}"', edit(place, f'"{near}"')),
        )


def _names(instance: Instance, kind: str) -> list[str]:
    match kind:
        case "email":
            return [each.qualified_name for each in instance.emails]
        case "list":
            return [each.qualified_name for each in instance.lists]
        case "campaign":
            return [each.qualified_name for each in instance.campaigns]
        case "webhook":
            return [each.qualified_name for each in instance.webhooks]
        case _:
            return [each.name for each in instance.programs]
