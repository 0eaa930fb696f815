"""Campaigns: their parts put together, each at most once."""

from __future__ import annotations

from flowlang.diagnostics.diagnostic import Related
from flowlang.model.bind_filters import bind_assets, bind_filter, check_of
from flowlang.model.bind_literals import bind_count, bind_duration
from flowlang.model.bind_schedules import bind_schedule
from flowlang.model.bind_steps import FlowScope, bind_steps
from flowlang.model.bind_where import bind_activity_where
from flowlang.model.campaigns import Campaign, RequestSource, RequestTrigger, Trigger
from flowlang.model.nearest import nearest
from flowlang.model.resolve import find_activity, find_field
from flowlang.model.scope import Scope
from flowlang.model.values import Duration
from flowlang.syntax.nodes import campaigns as nodes
from flowlang.syntax.nodes.declarations import TokenDeclaration
from flowlang.syntax.nodes.node import Node

_SOURCES = {each.value: each for each in RequestSource}

_CALLED = {
    nodes.IdPart: "id",
    nodes.SmartListPart: "smart list",
    nodes.EachPerson: "each person",
    nodes.AtMost: "at most",
    nodes.Inactive: "inactive",
    nodes.IgnoreLimits: "ignore communication limits",
    nodes.Flow: "flow",
    nodes.Schedule: "schedule",
}


def bind_campaign(node: nodes.CampaignDeclaration, campaign: Campaign, scope: Scope) -> None:
    """Fill in a declared campaign; its tokens and its id are known already.

    Parts are bound in the order in which they stand, for draws are counted in it.
    """
    triggers: list[Trigger | RequestTrigger] = []
    seen: dict[str, Node] = {}
    for part in node.parts:
        if isinstance(part, TokenDeclaration):
            continue
        called = _CALLED.get(type(part))
        if called is not None and not _first(part, called, seen, scope):
            continue
        match part:
            case nodes.SmartListPart():
                if part.filter is None:
                    scope.tell_empty(part)
                else:
                    campaign.smart_list = bind_filter(part.filter, scope)
            case nodes.Flow():
                flow = FlowScope(scope, campaign)
                campaign.flow = bind_steps(part.steps, flow)
                campaign.waits = flow.waits
            case nodes.OnActivity():
                trigger = _trigger(part, scope)
                if trigger is not None:
                    triggers.append(trigger)
            case nodes.OnRequested():
                triggers.append(_request_trigger(part, scope))
            case nodes.EachPerson():
                campaign.interval = _interval(part, scope)
            case nodes.AtMost():
                campaign.at_most = bind_count(part.number, scope, "the number of people")
            case nodes.Inactive():
                campaign.active = False
            case nodes.IgnoreLimits():
                campaign.ignore_limits = True
            case nodes.Schedule():
                campaign.schedule = bind_schedule(part, scope)
            case nodes.IdPart():
                pass
            case _:
                raise TypeError(type(part).__name__)
    campaign.triggers = tuple(triggers)


def _first(part: nodes.Part, called: str, seen: dict[str, Node], scope: Scope) -> bool:
    """Whether a part is the first of its kind; a second one is told."""
    first = seen.setdefault(called, part)
    if first is part:
        return True
    scope.tell(
        "duplicate-part",
        part,
        f"this campaign has `{called}` already",
        "leave one of them out",
        related=(Related("the first one is here", scope.source, first.span),),
    )
    return False


def _trigger(node: nodes.OnActivity, scope: Scope) -> Trigger | None:
    check_of(node.assets, node.of_field, scope)
    activity = find_activity(node.activity, scope)
    of_field = None if node.of_field is None else find_field(node.of_field, scope)
    assets = bind_assets(node.assets, scope)
    if activity is None or assets is None or (of_field is None) is not (node.of_field is None):
        return None
    where = None
    if node.where is not None:
        where = bind_activity_where(node.where, activity, of_field, scope)
    return Trigger(activity, assets, of_field, where, scope.source, node.span)


def _request_trigger(node: nodes.OnRequested, scope: Scope) -> RequestTrigger:
    """`on requested`; a source that is none is told and left out."""
    sources: set[RequestSource] = set()
    for name in node.sources:
        source = _SOURCES.get(name.text.lower())
        if source is not None:
            sources.add(source)
            continue
        near = nearest(name.text, _SOURCES)
        scope.tell(
            "syntax-error",
            name,
            f"a campaign cannot be requested by `{name.text}`",
            f"did you mean `{near}`?" if near else "write `flow`, `api` or `sales_insight`",
        )
    allowed = frozenset(sources) if node.sources else frozenset(RequestSource)
    return RequestTrigger(allowed, scope.source, node.span)


def _interval(node: nodes.EachPerson, scope: Scope) -> int | None:
    """Hours between two entries: None for once, 0 for every time."""
    if node.rule == "every time":
        return 0
    if node.interval is None:
        return None
    duration = bind_duration(node.interval, scope)
    if duration is None:
        return None
    hours, rest = divmod(_seconds(duration), 3600)
    if rest or not hours:
        scope.tell(
            "type-mismatch",
            node.interval,
            "`once per` counts whole hours",
            "write whole hours or more, such as `1 hour`, or `each person every time`",
        )
        return None
    return hours


def _seconds(duration: Duration) -> int:
    """The length of an interval; here a month is 30 days and a year 365."""
    if duration.seconds is not None:
        return duration.seconds
    years, months = divmod(duration.months, 12)
    return (years * 365 + months * 30) * 86400
