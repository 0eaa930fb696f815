"""# send-before-change

A message is sent before the change of what it speaks of.

Severity: warning
Category: order

## Why

The tokens of an email are filled in when it is sent, and an alert goes to whoever is the owner
then. What a later step of the same flow changes comes too late for both.

## Bad

```flow
import std.fields
email "Welcome" { subject: "{{lead.Lead Owner:default=We}} will call you" }
trigger campaign "Route" {
  on fill_out_form
  flow {
    send email "Welcome"
    change lead_owner to "Anna"
  }
}
```

## Good

```flow
import std.fields
email "Welcome" { subject: "{{lead.Lead Owner:default=We}} will call you" }
trigger campaign "Route" {
  on fill_out_form
  flow {
    change lead_owner to "Anna"
    send email "Welcome"
  }
}
```

## How to mend

Put the change before the send. Where the old value is meant, write `# flow: allow
send-before-change`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.effects.lateness import stale_sends
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.model.steps import SendAlert


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        for stale in stale_sends(campaign, world.effects):
            thing = stale.read.thing.words
            alert = isinstance(stale.send.step, SendAlert)
            by_owner = stale.read.origin is stale.send.step
            what = (
                "this alert goes to the owner"
                if by_owner
                else (f"this {'alert' if alert else 'email'} speaks of {thing}")
            )
            later = stale.change.campaign
            where = "" if later is campaign else f', in "{later.qualified_name}"'
            yield found(
                stale.send.step,
                f'{what} before "{campaign.qualified_name}" changes {thing}{where}',
                help="put the change before the send",
                related=(beside(f"{thing} is changed here", stale.change.step),),
            )
