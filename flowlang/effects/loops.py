"""Trigger campaigns that start each other in a circle, and whether the circle ends by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flowlang.effects.brakes import ends
from flowlang.effects.effects import Effects, Start
from flowlang.effects.waits import longest_wait
from flowlang.model.campaigns import Campaign

_HOUR = 3600
_MOST_TRIED = 400
"""So many ways are tried from each campaign; who has more of them has other worries."""


@dataclass(frozen=True, slots=True)
class Loop:
    """Starts that lead from a campaign back to it.

    `is_sure` tells that everybody who enters goes round; `waits` that some wait lies on the
    way, so that it goes on for ever, but not at one moment.
    """

    starts: tuple[Start, ...]
    is_sure: bool
    waits: bool

    @property
    def campaigns(self) -> tuple[Campaign, ...]:
        """The campaigns of the circle, the one that comes first in source order first."""
        last = self.starts[-1].target
        return (last, *(start.target for start in self.starts[:-1]))


def loops_of(effects: Effects) -> Iterator[Loop]:
    """Circles that do not end by themselves: for each campaign the first that comes back to it.

    A circle is told once, from the campaign of it that comes first in source order.
    """
    place = {campaign: number for number, campaign in enumerate(effects.active_triggers)}
    for campaign in effects.active_triggers:
        if _may_enter_again(campaign):
            loop = _first_loop(campaign, effects, place)
            if loop is not None:
                yield loop


def _may_enter_again(campaign: Campaign) -> bool:
    return campaign.interval is not None


def _first_loop(first: Campaign, effects: Effects, place: dict[Campaign, int]) -> Loop | None:
    """The first circle from a campaign back to it over later ones that does not end by itself."""
    slow: Loop | None = None
    tried = 0
    ways: list[tuple[Start, ...]] = [()]
    while ways and tried < _MOST_TRIED:
        way = ways.pop(0)
        here = way[-1].target if way else first
        for start in effects.starts(here):
            tried += 1
            target = start.target
            if target is first:
                loop = _judged((*way, start), effects)
                if loop is not None and not loop.waits:
                    return loop
                slow = slow or loop
            elif (
                place[target] > place[first]
                and _may_enter_again(target)
                and all(target is not each.target for each in way)
            ):
                ways.append((*way, start))
    return slow


def _judged(starts: tuple[Start, ...], effects: Effects) -> Loop | None:
    """The circle, None where it ends by itself."""
    campaigns = (starts[-1].target, *(start.target for start in starts[:-1]))
    waits = any(
        start.act not in effects.first_moment(campaign)
        for campaign, start in zip(campaigns, starts, strict=True)
    )
    if _is_held_back(campaigns, starts, effects):
        return None
    held = ends(campaigns, starts, effects)
    if held is True:
        return None
    sure = held is False and all(
        start.is_sure and start.logged.always and start.act.is_sure for start in starts
    )
    return Loop(starts, sure and not any(each.interval for each in campaigns), waits)


def _is_held_back(
    campaigns: tuple[Campaign, ...], starts: tuple[Start, ...], effects: Effects
) -> bool:
    """Whether some campaign of a circle lets nobody in again so soon."""
    interval = max(each.interval or 0 for each in campaigns) * _HOUR
    if not interval:
        return False
    waited = 0
    for campaign, start in zip(campaigns, starts, strict=True):
        longest = longest_wait(effects.course(campaign), start.act)
        if longest is None:
            return False
        waited += longest
    return waited < interval
