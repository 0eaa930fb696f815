"""# beyond-retention

A window reaches further back than Marketo keeps such activities.

Severity: warning
Category: correctness

## Why

Marketo forgets: sends, deliveries, visits, clicks on pages, changes of values and of scores,
additions to lists and requests after 90 days, deletions after 14 days, most else after 25 months.
A longer window finds no more than that, and `did not … in past 1 year` lets in people who did it
four months ago.

## Bad

```flow
import std.fields
batch campaign "Sleepers" {
  smart list { email is not empty and did not visit_webpage in past 1 year }
  flow { change lead_status to "Asleep" }
}
```

## Good

```flow
import std.fields
batch campaign "Sleepers" {
  smart list { email is not empty and did not visit_webpage in past 90 days }
  flow { change lead_status to "Asleep" }
}
```

## How to mend

Shorten the window, or keep what is to be remembered in a field: a campaign on the activity writes
the date, and the filter asks for that.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.asked import asked_filters
from flowlang.linting.found import Place, found
from flowlang.linting.world import World
from flowlang.model.filters import Did, Operator, Window
from flowlang.model.values import Duration, TimeFrame
from flowlang.model.walk import all_filters

DAY = 86400
KEPT_90_DAYS = frozenset((1, 3, 6, 7, 13, 19, 22, 24, 28, 36, 47, 300))
"""Numbers of activity types that Marketo keeps for 90 days."""

DELETIONS = 37
FOREVER = 12
OUR_OWN = 900_000
"""From here on the numbers are FlowLang's: nobody says how long Marketo keeps those."""

LONG_AGO = {
    TimeFrame.LAST_QUARTER: 180,
    TimeFrame.THIS_YEAR: 180,
    TimeFrame.LAST_YEAR: 365,
}
"""How many days back a time frame reaches on many days of the year."""

SHORTEST_MONTH = 28


def find(world: World) -> Iterator[Diagnostic]:
    for filter_ in asked_filters(world):
        for did in all_filters(filter_):
            if not isinstance(did, Did) or did.window is None:
                continue
            kept = _days_kept(did.activity.number)
            if kept is not None and _reach(did.window) > kept[0]:
                yield found(
                    Place(did.window.source, did.window.span),
                    f"Marketo keeps {did.activity.name} for {kept[1]}, so this reaches no "
                    "further back than that",
                    help="shorten the window, or keep what is to be remembered in a field",
                )


def _days_kept(number: int) -> tuple[int, str] | None:
    """For how many days activities of a type are kept, and in words."""
    if number == FOREVER or number >= OUR_OWN:
        return None
    if number == DELETIONS:
        return 14, "14 days"
    return (90, "90 days") if number in KEPT_90_DAYS else (760, "25 months")


def _reach(window: Window) -> int:
    """How many days back a window reaches at least; 0 where it depends on the day of the run."""
    [first, *_] = window.values
    if isinstance(first, TimeFrame):
        return LONG_AGO.get(first, 0)
    if isinstance(first, Duration) and window.operator in (
        Operator.IN_PAST,
        Operator.IN_PAST_BEFORE,
    ):
        seconds = first.seconds
        # A quarter of a year is what people say for 90 days: months count as their shortest.
        return first.months * SHORTEST_MONTH if seconds is None else seconds // DAY
    return 0
