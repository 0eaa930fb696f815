"""# limit-below-audience

More people are in the smart list than the campaign lets in at once.

Severity: warning
Category: people

## Why

Over `at most N people` nobody enters: the run is stopped as a whole, and not cut off at N. With
these people it would be.

## Bad

```flow
import std.fields
email "Offer" { subject: "An offer" }
batch campaign "Offer" {
  smart list { country is "AT" }
  at most 2 people
  flow { send email "Offer" }
}
--- people.csv
id,email,country
1,ada@orchard.example,AT
2,ben@orchard.example,AT
3,cyd@orchard.example,AT
4,dan@orchard.example,CH
```

## Good

```flow
import std.fields
email "Offer" { subject: "An offer" }
batch campaign "Offer" {
  smart list { country is "AT" }
  at most 5 people
  flow { send email "Offer" }
}
--- people.csv
id,email,country
1,ada@orchard.example,AT
2,ben@orchard.example,AT
3,cyd@orchard.example,AT
4,dan@orchard.example,CH
```

## How to mend

Raise the limit, or narrow the smart list. Those who have been in the campaign before and may not
enter again are not counted by a run, but are here.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import Place, found
from flowlang.linting.world import World
from flowlang.model.campaigns import CampaignKind
from flowlang.syntax.nodes.campaigns import AtMost


def find(world: World) -> Iterator[Diagnostic]:
    people = world.people
    if people is None:
        return
    for campaign in world.campaigns:
        if campaign.kind is not CampaignKind.BATCH or campaign.at_most is None:
            continue
        smart_list = campaign.smart_list
        held = people.size if smart_list is None else people.count(smart_list)
        if held is not None and held > campaign.at_most:
            node = world.campaign_node(campaign)
            [part] = [each for each in node.parts if isinstance(each, AtMost)]
            yield found(
                Place(campaign.source, part.span),
                f"{held:,} people are in the smart list, so the run would be stopped",
                help="raise the limit, or narrow the smart list",
            )
