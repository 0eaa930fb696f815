"""# token-without-default

A text that people read has a gap where the person lacks the field.

Severity: warning
Category: tokens

## Why

`Dear {{lead.First Name}},` is read as `Dear ,` by everybody whose first name is not known, and in
every database there are many. Nothing is said where whoever is sent the email surely has a value.

## Bad

```flow
import std.fields
email "Hello" { subject: "Good to see you, {{lead.First Name}}" }
trigger campaign "Greet" { on fill_out_form flow { send email "Hello" } }
```

## Good

```flow
import std.fields
email "Hello" { subject: "Good to see you, {{lead.First Name:default=friend}}" }
trigger campaign "Greet" { on fill_out_form flow { send email "Hello" } }
```

## How to mend

Write what stands there instead: `{{lead.First Name:default=friend}}`; or send only to people with
a value: `first_name is not empty`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.emptiness import is_empty
from flowlang.linting.found import beside, found
from flowlang.linting.reached import ways
from flowlang.linting.world import World
from flowlang.model.assets import Email, Field
from flowlang.model.steps import SendEmail
from flowlang.model.values import TokenFamily
from flowlang.model.walk import all_steps

NEVER_EMPTY = ("email", "createdat", "updatedat")
"""Keys of fields that everybody has who is written to."""


def find(world: World) -> Iterator[Diagnostic]:
    for email, sends in _sends(world).items():
        for use in email.uses:
            if (
                use.default is None
                and use.family in (TokenFamily.LEAD, TokenFamily.COMPANY)
                and use.field is not None
                and use.field.key not in NEVER_EMPTY
            ):
                gap = next((send for send in sends if _may_lack(use.field, send, world)), None)
                if gap is not None:
                    name = f"{use.family.value}.{use.name}"
                    yield found(
                        use,
                        f"this leaves a gap for people without {use.field.label}",
                        help=f"write a default: `{{{{{name}:default=…}}}}`",
                        related=(beside("sent to some of them here", gap),),
                    )


def _sends(world: World) -> dict[Email, list[SendEmail]]:
    """The steps that send an email, by email."""
    sends: dict[Email, list[SendEmail]] = {}
    for campaign in world.campaigns:
        for step in all_steps(campaign.flow):
            if isinstance(step, SendEmail):
                sends.setdefault(step.email, []).append(step)
    return sends


def _may_lack(field: Field, send: SendEmail, world: World) -> bool:
    empty = is_empty(field)
    return any(not world.logic.is_impossible(empty, *way) for way in ways(world, send))
