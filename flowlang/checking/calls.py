"""Whom a campaign may execute, and how deep."""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.checking.callers import Call, Callers
from flowlang.diagnostics.diagnostic import Diagnostic, Related
from flowlang.model.campaigns import Campaign, CampaignKind
from flowlang.model.instance import Instance
from flowlang.model.origin import is_standard

MOST = 3
"""The levels of executed campaigns that Marketo has."""


def check_calls(instance: Instance, callers: Callers) -> Iterator[Diagnostic]:
    """Executed campaigns are executable, of the same workspace, and not too deep."""
    circles = list(_circles(instance, callers))
    circling = {call for circle in circles for call in circle}
    for circle in circles:
        yield _circle(circle)
    levels: dict[Campaign, int] = {}
    for campaign in instance.campaigns:
        for call in callers.calls_of(campaign):
            wrong = _wrong_target(call)
            if wrong is not None:
                yield wrong
            elif call not in circling and campaign.kind is CampaignKind.EXECUTABLE:
                level = _level(campaign, callers, levels, frozenset()) + 1
                if level > instance.project.max_execute_depth:
                    yield _too_deep(call, level, instance.project.max_execute_depth)


def _wrong_target(call: Call) -> Diagnostic | None:
    """What is wrong with the executed campaign itself."""
    target = call.step.campaign
    declared = Related(f'"{target.qualified_name}" is declared here', target.source, target.span)
    if target.kind is not CampaignKind.EXECUTABLE:
        mend = {
            CampaignKind.TRIGGER: f'`request "{target.qualified_name}"` instead, '
            "which runs it in parallel, or make it executable",
            CampaignKind.BATCH: "make it an executable campaign",
            CampaignKind.EXTERNAL: f'`request "{target.qualified_name}"` instead',
        }[target.kind]
        return Diagnostic(
            "execute-not-executable",
            f'"{target.qualified_name}" is {_KINDS[target.kind]} campaign, '
            "and only executable ones can be executed",
            call.step.source,
            call.step.span,
            help=mend,
            related=(declared,),
        )
    everywhere = target.container.workspace is None and is_standard(target.source)
    if not everywhere and target.container.workspace is not call.caller.container.workspace:
        return Diagnostic(
            "execute-across-workspaces",
            f'"{target.qualified_name}" belongs to another workspace, '
            "and executable campaigns cannot be called across workspaces",
            call.step.source,
            call.step.span,
            help="declare an executable campaign of that kind in this workspace",
            related=(declared,),
        )
    return None


_KINDS = {
    CampaignKind.BATCH: "a batch",
    CampaignKind.TRIGGER: "a trigger",
    CampaignKind.EXTERNAL: "an external",
}


def _level(
    campaign: Campaign, callers: Callers, levels: dict[Campaign, int], above: frozenset[Campaign]
) -> int:
    """How deep an executable campaign runs at most: 1 where no executable one calls it."""
    known = levels.get(campaign)
    if known is None:
        within = above | {campaign}
        known = 1 + max(
            (
                _level(call.caller, callers, levels, within)
                for call in callers.callers_of(campaign)
                if call.caller.kind is CampaignKind.EXECUTABLE and call.caller not in within
            ),
            default=0,
        )
        if not above:
            levels[campaign] = known
    return known


def _too_deep(call: Call, level: int, allowed: int) -> Diagnostic:
    caller = call.caller
    if allowed == 1:
        message = "an executable campaign may not execute another one"
    else:
        message = f"executable campaigns are nested {level} deep here, and {allowed} are allowed"
    if level <= MOST:
        help_ = (
            f"use `request`, or allow it with `[check] max_execute_depth = {level}` in "
            f"flowlang.toml: Marketo allows {MOST} levels"
        )
    else:
        help_ = f"use `request`: Marketo allows {MOST} levels and no more"
    return Diagnostic(
        "nested-execute",
        message,
        call.step.source,
        call.step.span,
        help=help_,
        related=(Related(f'"{caller.qualified_name}" is executable', caller.source, caller.span),),
    )


def _circles(instance: Instance, callers: Callers) -> Iterator[tuple[Call, ...]]:
    """Every circle of calls once, from the campaign that comes first in source order."""
    place = {campaign: number for number, campaign in enumerate(instance.campaigns)}
    for first in instance.campaigns:
        circle = _back_to(first, first, callers, place, frozenset())
        if circle is not None:
            yield circle


def _back_to(
    first: Campaign,
    here: Campaign,
    callers: Callers,
    place: dict[Campaign, int],
    seen: frozenset[Campaign],
) -> tuple[Call, ...] | None:
    """Calls from here that lead back to the first campaign, over later ones only."""
    for call in callers.calls_of(here):
        target = call.step.campaign
        if target.kind is not CampaignKind.EXECUTABLE:
            # That it cannot be executed at all is told already.
            continue
        if target is first:
            return (call,)
        if target in seen or place.get(target, -1) < place[first]:
            continue
        rest = _back_to(first, target, callers, place, seen | {target})
        if rest is not None:
            return (call, *rest)
    return None


def _circle(circle: tuple[Call, ...]) -> Diagnostic:
    names = [call.caller.qualified_name for call in circle]
    path = " > ".join(f'"{name}"' for name in [*names, names[0]])
    last = circle[-1]
    return Diagnostic(
        "execute-cycle",
        f"these campaigns execute each other without end: {path}",
        last.step.source,
        last.step.span,
        help="take one `execute` out, or make it a `request`",
        related=tuple(
            Related(
                f'"{call.caller.qualified_name}" executes '
                f'"{call.step.campaign.qualified_name}" here',
                call.step.source,
                call.step.span,
            )
            for call in circle[:-1]
        ),
    )
