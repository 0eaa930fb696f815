"""# asset-of-another-program

A step uses an asset of another program, although the own program has one of that name.

Severity: warning
Category: correctness

## Why

A program that was cloned keeps pointing at the emails and campaigns of the one that it was cloned
from. Both names look right, and last year's invitation goes out again.

## Bad

```flow
import std.fields
program "Webinar 2025" {
  email "Invitation" { subject: "Our webinar of 2025" }
  batch campaign "Invite" {
    smart list { country is "AT" }
    flow { send email "Invitation" }
  }
}
program "Webinar 2026" {
  email "Invitation" { subject: "Our webinar of 2026" }
  batch campaign "Invite" {
    smart list { country is "AT" }
    flow { send email "Webinar 2025.Invitation" }
  }
  batch campaign "Remind" {
    smart list { country is "CH" }
    flow { send email "Invitation" }
  }
}
```

## Good

```flow
import std.fields
program "Webinar 2025" {
  email "Invitation" { subject: "Our webinar of 2025" }
  batch campaign "Invite" {
    smart list { country is "AT" }
    flow { send email "Invitation" }
  }
}
program "Webinar 2026" {
  email "Invitation" { subject: "Our webinar of 2026" }
  batch campaign "Invite" {
    smart list { country is "AT", "CH" }
    flow { send email "Invitation" }
  }
}
```

## How to mend

Write the name alone: it means the asset of the own program. Where the other one is meant, write
`# flow: allow asset-of-another-program`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.model import steps
from flowlang.model.assets import Asset
from flowlang.model.campaigns import Campaign
from flowlang.model.steps import Step
from flowlang.model.walk import all_steps


def find(world: World) -> Iterator[Diagnostic]:
    own = _by_program(world)
    for campaign in world.campaigns:
        if campaign.program is None:
            continue
        for step in all_steps(campaign.flow):
            asset = _asset(step)
            if asset is None or asset.container.program in (None, campaign.program):
                continue
            same = own.get((campaign.program, _kind(asset), asset.name))
            if same is not None:
                yield found(
                    step,
                    f'this means "{asset.qualified_name}", although the own program has a '
                    f'"{asset.name}"',
                    help=f'write "{asset.name}" alone for the own one',
                    related=(beside("the own one", same), beside("the one that is meant", asset)),
                )


def _by_program(world: World) -> dict[tuple[object, object, str], Asset]:
    instance = world.instance
    assets: tuple[Asset, ...] = (*instance.emails, *instance.lists, *instance.campaigns)
    return {
        (each.container.program, _kind(each), each.name): each
        for each in assets
        if each.container.program is not None
    }


def _asset(step: Step) -> Asset | None:
    """The asset of which a step says the name."""
    match step:
        case steps.SendEmail() | steps.SendAlert():
            return step.email
        case steps.AddToList() | steps.RemoveFromList():
            return step.list
        case steps.Execute() | steps.Request():
            return step.campaign
        case _:
            return None


def _kind(asset: Asset) -> object:
    """What can stand for what: of campaigns, those of one kind."""
    return asset.kind if isinstance(asset, Campaign) else type(asset)
