"""# unused-token

A token is declared, and nothing uses one of that name.

Severity: info
Category: tokens

## Why

Clones keep the tokens of what they were cloned from. Whoever changes such a token expects that
something happens. Nothing is said where the command was given only some scripts of a project.

## Bad

```flow
program "Autumn" {
  token event: text = "the autumn webinar"
  token room: text = "Blue room"
  batch campaign "Note" { flow { interesting moment "Web" "Came to {{my.Event}}" } }
}
```

## Good

```flow
program "Autumn" {
  token event: text = "the autumn webinar"
  batch campaign "Note" { flow { interesting moment "Web" "Came to {{my.Event}}" } }
}
```

## How to mend

Take it out, or use it.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic, Fix
from flowlang.linting.found import found, unsafe_fix
from flowlang.linting.places import removal
from flowlang.linting.tokens import all_uses, declared_tokens
from flowlang.linting.world import World
from flowlang.model.assets import Token
from flowlang.model.values import TokenFamily
from flowlang.source import Span


def find(world: World) -> Iterator[Diagnostic]:
    if not world.is_whole:
        return
    used = {use.key for use in all_uses(world.instance) if use.family is TokenFamily.MY}
    for token, _ in declared_tokens(world.instance):
        if token.key not in used:
            yield found(
                token,
                f"nothing uses `{{{{my.{token.name}}}}}`",
                help="take it out, or use it",
                fix=_removed(token, world),
            )


def _removed(token: Token, world: World) -> Fix | None:
    """Take out the whole declaration; the place of a token itself is its name."""
    node = world.node(token)
    if node is None:
        return None
    return unsafe_fix("take it out", removal(token.source, Span(node.start, node.end)))
