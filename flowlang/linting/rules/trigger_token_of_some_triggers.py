"""# trigger-token-of-some-triggers

A token of the trigger is used that not every trigger of the campaign offers.

Severity: warning
Category: tokens

## Why

`{{trigger.…}}` stands for an attribute of the activity that triggered. Whoever came by a trigger
without that attribute gets nothing in its place.

## Bad

```flow
trigger campaign "Note" {
  on fill_out_form
  on visit_webpage
  each person every time
  flow { interesting moment "Web" "Filled out {{trigger.Form}}" }
}
```

## Good

```flow
trigger campaign "Note" {
  on fill_out_form
  on visit_webpage
  each person every time
  flow { interesting moment "Web" "Filled out {{trigger.Form:default=no form}}" }
}
```

## How to mend

Write a default, use `{{trigger.Name}}`, which every trigger offers, or make two campaigns.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.checking.tokens import ALWAYS_OFFERED, offered_by
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.model.campaigns import Campaign, CampaignKind, RequestTrigger, Trigger
from flowlang.model.values import TokenFamily
from flowlang.model.walk import tokens_of


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        triggers = _triggers(campaign, world)
        for use in tokens_of(campaign) if len(triggers) > 1 else ():
            if (
                use.family is not TokenFamily.TRIGGER
                or use.default is not None
                or use.key in ALWAYS_OFFERED
            ):
                continue
            lacking = [each for each in triggers if not _offers(each, use.key)]
            if 0 < len(lacking) < len(triggers):
                yield found(
                    use,
                    f"`{{{{trigger.{use.name}}}}}` is empty for those who come by a trigger that "
                    "does not offer it",
                    help=f"write a default: `{{{{trigger.{use.name}:default=…}}}}`",
                    related=[beside("this one does not", each) for each in lacking[:3]],
                )


def _triggers(campaign: Campaign, world: World) -> list[Trigger | RequestTrigger]:
    """The triggers of which a campaign may see the tokens: its own, or those of its callers."""
    if campaign.kind is CampaignKind.TRIGGER:
        return list(campaign.triggers)
    if campaign.kind is CampaignKind.EXECUTABLE:
        return [each for root in world.callers.contexts_of(campaign) for each in root.triggers]
    return []


def _offers(trigger: Trigger | RequestTrigger, key: str) -> bool:
    offered = offered_by(trigger)
    return offered is None or key in offered
