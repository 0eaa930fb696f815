"""# scoring-left-on-once

A trigger campaign gives points, and does so once in a person's life.

Severity: warning
Category: correctness

## Why

Without `each person …` a campaign runs once for each person. The second visit, the second form and
all that come after them give no points, and the score of active people stands still; also where the
points are given by another campaign, which this one executes. Nothing is said where all that starts
the campaign happens once: being created, joining one list, reaching a status of one program.

## Bad

```flow
import std.fields
trigger campaign "Visits" { on visit_webpage flow { change lead_score by +1 } }
```

## Good

```flow
import std.fields
trigger campaign "Visits" {
  on visit_webpage
  each person every time
  flow { change lead_score by +1 }
}
```

## How to mend

Write `each person every time`, or an interval such as `each person once per 1 day`. Where once is
meant, write `each person once`: what is written is taken as meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import found
from flowlang.linting.qualification import every_time, is_left
from flowlang.linting.world import World
from flowlang.model.campaigns import Campaign, CampaignKind, RequestTrigger, Trigger
from flowlang.model.steps import ChangeScore, Execute, Step
from flowlang.model.values import ScoreChange
from flowlang.model.walk import all_steps

CREATED = "createperson"
ONCE = frozenset({"addtolist", "changeprogramstatus"})
"""Keys of activities that happen once to a person, where they are about one thing."""


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        if (
            campaign.kind is CampaignKind.TRIGGER
            and is_left(campaign, world)
            and any(map(_adds, _done_by(campaign)))
            and not all(map(_happens_once, campaign.triggers))
        ):
            yield found(
                campaign,
                f'"{campaign.qualified_name}" gives points only once to each person',
                help="write `each person every time`, or `each person once` if that is meant",
                fix=every_time(campaign, world),
            )


def _done_by(campaign: Campaign) -> Iterator[Step]:
    """The steps of a campaign, and of those that it executes and that let people in again."""
    seen: set[Campaign] = set()
    waiting = [campaign]
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        for step in all_steps(each.flow):
            yield step
            if isinstance(step, Execute) and step.campaign.interval is not None:
                waiting.append(step.campaign)


def _adds(step: Step) -> bool:
    """Whether a step adds points; a score that is set is the same the second time."""
    if not isinstance(step, ChangeScore):
        return False
    return not (isinstance(step.change, ScoreChange) and step.change.sets)


def _happens_once(trigger: Trigger | RequestTrigger) -> bool:
    """Whether a trigger hardly ever starts twice for a person."""
    if not isinstance(trigger, Trigger):
        return False
    key = trigger.activity.key
    return key == CREATED or (key in ONCE and bool(trigger.assets))
