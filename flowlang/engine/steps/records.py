"""Steps that are only written down: tasks, syncs, webhooks, moments."""

from __future__ import annotations

import numpy as np

from flowlang.datatypes import DataType
from flowlang.engine.cohort import Cohort
from flowlang.engine.log import Attribute
from flowlang.engine.machine import Machine
from flowlang.engine.resolve import text
from flowlang.engine.steps.perform import perform
from flowlang.engine.vectors import Text
from flowlang.model import steps
from flowlang.model.values import Value


def _told(value: Value, machine: Machine, cohort: Cohort) -> str | Text:
    """A value as it reads, once where it is the same for everyone."""
    return value if isinstance(value, str) else text(value, machine.state, cohort)


@perform.register
def _(step: steps.InterestingMoment, machine: Machine, cohort: Cohort) -> Cohort:
    told = Attribute("Description", DataType.TEXT, _told(step.description, machine, cohort))
    machine.log(step, cohort, "interesting_moment", step.kind, (told,))
    return cohort


@perform.register
def _(step: steps.CallWebhook, machine: Machine, cohort: Cohort) -> Cohort:
    machine.log(step, cohort, "call_webhook", step.webhook.qualified_name)
    return cohort


@perform.register
def _(step: steps.CreateTask, machine: Machine, cohort: Cohort) -> Cohort:
    machine.log(step, cohort, "create_task", _told(step.subject, machine, cohort))
    return cohort


@perform.register
def _(step: steps.SyncPerson, machine: Machine, cohort: Cohort) -> Cohort:
    machine.log(step, cohort, f"sync_person_to_{step.crm}", "")
    return cohort


@perform.register
def _(step: steps.ConvertPerson, machine: Machine, cohort: Cohort) -> Cohort:
    machine.log(step, cohort, "convert_person", "")
    return cohort


@perform.register
def _(step: steps.AddToSfdcCampaign, machine: Machine, cohort: Cohort) -> Cohort:
    status = "" if step.status is None else _told(step.status, machine, cohort)
    told = (Attribute("Status", DataType.TEXT, status),)
    machine.log(step, cohort, "add_to_sfdc_campaign", _told(step.campaign, machine, cohort), told)
    return cohort


@perform.register
def _(step: steps.RemoveFromSfdcCampaign, machine: Machine, cohort: Cohort) -> Cohort:
    campaign = _told(step.campaign, machine, cohort)
    machine.log(step, cohort, "remove_from_sfdc_campaign", campaign)
    return cohort


@perform.register
def _(step: steps.ChangeSfdcCampaignStatus, machine: Machine, cohort: Cohort) -> Cohort:
    told = (Attribute("New Status", DataType.TEXT, _told(step.status, machine, cohort)),)
    campaign = _told(step.campaign, machine, cohort)
    machine.log(step, cohort, "change_status_in_sfdc_campaign", campaign, told)
    return cohort


@perform.register
def _(step: steps.DoNothing, machine: Machine, cohort: Cohort) -> Cohort:
    return cohort


@perform.register
def _(step: steps.DeletePerson, machine: Machine, cohort: Cohort) -> Cohort:
    machine.log(step, cohort, "delete_person", "")
    machine.forget(cohort.rows)
    return cohort.select(np.zeros(0, np.int64))
