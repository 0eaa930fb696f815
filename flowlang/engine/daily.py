"""What happened on which day: entries, sends and score changes of each campaign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from flowlang.engine.calendar import Now, times_of
from flowlang.engine.log import SUCCEEDED, Block
from flowlang.engine.machine import Machine
from flowlang.engine.summary import ENTERED, POINTS, SCORED, SENT, DailyKey
from flowlang.engine.vectors import Array, Plain, Times


def daily(machine: Machine) -> Counter[DailyKey]:
    """Counts by local day (since 1970), campaign, and what."""
    found: Counter[DailyKey] = Counter()

    def count(campaign: str, what: str, days: Array, amounts: Array | None = None) -> None:
        first = int(days.min())
        counts = np.bincount(days - first, amounts)
        for day in np.flatnonzero(counts).tolist():
            found[first + day, campaign, what] = int(counts[day])

    entries: dict[str, list[tuple[Now, int]]] = {}
    for campaign, now, size in machine.entries:
        entries.setdefault(campaign.qualified_name, []).append((now, size))
    for name, some in entries.items():
        count(name, ENTERED, _days(machine, some))
    for name, blocks in _logged(machine, "send_email"):
        count(name, SENT, _days(machine, ((each.now, each.size) for each in blocks)))
    for name, blocks in _logged(machine, "change_score"):
        days = _days(machine, ((each.now, each.size) for each in blocks))
        count(name, SCORED, days)
        count(
            name,
            POINTS,
            days,
            _scores(machine, blocks, "newvalue") - _scores(machine, blocks, "oldvalue"),
        )
    return found


def _logged(machine: Machine, activity: str) -> Iterable[tuple[str, Sequence[Block]]]:
    """The blocks of a type in which something was done, by campaign."""
    plan = machine.state.plan
    names = {each.log_name: each.qualified_name for each in plan.instance.campaigns}
    found: dict[str, list[Block]] = {}
    for block in machine.state.log.of_type.get(plan.activity(activity).number, ()):
        if block.result == SUCCEEDED and block.size:
            found.setdefault(names.get(block.campaign, block.campaign), []).append(block)
    return found.items()


def _days(machine: Machine, some: Iterable[tuple[Now, int]]) -> Array:
    """The local day of each of so many people at a time, who have one moment or one each."""
    days, _ = machine.state.plan.calendar.local_days(_times([*some]))
    return days


def _times(some: Sequence[tuple[Now, int]]) -> Times:
    if all(isinstance(now, int) for now, _ in some):
        # Most of what happens to few people happens at one moment each.
        moments, sizes = zip(*some, strict=True)
        return np.repeat(np.array(moments, np.int64), sizes)
    return np.concatenate([times_of(now, size) for now, size in some])


def _scores(machine: Machine, blocks: Iterable[Block], key: str) -> Array:
    """What an attribute of the score changes of some blocks says."""
    zone = machine.state.plan.calendar.zone
    found = []
    for block in blocks:
        vector = block.attribute(key, block.attributes[-1].type, zone)
        assert isinstance(vector, Plain)
        found.append(vector.values)
    return np.concatenate(found)
