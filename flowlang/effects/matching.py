"""Whether an activity that a step logs fits a trigger or an activity filter."""

from __future__ import annotations

from functools import lru_cache

from flowlang.effects.decide import UNKNOWN, Known, decide, decide_test, every
from flowlang.effects.logs import Logged
from flowlang.logic.logic import Logic
from flowlang.model.assets import Attribute, Field
from flowlang.model.campaigns import Campaign, RequestSource, RequestTrigger, Trigger
from flowlang.model.filters import Did, Filter, Test
from flowlang.names import name_key


def fits(logged: Logged, asked: Trigger | Did) -> bool | None:
    """Whether an activity is one that is asked for; None where that depends on the person."""
    if logged.activity.number != asked.activity.number:
        return False
    return every(
        (
            _asset_fits(logged, asked),
            _field_fits(logged, asked.of_field),
            decide(asked.where, lambda leaf: _attribute_fits(logged, leaf)),
        )
    )


def requests(logged: Logged, campaign: Campaign, trigger: RequestTrigger) -> bool:
    """Whether an activity is a request that a campaign heeds."""
    allowed = not trigger.sources or RequestSource.FLOW in trigger.sources
    return (
        logged.activity.key == "requestcampaign"
        and allowed
        and logged.asset == campaign.qualified_name
    )


def _asset_fits(logged: Logged, asked: Trigger | Did) -> bool | None:
    if not asked.assets:
        return True
    if logged.asset is None:
        return None
    return logged.asset.casefold() in folded(asked.assets)


def _field_fits(logged: Logged, field: Field | None) -> bool | None:
    if field is None:
        return True
    return None if logged.asset is None else name_key(logged.asset) in field.keys


def _attribute_fits(logged: Logged, leaf: Filter) -> bool | None:
    if not isinstance(leaf, Test) or not isinstance(leaf.subject, Attribute):
        return None
    key = leaf.subject.key
    primary = logged.activity.primary
    value: Known
    if primary is not None and primary.key == key:
        value = UNKNOWN if logged.asset is None else logged.asset
    else:
        value = logged.attributes.get(key)
    return decide_test(leaf, value, lacking_counts=False)


@lru_cache(maxsize=4096)
def folded(assets: tuple[str, ...]) -> frozenset[str]:
    """Assets as they are compared: there are as many as a workspace has programs."""
    return frozenset(each.casefold() for each in assets)


def overlap(one: Trigger, other: Trigger, logic: Logic) -> bool:
    """Whether one and the same activity can fit two triggers; said where it is not ruled out."""
    if one.activity.number != other.activity.number:
        return False
    if one.assets and other.assets and folded(one.assets).isdisjoint(folded(other.assets)):
        return False
    fields = [each.of_field.keys for each in (one, other) if each.of_field is not None]
    if len(fields) > 1 and fields[0].isdisjoint(fields[1]):
        return False
    if not fields and one.where is None and other.where is None:
        return True
    return not logic.cannot_be(*map(logic.translator.activity, (one, other)))
