"""# sent-without-check

People get the status of those who were sent an email, whether they were or not.

Severity: info
Category: correctness

## Why

A send is skipped for people without an address, unsubscribed, blocked or over the limit; they stay
in the flow, and the next step takes them along. A status that says `Sent` is then wrong for them.

## Bad

```flow
import std.fields
email "Offer" { subject: "An offer" }
channel "Mailing" { status "Member" status "Sent" status "Clicked" success }
program "Offer" uses channel "Mailing" {
  batch campaign "Send" {
    smart list { country is "AT" }
    flow {
      send email "Offer"
      change program status to "Sent"
    }
  }
}
```

## Good

```flow
import std.fields
email "Offer" { subject: "An offer" }
channel "Mailing" { status "Member" status "Sent" status "Clicked" success }
program "Offer" uses channel "Mailing" {
  batch campaign "Send" {
    smart list { country is "AT" }
    flow { send email "Offer" }
  }
  trigger campaign "Sent" {
    on deliver_email "Offer"
    flow { change program status to "Sent" }
  }
}
```

## How to mend

Let a trigger campaign with `on deliver_email` change the status, or ask with a choice.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.model.steps import ChangeProgramStatus, Choose, SendEmail, Step

SAYS_SENT = frozenset({"sent", "delivered", "mailed", "emailed"})
"""Words of a status that claims that an email was sent."""


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        for send, status in _pairs(campaign.flow):
            if not send.email.operational and _says_sent(status):
                yield found(
                    status,
                    f'people who were not sent the email get the status "{status.status.name}", '
                    "too",
                    help="change it in a trigger campaign with `on deliver_email`",
                    related=(beside("skipped for some", send),),
                )


def _pairs(flow: tuple[Step, ...]) -> Iterator[tuple[SendEmail, ChangeProgramStatus]]:
    """Sends with a change of status right behind."""
    for one, other in pairwise(flow):
        if isinstance(one, SendEmail) and isinstance(other, ChangeProgramStatus):
            yield one, other
    for step in flow:
        if isinstance(step, Choose):
            for branch in step.branches:
                yield from _pairs(branch.steps)


def _says_sent(step: ChangeProgramStatus) -> bool:
    return not SAYS_SENT.isdisjoint(step.status.name.casefold().split())
