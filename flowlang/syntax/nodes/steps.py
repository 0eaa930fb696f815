"""Flow steps."""

from __future__ import annotations

from flowlang.syntax.nodes.filters import Filter
from flowlang.syntax.nodes.node import Node
from flowlang.syntax.nodes.values import (
    Date,
    DateTime,
    Duration,
    Name,
    Number,
    ScoreChange,
    Text,
    Time,
    TokenReference,
    Value,
)


class Step(Node):
    """Any flow step."""

    __slots__ = ()


class ChangeField(Step):
    """`change F to V`; V may be `empty`."""

    __slots__ = ("field", "value")

    def __init__(self, start: int, end: int, field: Name, value: Value) -> None:
        self.start = start
        self.end = end
        self.field = field
        self.value = value


class ChangeScore(Step):
    """`change F by +5`; a number without sign is kept for the checker to see."""

    __slots__ = ("change", "field")

    def __init__(
        self,
        start: int,
        end: int,
        field: Name,
        change: ScoreChange | Number | TokenReference | Text,
    ) -> None:
        self.start = start
        self.end = end
        self.field = field
        self.change = change


class ChangeMember(Step):
    """`change member F [in "P"] to V`."""

    __slots__ = ("field", "program", "value")

    def __init__(
        self, start: int, end: int, field: Name, program: Text | None, value: Value
    ) -> None:
        self.start = start
        self.end = end
        self.field = field
        self.program = program
        self.value = value


class ChangeProgramStatus(Step):
    """`change program status [in "P"] to "S"`."""

    __slots__ = ("program", "status")

    def __init__(self, start: int, end: int, program: Text | None, status: Text) -> None:
        self.start = start
        self.end = end
        self.program = program
        self.status = status


class ChangeProgramSuccess(Step):
    """`change program success [in "P"] to true`."""

    __slots__ = ("program", "value")

    def __init__(self, start: int, end: int, program: Text | None, value: Value) -> None:
        self.start = start
        self.end = end
        self.program = program
        self.value = value


class AddToList(Step):
    """`add to list "L"`."""

    __slots__ = ("list",)

    def __init__(self, start: int, end: int, list: Text) -> None:
        self.start = start
        self.end = end
        self.list = list


class RemoveFromList(Step):
    """`remove from list "L"`."""

    __slots__ = ("list",)

    def __init__(self, start: int, end: int, list: Text) -> None:
        self.start = start
        self.end = end
        self.list = list


class SendEmail(Step):
    """`send email "E"`."""

    __slots__ = ("email",)

    def __init__(self, start: int, end: int, email: Text) -> None:
        self.start = start
        self.end = end
        self.email = email


class Recipient(Node):
    """`sales owner` or `account owner`, with one blank between."""

    __slots__ = ("role",)

    def __init__(self, start: int, end: int, role: str) -> None:
        self.start = start
        self.end = end
        self.role = role


class SendAlert(Step):
    """`send alert "E" to V, …`."""

    __slots__ = ("email", "recipients")

    def __init__(
        self, start: int, end: int, email: Text, recipients: list[Text | TokenReference | Recipient]
    ) -> None:
        self.start = start
        self.end = end
        self.email = email
        self.recipients = recipients


class InterestingMoment(Step):
    """`interesting moment "Type" V`."""

    __slots__ = ("description", "kind")

    def __init__(
        self, start: int, end: int, kind: Text, description: Text | TokenReference
    ) -> None:
        self.start = start
        self.end = end
        self.kind = kind
        self.description = description


class WaitFor(Step):
    """`wait DUR [ending monday, friday [at T]]`; `ending` holds the words written there."""

    __slots__ = ("at", "duration", "ending")

    def __init__(
        self, start: int, end: int, duration: Duration, ending: list[Name], at: Time | None
    ) -> None:
        self.start = start
        self.end = end
        self.duration = duration
        self.ending = ending
        self.at = at


class WaitUntilDay(Step):
    """`wait until next monday at T`."""

    __slots__ = ("at", "day")

    def __init__(self, start: int, end: int, day: Name, at: Time) -> None:
        self.start = start
        self.end = end
        self.day = day
        self.at = at


class WaitUntil(Step):
    """`wait until [anniversary of] D [plus DUR | minus DUR] [at T]`.

    `shift` is `plus`, `minus` or None.
    """

    __slots__ = ("anniversary", "at", "by", "date", "shift")

    def __init__(
        self,
        start: int,
        end: int,
        anniversary: bool,
        date: Date | DateTime | TokenReference | Text,
        shift: str | None,
        by: Duration | None,
        at: Time | None,
    ) -> None:
        self.start = start
        self.end = end
        self.anniversary = anniversary
        self.date = date
        self.shift = shift
        self.by = by
        self.at = at


