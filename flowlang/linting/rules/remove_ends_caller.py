"""# remove-ends-caller

People are taken out of an executable campaign, and out of whoever executes it.

Severity: warning
Category: correctness

## Why

`remove from flow` aimed at an executable campaign ends the whole chain: the steps behind the
`execute` are not done for them either.

## Bad

```flow
import std.fields
email "Offer" { subject: "An offer" }
executable campaign "Keep customers out" {
  smart list { lead_status is "Customer" }
  each person every time
  flow { remove from flow }
}
trigger campaign "Offer" {
  on fill_out_form "Offer"
  flow {
    execute "Keep customers out"
    send email "Offer"
  }
}
```

## Good

```flow
import std.fields
email "Offer" { subject: "An offer" }
trigger campaign "Offer" {
  on fill_out_form "Offer"
  flow {
    choose { when lead_status is "Customer" { remove from flow } }
    send email "Offer"
  }
}
```

## How to mend

Leave the flow in the caller, by a choice. Where the whole chain is to end, write
`# flow: allow remove-ends-caller`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.effects.course import on_one_way
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.model.campaigns import Campaign, CampaignKind
from flowlang.model.steps import Execute, RemoveFromFlow, Step
from flowlang.model.walk import all_steps


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        if campaign.kind is not CampaignKind.EXECUTABLE:
            continue
        for step in all_steps(campaign.flow):
            if not isinstance(step, RemoveFromFlow) or campaign not in step.campaigns:
                continue
            for call in world.callers.callers_of(campaign):
                lost = _behind(call.step, call.caller, world)
                if lost is not None:
                    yield found(
                        step,
                        f'this ends the trip in "{call.caller.qualified_name}", too, which '
                        "executes this campaign",
                        help="leave the flow in the caller, by a choice",
                        related=(
                            beside("executed here", call.step),
                            beside("not done for them", lost),
                        ),
                    )
                    break


def _behind(execute: Execute, caller: Campaign, world: World) -> Step | None:
    """The first step of a caller that can come after an execute."""
    course = world.effects.course(caller)
    place = next(act for act in course if act.step is execute)
    return next(
        (
            act.step
            for act in course[place.number + 1 :]
            if act.campaign is caller and on_one_way(place, act)
        ),
        None,
    )
