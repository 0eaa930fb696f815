"""# long-wait-before-send

An email is sent after a long wait, to people of whom nobody asks again whether they still fit.

Severity: warning
Category: correctness

## Why

A smart list is looked at once, on the way in. Whoever became a customer, or left the country,
during a wait of two weeks gets the email all the same. Nothing is said where the smart list asks
only what the send itself looks at, where another campaign takes people out, or where a choice
stands between the wait and the send.

## Bad

```flow
import std.fields
email "Second look" { subject: "Still curious?" }
batch campaign "Follow up" {
  smart list { lead_status is "Trial" }
  flow {
    wait 2 weeks
    send email "Second look"
  }
}
```

## Good

```flow
import std.fields
email "Second look" { subject: "Still curious?" }
batch campaign "Follow up" {
  smart list { lead_status is "Trial" }
  flow {
    wait 2 weeks
    choose { when lead_status is not "Trial" { remove from flow } }
    send email "Second look"
  }
}
```

## How to mend

Ask again behind the wait: `choose { when … { remove from flow } }`, or put the send into a choice.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.effects.course import Act, on_one_way
from flowlang.effects.waits import longest_wait
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.model.assets import Field
from flowlang.model.campaigns import Campaign
from flowlang.model.steps import Choose, Execute, RemoveFromFlow, SendEmail, Wait
from flowlang.model.walk import all_steps

LONG = 7 * 86400
"""A wait from which on people are likely to have changed."""

ASKED_BY_SENDS = frozenset(
    {"email", "unsubscribed", "marketingsuspended", "blocklisted", "emailinvalid"}
)
"""Keys of the fields that every send looks at."""


def find(world: World) -> Iterator[Diagnostic]:
    emptied = _taken_out(world)
    for campaign in world.campaigns:
        if campaign in emptied or not campaign.waits or not _asks_what_may_change(campaign, world):
            continue
        course = world.effects.course(campaign)
        waits: list[Act] = []
        for act in course:
            if isinstance(act.step, Wait):
                waits.append(act)
            elif isinstance(act.step, Choose | Execute):
                # Whoever asks anything behind a wait has thought of it.
                waits.clear()
            elif isinstance(act.step, SendEmail):
                before = [wait for wait in waits if on_one_way(wait, act)]
                if before and _length(before, course, act) >= LONG:
                    yield found(
                        act.step,
                        "this is sent after a long wait, and nobody asks again who still fits",
                        help="ask behind the wait: `choose { when … { remove from flow } }`",
                        related=(beside("the wait", before[-1].step),),
                    )


def _length(waits: list[Act], course: tuple[Act, ...], send: Act) -> int:
    """How long the waits before a send are together; 0 where nobody can say."""
    until_last = longest_wait(course, send)
    until_first = longest_wait(course, waits[0])
    return 0 if until_last is None or until_first is None else until_last - until_first


def _taken_out(world: World) -> set[Campaign]:
    """The campaigns from which some other campaign removes people."""
    return {
        target
        for campaign in world.instance.campaigns
        for step in all_steps(campaign.flow)
        if isinstance(step, RemoveFromFlow)
        for target in step.campaigns
        if target is not campaign
    }


def _asks_what_may_change(campaign: Campaign, world: World) -> bool:
    return any(
        not (isinstance(read.thing.item, Field) and read.thing.item.key in ASKED_BY_SENDS)
        for read in world.effects.entry_reads(campaign)
    )
