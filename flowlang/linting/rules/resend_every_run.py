"""# resend-every-run

One and the same email goes to one and the same people, day after day.

Severity: warning
Category: correctness

## Why

The campaign lets everybody in every time, its schedule comes round within the week, and neither
the flow changes anything that the smart list asks, nor does the smart list ask for a time that
moves on. Once, one deleted decision sent one email 11,500 times to a hundred people.

## Bad

```flow
import std.fields
email "Offer" { subject: "An offer" }
batch campaign "Offer" {
  smart list { country is "AT" }
  each person every time
  flow { send email "Offer" }
  schedule { every weekday at 09:00 }
}
```

## Good

```flow
import std.fields
email "Offer" { subject: "An offer" }
batch campaign "Offer" {
  smart list { country is "AT" }
  each person once per 30 days
  flow { send email "Offer" }
  schedule { every weekday at 09:00 }
}
```

## How to mend

Write `each person once`, or an interval; or ask for those who have not got it: `did not send_email
"…"`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.effects.course import Act, guards_of
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.model.campaigns import Campaign, CampaignKind, EveryDays, OnWeekdays, Recurrence
from flowlang.model.filters import Filter, InSegment, InSmartList, Random, Test, Window
from flowlang.model.steps import SendEmail
from flowlang.model.values import Duration, TimeFrame, TokenFamily
from flowlang.model.walk import all_filters, tokens_in

WEEK = 7


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        if (
            campaign.kind is CampaignKind.BATCH
            and campaign.active
            and campaign.interval == 0
            and any(map(_is_frequent, campaign.schedule))
        ):
            for act in world.effects.course(campaign):
                if isinstance(act.step, SendEmail) and _is_for_the_same(act, campaign, world):
                    yield found(
                        act.step,
                        "the same people get this email again at every run",
                        help="write `each person once` or an interval, or ask for those who have "
                        "not got it",
                    )
                    break


def _is_frequent(recurrence: Recurrence) -> bool:
    """Whether a schedule comes round several times a week."""
    match recurrence:
        case OnWeekdays():
            return len(recurrence.weekdays) > 1
        case EveryDays():
            return recurrence.interval < WEEK
        case _:
            return False


def _is_for_the_same(act: Act, campaign: Campaign, world: World) -> bool:
    """Whether whoever comes to a step at one run does so at the next, as far as the flow goes."""
    asked = [campaign.smart_list, *(filter_ for filter_, _ in guards_of(act))]
    if any(filter_ is not None and _moves(filter_) for filter_ in asked):
        return False
    if any(call.campaign.interval != 0 for call in act.chain):
        return False
    changed = {
        thing
        for each in world.effects.course(campaign)
        for thing in world.effects.changed_by(each.step)
    }
    read = {read.thing for read in world.effects.entry_reads(campaign)}
    guards = {
        read.thing
        for each in world.effects.course(campaign)
        for read in world.effects.reads_of_act(each)
    }
    return changed.isdisjoint(read | guards)


def _moves(filter_: Filter) -> bool:
    """Whether a filter may hold for others tomorrow, because of the time or by chance."""
    for each in all_filters(filter_):
        match each:
            case Test() | Window():
                if any(_is_relative(value) for value in each.values):
                    return True
            case Random():
                return True
            case InSmartList():
                if any(_moves(smart_list.filter) for smart_list in each.smart_lists):
                    return True
            case InSegment():
                if any(_moves(segment.filter) for segment in each.segmentation.segments):
                    return True
            case _:
                pass
    return False


def _is_relative(value: object) -> bool:
    return isinstance(value, Duration | TimeFrame) or any(
        use.family is TokenFamily.SYSTEM for use in tokens_in(value)
    )
