"""# doubled-sign

A score token is written behind a sign, and brings its own.

Severity: warning
Category: tokens

## Why

In a text a score token stands for what it does, with its sign: `+10`. Behind a sign it reads as
`++10` or `-+10`.

## Bad

```flow
program "Webinar" {
  token points: score = +10
  batch campaign "Guests" { flow { interesting moment "Web" "Webinar, +{{my.Points}} points" } }
}
```

## Good

```flow
program "Webinar" {
  token points: score = +10
  batch campaign "Guests" { flow { interesting moment "Web" "Webinar, {{my.Points}} points" } }
}
```

## How to mend

Take the sign out.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.datatypes import DataType
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import Place, edit, found, unsafe_fix
from flowlang.linting.tokens import all_uses
from flowlang.linting.world import World
from flowlang.model.values import TokenUse
from flowlang.source import Span


def find(world: World) -> Iterator[Diagnostic]:
    for use in all_uses(world.instance):
        declared = use.declared
        if declared is None or declared.type is not DataType.SCORE:
            continue
        sign = _sign_before(use)
        if sign is not None:
            yield found(
                Place(use.source, Span(use.span.start - 1, use.span.end)),
                f"this reads as `{sign}+…`: a score token has a sign of its own",
                help="take the sign out",
                fix=unsafe_fix(
                    "take the sign out",
                    edit(Place(use.source, Span(use.span.start - 1, use.span.start)), ""),
                ),
            )


def _sign_before(use: TokenUse) -> str | None:
    """The sign that stands right before a token, as one and not as a dash within a word."""
    before = use.source.text[max(use.span.start - 2, 0) : use.span.start]
    if before[-1:] not in ("+", "-") or before[:-1].isalnum():
        return None
    return before[-1]
