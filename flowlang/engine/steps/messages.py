"""Steps that send: emails to people, alerts to colleagues."""

from __future__ import annotations

import numpy as np

from flowlang.datatypes import DataType
from flowlang.engine.activities import sent_at_least
from flowlang.engine.cohort import Cohort
from flowlang.engine.forms import join
from flowlang.engine.log import Attribute
from flowlang.engine.machine import Machine
from flowlang.engine.resolve import text
from flowlang.engine.steps.perform import perform
from flowlang.engine.vectors import Mask, Plain, Text, Words
from flowlang.model.steps import Recipient, SendAlert, SendEmail
from flowlang.model.values import TimeFrame

_WEEK = 168 * 3600
_TODAY = TimeFrame("today")


@perform.register
def _(step: SendEmail, machine: Machine, cohort: Cohort) -> Cohort:
    name = step.email.qualified_name
    left = cohort
    for reason in REASONS[: 3 if step.email.operational else None]:
        hindered = _hindered(reason, machine, left)
        if hindered.any():
            machine.skip(step, left.select(hindered), "send_email", name, reason)
            left = left.select(~hindered)
    machine.log(step, left, "send_email", name)
    machine.log(step, left, "deliver_email", name)
    return cohort


REASONS = (
    "empty",
    "invalid",
    "block_listed",
    "unsubscribed",
    "marketing_suspended",
    "over_limit",
)
_FLAGS = {
    "invalid": "email_invalid",
    "block_listed": "block_listed",
    "unsubscribed": "unsubscribed",
    "marketing_suspended": "marketing_suspended",
}


def _hindered(reason: str, machine: Machine, cohort: Cohort) -> Mask:
    """Whom a reason keeps from getting an email."""
    state = machine.state
    if reason == "empty":
        email = state.plan.core_field("email")
        assert email is not None
        return state.is_empty(email, cohort.rows)
    if reason == "over_limit":
        return _over_limit(machine, cohort)
    field = state.plan.core_field(_FLAGS[reason])
    assert field is not None
    flags = state.column(field).take(cohort.rows)
    assert isinstance(flags, Plain)
    hindered: Mask = flags.values.astype(np.bool_)
    return hindered


def _over_limit(machine: Machine, cohort: Cohort) -> Mask:
    """Who has had as many emails as the project allows in a day or in seven."""
    state = machine.state
    project = state.plan.instance.project
    over = np.zeros(len(cohort), np.bool_)
    if cohort.chain[-1].ignore_limits or not len(cohort):
        return over
    rows, now = cohort.rows, cohort.now
    if project.max_per_day is not None:
        today, _ = state.plan.calendar.frame(_TODAY, now)
        over |= sent_at_least(state, rows, project.max_per_day, today, now)
    if project.max_per_7_days is not None:
        over |= sent_at_least(state, rows, project.max_per_7_days, now - _WEEK + 1, now)
    return over


@perform.register
def _(step: SendAlert, machine: Machine, cohort: Cohort) -> Cohort:
    told = Attribute("Recipients", DataType.TEXT, _recipients(step, machine, cohort))
    machine.log(step, cohort, "send_alert", step.email.qualified_name, (told,))
    return cohort


def _recipients(step: SendAlert, machine: Machine, cohort: Cohort) -> str | Text:
    """Everyone who gets an alert, with commas between; who comes to nothing is left out."""
    fixed = [
        each.value if isinstance(each, Recipient) else each
        for each in step.recipients
        if isinstance(each, Recipient | str)
    ]
    if len(fixed) == len(step.recipients):
        return ", ".join(each for each in fixed if each)
    parts: list[str | Text] = []
    for each in step.recipients:
        if isinstance(each, Recipient):
            parts.append(f"{each.value}, ")
        elif isinstance(each, str):
            parts.append(f"{each}, " if each else "")
        else:
            parts.append(_with_comma(text(each, machine.state, cohort)))
    joined = join(parts, len(cohort))
    return Text(joined.codes, Words(each.removesuffix(", ") for each in joined.words.texts))


def _with_comma(recipient: Text) -> Text:
    return Text(recipient.codes, Words(f"{each}, " for each in recipient.words.texts))
