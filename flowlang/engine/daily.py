"""What happened on which day: entries, sends and score changes of each campaign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from flowlang.engine.log import SUCCEEDED, Block
from flowlang.engine.machine import Machine
from flowlang.engine.summary import ENTERED, POINTS, SCORED, SENT, DailyKey
from flowlang.engine.vectors import Array, Plain, Times


class _Happened(NamedTuple):
    """Something that a campaign did at some moments, and how much each counts."""

    campaign: str
    what: str
    times: Times
    amounts: Array | None = None


def daily(machine: Machine) -> Counter[DailyKey]:
    """Counts by local day (since 1970), campaign, and what."""
    groups: dict[tuple[str, str], list[_Happened]] = {}
    for each in _happened(machine):
        groups.setdefault((each.campaign, each.what), []).append(each)
    found: Counter[DailyKey] = Counter()
    calendar = machine.state.plan.calendar
    for (campaign, what), parts in groups.items():
        days, _ = calendar.local_days(np.concatenate([each.times for each in parts]))
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
    for campaign, times in machine.entries:
        if not len(times):
            continue
        yield _Happened(campaign.qualified_name, ENTERED, times)
    for block in _logged(machine, "send_email"):
        yield _Happened(names.get(block.campaign, block.campaign), SENT, block.times)
    for block in _logged(machine, "change_score"):
        name = names.get(block.campaign, block.campaign)
        yield _Happened(name, SCORED, block.times)
        yield _Happened(name, POINTS, block.times, _points(machine, block))


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
