"""What happened on which day: entries, sends and score changes of each campaign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from flowlang.engine.calendar import Now, times_of
from flowlang.engine.log import SUCCEEDED, Block
from flowlang.engine.machine import Machine
from flowlang.engine.summary import ENTERED, POINTS, SCORED, SENT, DailyKey
from flowlang.engine.vectors import Array, Plain, Times


class _Happened(NamedTuple):
    """Something that a campaign did to so many people, when, and how much each counts."""

    campaign: str
    what: str
    now: Now
    size: int
    amounts: Array | None = None


def daily(machine: Machine) -> Counter[DailyKey]:
    """Counts by local day (since 1970), campaign, and what."""
    groups: dict[tuple[str, str], list[_Happened]] = {}
    for each in _happened(machine):
        groups.setdefault((each.campaign, each.what), []).append(each)
    found: Counter[DailyKey] = Counter()
    calendar = machine.state.plan.calendar
    for (campaign, what), parts in groups.items():
        days, _ = calendar.local_days(_times(parts))
        first = int(days.min())
        amounts = None
        if parts[0].amounts is not None:
            amounts = np.concatenate([each.amounts for each in parts if each.amounts is not None])
        counts = np.bincount(days - first, amounts)
        for day in np.flatnonzero(counts).tolist():
            found[first + day, campaign, what] = int(counts[day])
    return found


def _happened(machine: Machine) -> Iterator[_Happened]:
    plan = machine.state.plan
    names = {each.log_name: each.qualified_name for each in plan.instance.campaigns}
    for campaign, now, size in machine.entries:
        yield _Happened(campaign.qualified_name, ENTERED, now, size)
    for block in _logged(machine, "send_email"):
        yield _Happened(names.get(block.campaign, block.campaign), SENT, block.now, block.size)
    for block in _logged(machine, "change_score"):
        name = names.get(block.campaign, block.campaign)
        yield _Happened(name, SCORED, block.now, block.size)
        yield _Happened(name, POINTS, block.now, block.size, _points(machine, block))


def _times(parts: list[_Happened]) -> Times:
    """The moment of each person."""
    if all(isinstance(each.now, int) for each in parts):
        # Most of what happens to few people happens at one moment each.
        return np.repeat(
            np.array([each.now for each in parts], np.int64), [each.size for each in parts]
        )
    return np.concatenate([times_of(each.now, each.size) for each in parts])


def _logged(machine: Machine, activity: str) -> Iterator[Block]:
    number = machine.state.plan.activity(activity).number
    for block in machine.state.log.of_type.get(number, ()):
        if block.result == SUCCEEDED and block.size:
            yield block


def _points(machine: Machine, block: Block) -> Array:
    """By how much each score of a block changed."""
    zone = machine.state.plan.calendar.zone
    scores = []
    for key in ("newvalue", "oldvalue"):
        vector = block.attribute(key, block.attributes[-1].type, zone)
        assert isinstance(vector, Plain)
        scores.append(vector.values)
    changed: Array = scores[0] - scores[1]
    return changed
