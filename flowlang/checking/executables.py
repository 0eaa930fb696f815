"""What an executable campaign may not contain, at any depth of its choices."""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.checking.callers import Callers
from flowlang.diagnostics.diagnostic import Diagnostic, Related
from flowlang.model.campaigns import Campaign, CampaignKind
from flowlang.model.instance import Instance
from flowlang.model.steps import CallWebhook, Step, Wait
from flowlang.model.walk import all_steps


def check_executables(instance: Instance, callers: Callers) -> Iterator[Diagnostic]:
    """Executable campaigns do not wait and call no webhooks."""
    for campaign in instance.campaigns:
        if campaign.kind is CampaignKind.EXECUTABLE:
            for step in all_steps(campaign.flow):
                if isinstance(step, Wait):
                    yield _found(
                        "wait-in-executable",
                        "an executable campaign cannot wait: its caller waits for it",
                        campaign,
                        step,
                    )
                elif isinstance(step, CallWebhook):
                    yield _found(
                        "webhook-in-executable",
                        "an executable campaign cannot call webhooks: its caller waits for it",
                        campaign,
                        step,
                    )


def _found(rule: str, message: str, campaign: Campaign, step: Step) -> Diagnostic:
    return Diagnostic(
        rule,
        message,
        step.source,
        step.span,
        help="move the step to a trigger campaign with `on requested by flow`, "
        "and `request` that one",
        related=(
            Related(f'"{campaign.qualified_name}" is executable', campaign.source, campaign.span),
        ),
    )
