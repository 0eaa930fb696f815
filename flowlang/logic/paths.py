"""What is certain of whoever comes to a choice: the smart list, and the branches around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flowlang.logic.formulas import Kind, Subject
from flowlang.logic.logic import Claim, Logic
from flowlang.model import steps
from flowlang.model.campaigns import Campaign
from flowlang.model.steps import Branch, Choose, Step

_QUIET = (
    steps.SendEmail,
    steps.SendAlert,
    steps.InterestingMoment,
    steps.CreateTask,
    steps.CallWebhook,
    steps.SyncPerson,
    steps.Request,
)
"""Steps that log something, and leave fields and memberships as they are."""


class Met(NamedTuple):
    """A choice, and what holds of everybody who comes to it."""

    choice: Choose
    given: tuple[Claim, ...]


def met_choices(campaign: Campaign, logic: Logic) -> Iterator[Met]:
    """The choices of a campaign that somebody can come to, in source order."""
    given = () if campaign.smart_list is None else (Claim(campaign.smart_list),)
    yield from _in_flow(campaign.flow, given, logic)


def before(choice: Choose, branch: Branch) -> tuple[Claim, ...]:
    """That no branch before one of a choice has held."""
    claims = []
    for each in choice.branches:
        if each is branch:
            break
        if each.condition is not None:
            claims.append(Claim(each.condition, False))
    return tuple(claims)


def _in_flow(flow: tuple[Step, ...], given: tuple[Claim, ...], logic: Logic) -> Iterator[Met]:
    for step in flow:
        if isinstance(step, Choose):
            yield Met(step, given)
            for branch in step.branches:
                if not any(isinstance(each, Choose) for each in branch.steps):
                    continue
                held = () if branch.condition is None else (Claim(branch.condition),)
                inside = (*given, *before(step, branch), *held)
                if not logic.is_impossible(*inside):
                    yield from _in_flow(branch.steps, inside, logic)
        given = _left(given, step, logic)


def _left(given: tuple[Claim, ...], step: Step, logic: Logic) -> tuple[Claim, ...]:
    """What is still certain after a step."""
    match step:
        case steps.DoNothing():
            return given
        case steps.ChangeField() | steps.ChangeScore():
            return tuple(
                each
                for each in given
                if not any(
                    isinstance(subject, str)
                    or (isinstance(subject, Subject) and _may_be(subject, step.field.key))
                    for subject in logic.subjects(each.filter)
                )
            )
        case _ if isinstance(step, _QUIET):
            return tuple(
                each
                for each in given
                if not any(isinstance(subject, str) for subject in logic.subjects(each.filter))
            )
        case _:
            return ()


def _may_be(subject: Subject, field: str) -> bool:
    """Whether a change of a field may change what is known of a subject."""
    return subject.kind is Kind.UNKNOWN or (subject.kind is Kind.FIELD and subject.key == field)
