"""Bound flow steps: every name resolved, every literal worked out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from flowlang.model.filters import Filter
from flowlang.model.values import (
    Day,
    Duration,
    Moment,
    ScoreChange,
    Template,
    TokenUse,
    Value,
)
from flowlang.source import Source, Span

if TYPE_CHECKING:
    from flowlang.model.assets import Email, Field, Program, StaticList, Status, Webhook
    from flowlang.model.campaigns import Campaign


@dataclass(slots=True, eq=False)
class Step:
    """Any step; `path` is its place in the flow, `2.1.3`.

    The third step of the first branch of the second step; `otherwise` counts as the last
    branch.
    """

    path: str
    source: Source
    span: Span


@dataclass(slots=True, eq=False)
class ChangeField(Step):
    """Sets a person's or company's field; `value` None empties it."""

    field: Field
    value: Value | None


@dataclass(slots=True, eq=False)
class ChangeScore(Step):
    """Adds to a score field or sets it; a token is of type score."""

    field: Field
    change: ScoreChange | TokenUse


@dataclass(slots=True, eq=False)
class ChangeMember(Step):
    """Sets a member field of a membership; `value` None empties it."""

    field: Field
    program: Program
    value: Value | None


@dataclass(slots=True, eq=False)
class ChangeProgramStatus(Step):
    """Moves a person to a status of a program, making a member of who is none."""

    program: Program
    status: Status


@dataclass(slots=True, eq=False)
class ChangeProgramSuccess(Step):
    """Sets or clears a member's success."""

    program: Program
    value: bool


@dataclass(slots=True, eq=False)
class AddToList(Step):
    """Adds to a static list."""

    list: StaticList


@dataclass(slots=True, eq=False)
class RemoveFromList(Step):
    """Removes from a static list."""

    list: StaticList


@dataclass(slots=True, eq=False)
class SendEmail(Step):
    """Sends an email, or is skipped for a reason."""

    email: Email


class Recipient(Enum):
    """Receivers of alerts that stand for an address."""

    SALES_OWNER = "sales owner"
    ACCOUNT_OWNER = "account owner"


@dataclass(slots=True, eq=False)
class SendAlert(Step):
    """Sends an alert to people who work here."""

    email: Email
    recipients: tuple[str | TokenUse | Template | Recipient, ...]


@dataclass(slots=True, eq=False)
class InterestingMoment(Step):
    """Adds an interesting moment."""

    kind: str
    description: str | TokenUse | Template


@dataclass(slots=True, eq=False)
class Wait(Step):
    """Any wait; `number` counts the waits of the campaign in source order, from 1."""

    number: int


@dataclass(slots=True, eq=False)
class WaitFor(Wait):
    """Waits for a duration, and on to one of the weekdays (Monday is 0), at a time.

    `ending` is empty where any day will do; `at` is seconds of the day.
    """

    duration: Duration
    ending: tuple[int, ...]
    at: int | None


@dataclass(slots=True, eq=False)
class WaitUntilDay(Wait):
    """Waits until the next of the weekdays (Monday is 0) at a time, later than now."""

    weekdays: tuple[int, ...]
    at: int


@dataclass(slots=True, eq=False)
class WaitUntil(Wait):
    """Waits until a date or its next anniversary, moved by `shift`, at a time.

    `backwards` tells that the shift is subtracted; `at` is seconds of the day.
    """

    anniversary: bool
    date: Day | Moment | TokenUse
    shift: Duration | None
    backwards: bool
    at: int | None


@dataclass(slots=True, eq=False)
class CallWebhook(Step):
    """Records a call of a webhook."""

    webhook: Webhook


@dataclass(slots=True, eq=False)
class Execute(Step):
    """Runs an executable campaign in series."""

    campaign: Campaign
    with_parent_tokens: bool


@dataclass(slots=True, eq=False)
class Request(Step):
    """Asks a trigger campaign to run in parallel."""

    campaign: Campaign


@dataclass(slots=True, eq=False)
class RemoveFromFlow(Step):
    """Ends the person's trips in campaigns; without names in the one it is written in."""

    campaigns: tuple[Campaign, ...]


@dataclass(slots=True, eq=False)
class DeletePerson(Step):
    """Deletes the person."""


@dataclass(slots=True, eq=False)
class AddToEngagement(Step):
    """Makes a member of an engagement program, in a stream."""

    program: Program
    stream: str


@dataclass(slots=True, eq=False)
class ChangeEngagementStream(Step):
    """Moves a member to another stream."""

    program: Program
    stream: str


@dataclass(slots=True, eq=False)
class ChangeEngagementCadence(Step):
    """Pauses a member's cadence or makes it normal."""

    program: Program
    cadence: str


@dataclass(slots=True, eq=False)
class CreateTask(Step):
    """Records a task for a salesperson."""

    subject: str | TokenUse | Template


@dataclass(slots=True, eq=False)
class SyncPerson(Step):
    """Records a sync to `sfdc` or `dynamics`."""

    crm: str


@dataclass(slots=True, eq=False)
class ConvertPerson(Step):
    """Records a conversion to a contact."""


@dataclass(slots=True, eq=False)
class AddToSfdcCampaign(Step):
    """Records a membership of a Salesforce campaign."""

    campaign: str | TokenUse | Template
    status: str | TokenUse | Template | None


@dataclass(slots=True, eq=False)
class RemoveFromSfdcCampaign(Step):
    """Records the end of a membership of a Salesforce campaign."""

    campaign: str | TokenUse | Template


@dataclass(slots=True, eq=False)
class ChangeSfdcCampaignStatus(Step):
    """Records a status of a Salesforce campaign."""

    campaign: str | TokenUse | Template
    status: str | TokenUse | Template


@dataclass(slots=True, eq=False)
class DoNothing(Step):
    """Does nothing, on purpose."""


@dataclass(slots=True, eq=False)
class Branch:
    """One `when` of a choice; `condition` None is `otherwise`."""

    condition: Filter | None
    steps: tuple[Step, ...]
    source: Source
    span: Span


@dataclass(slots=True, eq=False)
class Choose(Step):
    """The first branch that holds is taken; `otherwise`, where there is one, is last."""

    branches: tuple[Branch, ...]


@dataclass(slots=True, eq=False)
class UnknownStep(Step):
    """Stands for a step with a mistake that has been told; nothing with one is run."""