class CallWebhook(Step):
    """`call webhook "W"`."""

    __slots__ = ("webhook",)

    def __init__(self, start: int, end: int, webhook: Text) -> None:
        self.start = start
        self.end = end
        self.webhook = webhook


class Execute(Step):
    """`execute "C" [with parent tokens]`."""

    __slots__ = ("campaign", "with_parent_tokens")

    def __init__(self, start: int, end: int, campaign: Text, with_parent_tokens: bool) -> None:
        self.start = start
        self.end = end
        self.campaign = campaign
        self.with_parent_tokens = with_parent_tokens


class Request(Step):
    """`request "T"`."""

    __slots__ = ("campaign",)

    def __init__(self, start: int, end: int, campaign: Text) -> None:
        self.start = start
        self.end = end
        self.campaign = campaign


class RemoveFromFlow(Step):
    """`remove from flow [of "C", …]`."""

    __slots__ = ("campaigns",)

    def __init__(self, start: int, end: int, campaigns: list[Text]) -> None:
        self.start = start
        self.end = end
        self.campaigns = campaigns


class DeletePerson(Step):
    """`delete person`."""

    __slots__ = ()


class AddToEngagement(Step):
    """`add to engagement program "P" in stream "S"`."""

    __slots__ = ("program", "stream")

    def __init__(self, start: int, end: int, program: Text, stream: Text) -> None:
        self.start = start
        self.end = end
        self.program = program
        self.stream = stream


class ChangeEngagementStream(Step):
    """`change engagement stream in "P" to "S"`."""

    __slots__ = ("program", "stream")

    def __init__(self, start: int, end: int, program: Text, stream: Text) -> None:
        self.start = start
        self.end = end
        self.program = program
        self.stream = stream


class ChangeEngagementCadence(Step):
    """`change engagement cadence in "P" to "paused"`."""

    __slots__ = ("cadence", "program")

    def __init__(self, start: int, end: int, program: Text, cadence: Text) -> None:
        self.start = start
        self.end = end
        self.program = program
        self.cadence = cadence


class CreateTask(Step):
    """`create task V`."""

    __slots__ = ("subject",)

    def __init__(self, start: int, end: int, subject: Text | TokenReference) -> None:
        self.start = start
        self.end = end
        self.subject = subject


class SyncPerson(Step):
    """`sync person to sfdc` or `dynamics`."""

    __slots__ = ("crm",)

    def __init__(self, start: int, end: int, crm: Name) -> None:
        self.start = start
        self.end = end
        self.crm = crm


class ConvertPerson(Step):
    """`convert person`."""

    __slots__ = ()


class AddToSfdcCampaign(Step):
    """`add to sfdc campaign "C" [with status "S"]`."""

    __slots__ = ("campaign", "status")

    def __init__(self, start: int, end: int, campaign: Text, status: Text | None) -> None:
        self.start = start
        self.end = end
        self.campaign = campaign
        self.status = status


class RemoveFromSfdcCampaign(Step):
    """`remove from sfdc campaign "C"`."""

    __slots__ = ("campaign",)

    def __init__(self, start: int, end: int, campaign: Text) -> None:
        self.start = start
        self.end = end
        self.campaign = campaign


class ChangeSfdcCampaignStatus(Step):
    """`change status in sfdc campaign "C" to "S"`."""

    __slots__ = ("campaign", "status")

    def __init__(self, start: int, end: int, campaign: Text, status: Text) -> None:
        self.start = start
        self.end = end
        self.campaign = campaign
        self.status = status


class DoNothing(Step):
    """`do nothing`."""

    __slots__ = ()


class When(Node):
    """`when FILTER { … }`."""

    __slots__ = ("condition", "steps")

    def __init__(self, start: int, end: int, condition: Filter, steps: list[Step]) -> None:
        self.start = start
        self.end = end
        self.condition = condition
        self.steps = steps


class Otherwise(Node):
    """`otherwise { … }`."""

    __slots__ = ("steps",)

    def __init__(self, start: int, end: int, steps: list[Step]) -> None:
        self.start = start
        self.end = end
        self.steps = steps


class Choose(Step):
    """`choose { when … otherwise … }`; the branches in the order in which they are written."""

    __slots__ = ("branches",)

    def __init__(self, start: int, end: int, branches: list[When | Otherwise]) -> None:
        self.start = start
        self.end = end
        self.branches = branches
