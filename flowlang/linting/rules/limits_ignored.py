"""# limits-ignored

A campaign sends marketing email beyond the communication limits.

Severity: info
Category: correctness

## Why

The limits keep people from getting five emails in a week. `ignore communication limits` is for
what people have asked for or must have; that is better said of the email, as `operational`, which
ignores the limits and does not use them up.

## Bad

```flow
import std.fields
email "Offer" { subject: "An offer" }
batch campaign "Offer" {
  smart list { country is "AT" }
  ignore communication limits
  flow { send email "Offer" }
}
```

## Good

```flow
import std.fields
email "Offer" { subject: "An offer" }
batch campaign "Offer" {
  smart list { country is "AT" }
  flow { send email "Offer" }
}
```

## How to mend

Take the line out, or declare the email `operational` where it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import Place, beside, found, unsafe_fix
from flowlang.linting.places import removal
from flowlang.linting.world import World
from flowlang.model.steps import SendEmail
from flowlang.syntax.nodes.campaigns import IgnoreLimits


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        if not campaign.ignore_limits:
            continue
        send = next(
            (
                act.step
                for act in world.effects.course(campaign)
                if isinstance(act.step, SendEmail) and not act.step.email.operational
            ),
            None,
        )
        if send is not None:
            parts = world.campaign_node(campaign).parts
            [part] = [each for each in parts if isinstance(each, IgnoreLimits)]
            yield found(
                Place(campaign.source, part.span),
                "marketing email is sent beyond the communication limits",
                help="take this out, or declare the email `operational` where it is",
                related=(beside("sent here", send), beside("no operational email", send.email)),
                fix=unsafe_fix("take it out", removal(campaign.source, part.span)),
            )
