"""# costly-campaign

One run of a campaign takes many steps, all people together.

Severity: info
Category: cost

## Why

What a run costs, in Marketo as here, is about the number of people who enter times the number of
steps they take. A campaign is told that takes ten steps or more for each person of the whole
database, so that it can be split, narrowed, or run at night.

## Bad

```flow
import std.fields
batch campaign "Clean up" {
  flow {
    change country to "{{lead.Country}} "
    change city to "{{lead.City}} "
    change state to "{{lead.State}} "
    change title to "{{lead.Job Title}} "
    change phone to "{{lead.Phone Number}} "
    change fax to "{{lead.Fax Number}} "
    change address to "{{lead.Address}} "
    change postal_code to "{{lead.Postal Code}} "
    change department to "{{lead.Department}} "
    change salutation to "{{lead.Salutation}} "
  }
}
--- people.csv
id,country
1,AT
2,CH
```

## Good

```flow
import std.fields
batch campaign "Clean up" {
  smart list { country is "AT" }
  flow {
    change country to "{{lead.Country}} "
    change city to "{{lead.City}} "
  }
}
--- people.csv
id,country
1,AT
2,CH
```

## How to mend

Let fewer people in, for instance those who have changed since the last run.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.campaigns import Campaign, CampaignKind
from flowlang.model.steps import Choose, DoNothing, Execute, Step

NEEDS_PEOPLE = True

MANY = 10
"""So many steps for each person of the database."""


def find(world: World) -> Iterator[Diagnostic]:
    people = world.people
    if people is None or not people.size:
        return
    for campaign in world.campaigns:
        if campaign.kind is not CampaignKind.BATCH:
            continue
        smart_list = campaign.smart_list
        held = people.size if smart_list is None else people.count(smart_list)
        steps = _steps(campaign)
        if held is not None and held * steps >= people.size * MANY:
            yield found(
                campaign,
                f"a run takes about {held * steps:,} steps: {held:,} people, {steps} steps each",
                help="let fewer people in, such as those who have changed since the last run",
            )


def _steps(campaign: Campaign) -> int:
    """How many steps somebody takes at most, in the campaign and in what it executes."""
    return _in_flow(campaign.flow, frozenset((campaign,)))


def _in_flow(flow: tuple[Step, ...], above: frozenset[Campaign]) -> int:
    """Of a choice the longest branch counts."""
    total = 0
    for step in flow:
        match step:
            case Choose():
                total += max(_in_flow(branch.steps, above) for branch in step.branches)
            case Execute() if step.campaign not in above:
                total += 1 + _in_flow(step.campaign.flow, above | {step.campaign})
            case DoNothing():
                pass
            case _:
                total += 1
    return total
