"""# batch-for-everybody

A batch campaign without a smart list sends to, or deletes, the whole database.

Severity: warning
Category: correctness

## Why

No smart list means everyone. A smart list that was left empty by mistake is the dearest mistake
that there is.

## Bad

```flow
email "News" { subject: "What is new" }
batch campaign "Newsletter" { flow { send email "News" } }
```

## Good

```flow
import std.fields
email "News" { subject: "What is new" }
batch campaign "Newsletter" {
  smart list { person_type is "Subscriber" }
  flow { send email "News" }
}
```

## How to mend

Say who is meant. Where all are, write `smart list { everyone }`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.model.campaigns import Campaign, CampaignKind
from flowlang.model.steps import Choose, DeletePerson, SendEmail, Step


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        if campaign.kind is CampaignKind.BATCH and campaign.smart_list is None:
            grave = next(_grave(campaign, world), None)
            if grave is not None:
                verb = "deletes" if isinstance(grave, DeletePerson) else "sends an email to"
                yield found(
                    campaign,
                    f"this has no smart list, so it {verb} everybody in the database",
                    help="say who is meant, or write `smart list { everyone }`",
                    related=(beside("done here", grave),),
                )


def _grave(campaign: Campaign, world: World) -> Iterator[Step]:
    """The steps that everybody comes to and that cannot be taken back."""
    for act in world.effects.course(campaign):
        if isinstance(act.step, SendEmail | DeletePerson) and not any(
            isinstance(fork.step, Choose) or fork.step.campaign.smart_list is not None
            for fork in act.forks
        ):
            yield act.step
