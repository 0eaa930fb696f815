"""# token-of-another-type

A token overrides one of the same name that is of another type.

Severity: warning
Category: tokens

## Why

The nearest token wins. Where it is a text and the one outside is a number or a score, whatever is
moved between the two, or executed `with parent tokens`, means something else, or is a mistake.

## Bad

```flow
token discount: number = 10
program "Autumn" {
  token discount: text = "ten percent"
  batch campaign "Tell" { flow { interesting moment "Web" "Offered {{my.Discount}} off" } }
}
```

## Good

```flow
token discount: number = 10
program "Autumn" {
  token discount: number = 15
  batch campaign "Tell" { flow { interesting moment "Web" "Offered {{my.Discount}} off" } }
}
```

## How to mend

Declare both alike, or give one another name.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.datatypes import DataType
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import beside, found
from flowlang.linting.tokens import declared_tokens, inherited
from flowlang.linting.world import World
from flowlang.model.assets import Token


def find(world: World) -> Iterator[Diagnostic]:
    for token, around in declared_tokens(world.instance):
        other = inherited(token.key, around)
        if other is not None and not _is_alike(token, other):
            yield found(
                token,
                f"this is a {token.type.value} and overrides a {other.type.value} of its name",
                help="declare both alike, or give one another name",
                related=(beside("the one outside", other),),
            )


def _is_alike(one: Token, other: Token) -> bool:
    """Whether one can stand where the other does; a score is no number: it adds or sets."""
    if DataType.SCORE in (one.type, other.type):
        return one.type is other.type
    return one.type.family is other.type.family
