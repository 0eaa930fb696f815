"""# remove-without-wait

People are taken out of the flow of a campaign in which nobody can be.

Severity: warning
Category: correctness

## Why

Only who waits in a campaign can be taken out of its flow. One without a wait is over as soon as it
has begun.

## Bad

```flow
trigger campaign "Hello" { on requested flow { do nothing } }
batch campaign "Stop" { flow { remove from flow of "Hello" } }
```

## Good

```flow
trigger campaign "Hello" { on requested flow { wait 1 day do nothing } }
batch campaign "Stop" { flow { remove from flow of "Hello" } }
```

## How to mend

Leave the step out, or name the campaign that waits.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.model.campaigns import Campaign, CampaignKind
from flowlang.model.steps import RemoveFromFlow
from flowlang.model.walk import all_steps


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        under_way = {campaign, *_above(campaign, world)}
        for step in all_steps(campaign.flow):
            if not isinstance(step, RemoveFromFlow):
                continue
            for target in step.campaigns:
                if (
                    target.kind is not CampaignKind.EXTERNAL
                    and not target.waits
                    and target not in under_way
                ):
                    name = target.qualified_name
                    yield found(
                        step,
                        f'nobody can be taken out of "{name}": it has no wait, so it is over as '
                        "soon as it has begun",
                        help="leave it out, or name the campaign that waits",
                        related=(beside(f'"{name}" is declared here', target),),
                    )


def _above(campaign: Campaign, world: World) -> set[Campaign]:
    """The campaigns that may be under way when this one runs: all that lead to it."""
    seen: set[Campaign] = set()
    waiting = [campaign]
    while waiting:
        for call in world.callers.callers_of(waiting.pop()):
            if call.caller not in seen:
                seen.add(call.caller)
                waiting.append(call.caller)
    return seen
