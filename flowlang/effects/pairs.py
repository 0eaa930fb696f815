"""Pairs of campaigns that run at one moment: started by one event, or by their schedules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import combinations, product

from flowlang.effects.effects import Effects
from flowlang.effects.matching import folded, overlap
from flowlang.effects.moments import common_moment
from flowlang.effects.things import Thing
from flowlang.model.campaigns import Campaign, CampaignKind, Recurrence, Trigger

AtOneEvent = tuple[Campaign, Campaign, Trigger, Trigger]
"""Two campaigns, and the triggers of each that one activity may fit."""


def at_one_event(effects: Effects) -> Iterator[AtOneEvent]:
    """Active trigger campaigns that one activity may start, both ways round.

    Only those are given of which the first changes something that the other reads or changes.
    """
    changers: dict[Thing, list[Campaign]] = {}
    for campaign in effects.active_triggers:
        for thing in effects.first_changes(campaign):
            changers.setdefault(thing, []).append(campaign)
    companions = _Companions(effects.active_triggers)
    place = {campaign: number for number, campaign in enumerate(effects.active_triggers)}
    for other in effects.active_triggers:
        near = companions.of(other)
        touched = {read.thing for read, _ in effects.reads(other)}
        touched.update(effects.first_changes(other))
        ones = {one for thing in touched for one in changers.get(thing, ()) if one in near}
        for one in sorted(ones - {other}, key=place.__getitem__):
            common = _common_trigger(one, other, effects)
            if common is not None:
                yield one, other, *common


class _Companions:
    """Campaigns by the activities and assets that start them."""

    def __init__(self, campaigns: Iterable[Campaign]) -> None:
        self._of_activity: dict[int, set[Campaign]] = {}
        self._of_any_asset: dict[int, set[Campaign]] = {}
        self._of_asset: dict[tuple[int, str], set[Campaign]] = {}
        for campaign in campaigns:
            for trigger in _events(campaign):
                number = trigger.activity.number
                self._of_activity.setdefault(number, set()).add(campaign)
                if not trigger.assets:
                    self._of_any_asset.setdefault(number, set()).add(campaign)
                for asset in folded(trigger.assets):
                    self._of_asset.setdefault((number, asset), set()).add(campaign)

    def of(self, campaign: Campaign) -> set[Campaign]:
        """Those that an activity may start which starts this one, itself among them."""
        found: set[Campaign] = set()
        for trigger in _events(campaign):
            number = trigger.activity.number
            if not trigger.assets:
                found |= self._of_activity[number]
                continue
            found |= self._of_any_asset.get(number, set())
            for asset in folded(trigger.assets):
                found |= self._of_asset[number, asset]
        return found


def _common_trigger(
    one: Campaign, other: Campaign, effects: Effects
) -> tuple[Trigger, Trigger] | None:
    for trigger in _events(one):
        for same in _events(other):
            if overlap(trigger, same, effects.logic):
                return trigger, same
    return None


def _events(campaign: Campaign) -> list[Trigger]:
    return [trigger for trigger in campaign.triggers if isinstance(trigger, Trigger)]


def at_one_moment(effects: Effects) -> Iterator[tuple[Campaign, Campaign, datetime]]:
    """Active batch campaigns whose schedules come to one moment, each pair once.

    Only those are given of which one changes something that the other reads or changes.
    """
    zone = effects.instance.project.timezone
    known: dict[tuple[Recurrence, Recurrence], datetime | None] = {}
    batches = [
        campaign
        for campaign in effects.instance.campaigns
        if campaign.kind is CampaignKind.BATCH and campaign.active and campaign.schedule
    ]
    changed = {campaign: set(effects.first_changes(campaign)) for campaign in batches}
    touched = {
        campaign: changed[campaign] | {read.thing for read, _ in effects.reads(campaign)}
        for campaign in batches
    }
    for one, other in combinations(batches, 2):
        if changed[one].isdisjoint(touched[other]) and changed[other].isdisjoint(touched[one]):
            continue
        for pair in product(one.schedule, other.schedule):
            if pair not in known:
                known[pair] = common_moment(*pair, zone)
            moment = known[pair]
            if moment is not None:
                yield one, other, moment
                break
