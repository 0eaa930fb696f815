"""# unreachable-steps

Steps stand behind one after which nobody is left.

Severity: warning
Category: correctness

## Why

`delete person` and `remove from flow` end the trip. What stands behind is never done: a list is
not joined, an alert is not sent.

## Bad

```flow
import std.fields
list "Deleted"
batch campaign "Clean up" {
  smart list { email_invalid is true and email is not empty }
  flow {
    delete person
    add to list "Deleted"
  }
}
```

## Good

```flow
import std.fields
list "Deleted"
batch campaign "Clean up" {
  smart list { email_invalid is true and email is not empty }
  flow {
    add to list "Deleted"
    delete person
  }
}
```

## How to mend

Put the steps before it, or take them out.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.model.campaigns import Campaign
from flowlang.model.steps import Choose, DeletePerson, RemoveFromFlow, Step


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        yield from _behind(campaign.flow, campaign)


def _behind(flow: tuple[Step, ...], campaign: Campaign) -> Iterator[Diagnostic]:
    """The first step of each flow that nobody comes to."""
    for step, following in zip(flow, (*flow[1:], None), strict=True):
        if isinstance(step, Choose):
            for branch in step.branches:
                yield from _behind(branch.steps, campaign)
        if following is not None and _ends(step, campaign):
            yield found(
                following,
                "nobody comes to this step: the one before it is the last for everybody",
                help="put it before that one, or take it out",
                related=(beside("nobody goes on from here", step),),
            )
            return


def _ends(step: Step, campaign: Campaign) -> bool:
    """Whether nobody goes on after a step."""
    match step:
        case DeletePerson():
            return True
        case RemoveFromFlow():
            return campaign in step.campaigns
        case Choose():
            return step.branches[-1].condition is None and all(
                any(_ends(each, campaign) for each in branch.steps) for branch in step.branches
            )
        case _:
            return False
