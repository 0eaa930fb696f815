"""What steps log, as far as it is known before anything runs."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import NamedTuple

from flowlang.effects.decide import UNKNOWN, Known
from flowlang.model import steps
from flowlang.model.assets import Activity, Field
from flowlang.model.campaigns import RequestSource
from flowlang.model.instance import Instance
from flowlang.model.steps import Recipient, Step
from flowlang.model.values import ScoreChange, Template, TokenUse, Value
from flowlang.names import name_key

OWN_ACTIVITIES = {
    "leadowner": "change_owner",
    "leadpartition": "change_partition",
    "revenuestage": "change_revenue_stage",
}
"""Fields, by key, whose changes are activities of their own."""


class Logged(NamedTuple):
    """An activity that a step logs.

    `asset` is the primary value, None where it is worked out for each person. `attributes`
    are by key; one that is not among them is empty. `always` tells that the step logs it for
    everybody and every time; else only for whom something changes, or who can be written to.
    """

    activity: Activity
    asset: str | None
    attributes: Mapping[str, Known]
    step: Step
    always: bool
    field: Field | None = None

    @property
    def looks(self) -> Hashable:
        """What a trigger can see of it: equal for activities that fit the same triggers."""
        return (self.activity.number, self.asset, tuple(sorted(self.attributes.items(), key=_name)))


def _name(attribute: tuple[str, Known]) -> str:
    return attribute[0]


def logged_by(step: Step, instance: Instance) -> Iterator[Logged]:
    """What a step may log, activities that nothing reacts to left out."""
    for name, asset, attributes, always in _entries(step):
        activity = instance.activity(name_key(name))
        if activity is not None:
            known = {name_key(label): value for label, value in attributes.items()}
            # Where in the flow the step stands is written down, too; nobody should ask for it.
            known.setdefault("step", UNKNOWN)
            field = step.field if isinstance(step, steps.ChangeField | steps.ChangeScore) else None
            yield Logged(activity, asset, known, step, always, field)


_Entry = tuple[str, str | None, dict[str, Known], bool]


def _entries(step: Step) -> Iterator[_Entry]:
    values: dict[str, Known]
    match step:
        case steps.ChangeField() | steps.ChangeScore():
            yield _change(step)
        case steps.ChangeMember():
            values = {"Attribute": step.field.label, "Old Value": UNKNOWN, **_new(step.value)}
            yield "change_program_member_data", step.program.name, values, False
        case steps.ChangeProgramStatus():
            status = step.status
            values = {"Old Status": UNKNOWN, "New Status": status.name, "Success": status.success}
            yield "change_program_status", step.program.name, values, False
        case steps.ChangeProgramSuccess():
            yield "change_program_success", step.program.name, {"New Value": step.value}, False
        case steps.AddToList():
            yield "add_to_list", step.list.qualified_name, {}, False
        case steps.RemoveFromList():
            yield "remove_from_list", step.list.qualified_name, {}, False
        case steps.AddToEngagement():
            yield "add_to_engagement", step.program.name, {"Stream": step.stream}, False
        case steps.ChangeEngagementStream():
            yield "change_engagement_stream", step.program.name, {"Stream": step.stream}, False
        case steps.ChangeEngagementCadence():
            yield "change_engagement_cadence", step.program.name, {"Cadence": step.cadence}, False
        case steps.SendEmail():
            for activity in ("send_email", "deliver_email"):
                yield activity, step.email.qualified_name, {}, False
        case steps.RemoveFromFlow():
            for campaign in step.campaigns:
                yield "remove_from_flow", campaign.qualified_name, {}, False
        case _:
            yield from _records(step)


def _records(step: Step) -> Iterator[_Entry]:
    """Steps that log whatever the person is like."""
    told: dict[str, Known]
    match step:
        case steps.SendAlert():
            yield "send_alert", step.email.qualified_name, {"Recipients": _recipients(step)}, True
        case steps.InterestingMoment():
            told = {"Description": _known(step.description)}
            yield "interesting_moment", step.kind, told, True
        case steps.CallWebhook():
            yield "call_webhook", step.webhook.qualified_name, {}, True
        case steps.CreateTask():
            yield "create_task", _text(step.subject), {}, True
        case steps.SyncPerson():
            yield f"sync_person_to_{step.crm}", "", {}, True
        case steps.ConvertPerson():
            yield "convert_person", "", {}, True
        case steps.AddToSfdcCampaign():
            told = {} if step.status is None else {"Status": _known(step.status)}
            yield "add_to_sfdc_campaign", _text(step.campaign), told, True
        case steps.RemoveFromSfdcCampaign():
            yield "remove_from_sfdc_campaign", _text(step.campaign), {}, True
        case steps.ChangeSfdcCampaignStatus():
            told = {"New Status": _known(step.status)}
            yield "change_status_in_sfdc_campaign", _text(step.campaign), told, True
        case steps.Execute():
            told = {"Qualified": UNKNOWN}
            yield "execute_campaign", step.campaign.qualified_name, told, True
        case steps.Request():
            told = {"Source": RequestSource.FLOW.value}
            yield "request_campaign", step.campaign.qualified_name, told, True
        case _:
            # Whoever is deleted triggers nothing; the others log nothing.
            pass


def _change(step: steps.ChangeField | steps.ChangeScore) -> _Entry:
    label = step.field.label
    values: dict[str, Known] = {"Old Value": UNKNOWN}
    if isinstance(step, steps.ChangeScore):
        change = step.change
        if not isinstance(change, ScoreChange):
            return "change_score", label, values | _unknown("Change Value", "New Value"), False
        values["Change Value"] = change.text
        values["New Value"] = change.amount if change.sets else UNKNOWN
        return "change_score", label, values, not change.sets and change.amount != 0
    if step.field.type.value == "score" and step.value is not None:
        return "change_score", label, values | _unknown("Change Value", "New Value"), False
    activity = OWN_ACTIVITIES.get(step.field.key, "change_data_value")
    return activity, label, values | _new(step.value), False


def _unknown(*labels: str) -> dict[str, Known]:
    return dict.fromkeys(labels, UNKNOWN)


def _new(value: Value | None) -> dict[str, Known]:
    """The new value; whoever is emptied has none."""
    return {} if value is None else {"New Value": _known(value)}


def _known(value: Value) -> Known:
    if isinstance(value, TokenUse | Template):
        return UNKNOWN
    return value.text if isinstance(value, ScoreChange) else value


def _text(value: str | TokenUse | Template) -> str | None:
    return value if isinstance(value, str) else None


def _recipients(step: steps.SendAlert) -> Known:
    texts = [each.value if isinstance(each, Recipient) else each for each in step.recipients]
    fixed = [each for each in texts if isinstance(each, str)]
    return ", ".join(each for each in fixed if each) if len(fixed) == len(texts) else UNKNOWN
