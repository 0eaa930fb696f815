"""Flow steps: what each of them does, to what, and with which values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from flowlang.model import steps
from flowlang.model.assets import Program
from flowlang.model.bind_changes import (
    bind_change_field,
    bind_change_member,
    bind_change_score,
    bind_change_status,
    bind_change_success,
)
from flowlang.model.bind_filters import bind_filter
from flowlang.model.bind_tokens import bind_phrase
from flowlang.model.bind_waits import (
    bind_wait_for,
    bind_wait_until,
    bind_wait_until_day,
)
from flowlang.model.campaigns import Campaign, CampaignKind
from flowlang.model.nearest import nearest
from flowlang.model.resolve import find_asset, find_assets, find_stream
from flowlang.model.scope import Choice, Scope, name_in
from flowlang.model.steps import Branch, Recipient, Step, UnknownStep
from flowlang.syntax.nodes import steps as nodes

_CADENCES = ("normal", "paused")
_CRMS = ("sfdc", "dynamics")


@dataclass(slots=True)
class FlowScope:
    """A flow being bound: its surroundings, its campaign, and how many waits it has so far."""

    scope: Scope
    campaign: Campaign
    waits: int = 0

    def next_wait(self) -> int:
        """The number of the next wait, from 1."""
        self.waits += 1
        return self.waits


def bind_steps(items: list[nodes.Step], flow: FlowScope, prefix: str = "") -> tuple[Step, ...]:
    """Steps in order; `prefix` is the path of the branch in which they stand, with its dot."""
    return tuple(bind_step(node, flow, f"{prefix}{number}") for number, node in enumerate(items, 1))


def bind_step(node: nodes.Step, flow: FlowScope, path: str) -> Step:
    """One step; `UnknownStep` where a mistake has been told."""
    bound = _bind(node, flow, path)
    return UnknownStep(path, flow.scope.source, node.span) if bound is None else bound


def _bind(node: nodes.Step, flow: FlowScope, path: str) -> Step | None:
    scope = flow.scope
    match node:
        case nodes.ChangeField():
            return bind_change_field(node, scope, path)
        case nodes.ChangeScore():
            return bind_change_score(node, scope, path)
        case nodes.ChangeMember():
            return bind_change_member(node, scope, path)
        case nodes.ChangeProgramStatus():
            return bind_change_status(node, scope, path)
        case nodes.ChangeProgramSuccess():
            return bind_change_success(node, scope, path)
        case nodes.Choose():
            return _choose(node, flow, path)
        case nodes.WaitFor():
            return bind_wait_for(node, scope, path, flow.next_wait())
        case nodes.WaitUntilDay():
            return bind_wait_until_day(node, scope, path, flow.next_wait())
        case nodes.WaitUntil():
            return bind_wait_until(node, scope, path, flow.next_wait())
        case nodes.AddToList() | nodes.RemoveFromList():
            return _list_step(node, scope, path)
        case nodes.SendEmail() | nodes.SendAlert() | nodes.InterestingMoment():
            return _message(node, scope, path)
        case nodes.Execute() | nodes.Request() | nodes.RemoveFromFlow() | nodes.CallWebhook():
            return _call(node, flow, path)
        case (
            nodes.AddToEngagement()
            | nodes.ChangeEngagementStream()
            | nodes.ChangeEngagementCadence()
        ):
            return _engagement(node, scope, path)
        case (
            nodes.AddToSfdcCampaign()
            | nodes.RemoveFromSfdcCampaign()
            | nodes.ChangeSfdcCampaignStatus()
        ):
            return _sfdc(node, scope, path)
        case nodes.CreateTask():
            subject = bind_phrase(node.subject, scope)
            if subject is None:
                return None
            return steps.CreateTask(path, scope.source, node.span, subject)
        case nodes.SyncPerson():
            return _sync(node, scope, path)
        case nodes.DeletePerson():
            return steps.DeletePerson(path, scope.source, node.span)
        case nodes.ConvertPerson():
            return steps.ConvertPerson(path, scope.source, node.span)
        case nodes.DoNothing():
            return steps.DoNothing(path, scope.source, node.span)
        case _:
            raise TypeError(type(node).__name__)


def _choose(node: nodes.Choose, flow: FlowScope, path: str) -> Step:
    """A choice; all `random`s of its conditions share one draw."""
    scope = flow.scope
    choice = Choice(scope.draws.next_place())
    branches: list[Branch] = []
    otherwise: nodes.Otherwise | None = None
    for number, branch in enumerate(node.branches, 1):
        condition = None
        if isinstance(branch, nodes.When):
            if otherwise is not None:
                scope.tell(
                    "duplicate-part",
                    branch,
                    "this `when` stands behind `otherwise` and can never be reached",
                    "put `otherwise` last",
                )
            condition = bind_filter(branch.condition, scope.within(choice))
        else:
            if otherwise is not None:
                scope.tell(
                    "duplicate-part",
                    branch,
                    "this `choose` has an `otherwise` already",
                    "leave one of them out",
                )
            otherwise = branch
        inside = bind_steps(branch.steps, flow, f"{path}.{number}.")
        branches.append(Branch(condition, inside, scope.source, branch.span))
    if all(branch.condition is None for branch in branches) and not scope.is_broken(node):
        scope.tell(
            "syntax-error",
            node,
            "this `choose` has no `when`",
            "write at least one, such as `when everyone { … }`",
        )
    return steps.Choose(path, scope.source, node.span, tuple(branches))


def _list_step(
    node: nodes.AddToList | nodes.RemoveFromList, scope: Scope, path: str
) -> Step | None:
    found = find_asset(node.list, scope.names.lists, scope)
    if found is None:
        return None
    kind = steps.AddToList if isinstance(node, nodes.AddToList) else steps.RemoveFromList
    return kind(path, scope.source, node.span, found)


def _message(
    node: nodes.SendEmail | nodes.SendAlert | nodes.InterestingMoment,
    scope: Scope,
    path: str,
) -> Step | None:
    match node:
        case nodes.SendEmail():
            email = find_asset(node.email, scope.names.emails, scope)
            if email is None:
                return None
            return steps.SendEmail(path, scope.source, node.span, email)
        case nodes.SendAlert():
            email = find_asset(node.email, scope.names.emails, scope)
            bound = [
                Recipient(each.role)
                if isinstance(each, nodes.Recipient)
                else bind_phrase(each, scope)
                for each in node.recipients
            ]
            recipients = tuple(each for each in bound if each is not None)
            if email is None or len(recipients) < len(bound):
                return None
            return steps.SendAlert(path, scope.source, node.span, email, recipients)
        case nodes.InterestingMoment():
            kind = name_in(node.kind, scope)
            description = bind_phrase(node.description, scope)
            if kind is None or description is None:
                return None
            return steps.InterestingMoment(path, scope.source, node.span, kind, description)
        case _:
            assert_never(node)


def _call(
    node: nodes.Execute | nodes.Request | nodes.RemoveFromFlow | nodes.CallWebhook,
    flow: FlowScope,
    path: str,
) -> Step | None:
    scope = flow.scope
    if isinstance(node, nodes.CallWebhook):
        webhook = find_asset(node.webhook, scope.names.webhooks, scope)
        if webhook is None:
            return None
        return steps.CallWebhook(path, scope.source, node.span, webhook)
    if isinstance(node, nodes.RemoveFromFlow):
        campaigns = find_assets(node.campaigns, scope.names.campaigns, scope)
        if campaigns is None:
            return None
        return steps.RemoveFromFlow(path, scope.source, node.span, campaigns or (flow.campaign,))
    kind = CampaignKind.TRIGGER if isinstance(node, nodes.Request) else CampaignKind.EXECUTABLE
    campaign = find_asset(
        node.campaign, scope.names.campaigns, scope, fits=lambda each: each.kind is kind
    )
    if campaign is None:
        return None
    if isinstance(node, nodes.Request):
        return steps.Request(path, scope.source, node.span, campaign)
    return steps.Execute(path, scope.source, node.span, campaign, node.with_parent_tokens)


def _engagement(
    node: nodes.AddToEngagement | nodes.ChangeEngagementStream | nodes.ChangeEngagementCadence,
    scope: Scope,
    path: str,
) -> Step | None:
    program: Program | None = find_asset(node.program, scope.names.programs, scope)
    if program is None:
        return None
    if isinstance(node, nodes.ChangeEngagementCadence):
        cadence = name_in(node.cadence, scope)
        if cadence is None:
            return None
        if cadence not in _CADENCES:
            near = nearest(cadence, _CADENCES)
            scope.tell(
                "picklist-value",
                node.cadence,
                f'"{cadence}" is no cadence',
                f'did you mean `"{near}"`?' if near else 'a cadence is "normal" or "paused"',
            )
            return None
        return steps.ChangeEngagementCadence(path, scope.source, node.span, program, cadence)
    stream = find_stream(node.stream, program, scope)
    if stream is None:
        return None
    if isinstance(node, nodes.AddToEngagement):
        return steps.AddToEngagement(path, scope.source, node.span, program, stream)
    return steps.ChangeEngagementStream(path, scope.source, node.span, program, stream)


def _sfdc(
    node: nodes.AddToSfdcCampaign | nodes.RemoveFromSfdcCampaign | nodes.ChangeSfdcCampaignStatus,
    scope: Scope,
    path: str,
) -> Step | None:
    campaign = bind_phrase(node.campaign, scope)
    if isinstance(node, nodes.RemoveFromSfdcCampaign):
        if campaign is None:
            return None
        return steps.RemoveFromSfdcCampaign(path, scope.source, node.span, campaign)
    status = None if node.status is None else bind_phrase(node.status, scope)
    if campaign is None or (status is None and node.status is not None):
        return None
    if isinstance(node, nodes.AddToSfdcCampaign):
        return steps.AddToSfdcCampaign(path, scope.source, node.span, campaign, status)
    assert status is not None
    return steps.ChangeSfdcCampaignStatus(path, scope.source, node.span, campaign, status)


def _sync(node: nodes.SyncPerson, scope: Scope, path: str) -> Step | None:
    crm = node.crm.text.lower()
    if crm not in _CRMS:
        other = {"salesforce": "sfdc", "ms_dynamics": "dynamics", "crm": "sfdc"}.get(crm)
        near = other or nearest(crm, _CRMS)
        scope.tell(
            "unknown-asset",
            node.crm,
            f"a person cannot be synced to `{node.crm.text}`",
            f"did you mean `{near}`?" if near else "write `sfdc` or `dynamics`",
        )
        return None
    return steps.SyncPerson(path, scope.source, node.span, crm)
