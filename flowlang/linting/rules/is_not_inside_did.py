"""# is-not-inside-did

`did … where … is not` finds people who did it with anything else; who never did is `did not`.

Severity: warning
Category: correctness

## Why

One activity about something else is enough. Somebody who opened the invitation and a newsletter
did open an email that is not the invitation, and passes. People without any activity do not pass,
though they most certainly did not do it.

## Bad

```flow
email "Invite" { subject: "Come" }
batch campaign "Invite" {
  smart list {
    did deliver_email "Invite" in past 30 days
    and did open_email where asset is not "Invite" in past 30 days
  }
  flow { send email "Invite" }
}
```

## Good

```flow
email "Invite" { subject: "Come" }
batch campaign "Invite" {
  smart list { did deliver_email "Invite" and did not open_email "Invite" in past 30 days }
  flow { send email "Invite" }
}
```

## How to mend

Write `did not …`. Where any other one is meant, write `# flow: allow is-not-inside-did`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic, Fix
from flowlang.linting.asked import asked_filters, parts
from flowlang.linting.found import edit, found, unsafe_fix
from flowlang.linting.world import World
from flowlang.model.assets import Attribute
from flowlang.model.filters import Did, Operator, Test
from flowlang.model.nearest import written


def find(world: World) -> Iterator[Diagnostic]:
    for filter_ in asked_filters(world):
        for part in parts(filter_):
            if isinstance(part, Did) and not part.negated and _denies_asset(part):
                name = part.activity.name
                yield found(
                    part,
                    f"this finds whoever did {name} with anything else, even if with this, too",
                    help=f'who never did is `did not {name} "…"`',
                    fix=_denied(part),
                )


def _denies_asset(did: Did) -> bool:
    """Whether all that is asked of the activity is that it was not about something."""
    where = did.where
    primary = did.activity.primary
    return (
        primary is not None
        and not did.assets
        and did.of_field is None
        and isinstance(where, Test)
        and isinstance(where.subject, Attribute)
        and where.subject.key == primary.key
        and where.operator is Operator.IS_NOT
    )


def _denied(did: Did) -> Fix | None:
    """Deny the whole; None where more is asked than can be carried over."""
    where = did.where
    if did.at_least > 1 or where is None or "#" in did.source.slice(did.span):
        return None
    _, not_, values = where.source.slice(where.span).partition("not")
    if not not_ or did.activity.primary is None:
        return None
    window = "" if did.window is None else f" {did.source.slice(did.window.span)}"
    name = written(did.activity.name)
    return unsafe_fix("deny the whole", edit(did, f"did not {name} {values.strip()}{window}"))
