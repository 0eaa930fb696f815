"""Whom a campaign may request."""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.checking.callers import Callers
from flowlang.diagnostics.diagnostic import Diagnostic, Related
from flowlang.model.campaigns import Campaign, CampaignKind, RequestSource, RequestTrigger
from flowlang.model.instance import Instance
from flowlang.model.steps import Request
from flowlang.model.walk import all_steps


def check_requests(instance: Instance, callers: Callers) -> Iterator[Diagnostic]:
    """Requested campaigns are active trigger campaigns that flows may request."""
    for campaign in instance.campaigns:
        for step in all_steps(campaign.flow):
            if isinstance(step, Request):
                wrong = _wrong(step)
                if wrong is not None:
                    yield wrong


def _wrong(step: Request) -> Diagnostic | None:
    target = step.campaign
    if target.kind is CampaignKind.EXTERNAL:
        return None
    name = target.qualified_name
    related = (Related(f'"{name}" is declared here', target.source, target.span),)
    if target.kind is not CampaignKind.TRIGGER:
        kind = "an executable" if target.kind is CampaignKind.EXECUTABLE else "a batch"
        mend = (
            f'`execute "{name}"` instead'
            if target.kind is CampaignKind.EXECUTABLE
            else "make it a trigger campaign with `on requested by flow`"
        )
        message = f'"{name}" is {kind} campaign, and only trigger campaigns can be requested'
    elif not _from_flow(target):
        message = f'"{name}" cannot be requested by a flow'
        mend = "add `on requested by flow` to it"
    elif not target.active:
        return Diagnostic(
            "request-inactive",
            f'"{name}" is inactive, so requesting it does nothing',
            step.source,
            step.span,
            help="take `inactive` out of it, or leave this step out",
            related=related,
        )
    else:
        return None
    return Diagnostic(
        "request-not-requestable", message, step.source, step.span, help=mend, related=related
    )


def _from_flow(target: Campaign) -> bool:
    return any(
        isinstance(trigger, RequestTrigger)
        and (not trigger.sources or RequestSource.FLOW in trigger.sources)
        for trigger in target.triggers
    )
