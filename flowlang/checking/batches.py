"""Steps that only work where a trigger campaign is the root."""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.checking.callers import Callers
from flowlang.diagnostics.diagnostic import Diagnostic, Related
from flowlang.model.campaigns import Campaign, CampaignKind
from flowlang.model.instance import Instance
from flowlang.model.steps import CallWebhook, SendAlert, Step, WaitUntil
from flowlang.model.values import TokenFamily, TokenUse
from flowlang.model.walk import all_steps, tokens_in


def check_batches(instance: Instance, callers: Callers) -> Iterator[Diagnostic]:
    """Batch campaigns call no webhooks, wait for no dates of people, and alert no tokens."""
    for campaign in instance.campaigns:
        if campaign.kind is CampaignKind.EXTERNAL:
            continue
        batch = next(
            (each for each in callers.roots_of(campaign) if each.kind is CampaignKind.BATCH), None
        )
        if batch is None:
            continue
        for step in all_steps(campaign.flow):
            found = _wrong(step, campaign, batch)
            if found is not None:
                yield found


def _wrong(step: Step, campaign: Campaign, batch: Campaign) -> Diagnostic | None:
    match step:
        case CallWebhook() if campaign is batch:
            return _found(
                "webhook-in-batch",
                "a batch campaign cannot call webhooks",
                step,
                batch,
                "call it from a trigger campaign with `on requested by flow`, and `request` that",
            )
        case WaitUntil() if campaign is batch and _is_of_person(step.date):
            return _found(
                "date-token-wait-in-batch",
                "a batch campaign cannot wait for a date of the person",
                step,
                batch,
                "wait in a trigger campaign with `on requested by flow`, and `request` that",
            )
        case SendAlert() if any(True for each in step.recipients for _ in tokens_in(each)):
            return _found(
                "alert-token-in-batch",
                "an alert takes tokens for its receivers only where a trigger campaign is the root",
                step,
                batch,
                "write the addresses, or `sales owner`, or send it from a trigger campaign",
            )
        case _:
            return None


def _is_of_person(date: object) -> bool:
    return isinstance(date, TokenUse) and date.family in (TokenFamily.LEAD, TokenFamily.COMPANY)


def _found(rule: str, message: str, step: Step, batch: Campaign, mend: str) -> Diagnostic:
    return Diagnostic(
        rule,
        message,
        step.source,
        step.span,
        help=mend,
        related=(
            Related(f'"{batch.qualified_name}" is a batch campaign', batch.source, batch.span),
        ),
    )
