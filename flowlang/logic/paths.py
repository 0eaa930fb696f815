"""What is certain of whoever comes to a choice: the smart list, and the branches around it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
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

Given = tuple[Claim, ...]
"""What holds of everybody who comes to a place."""


class Met(NamedTuple):
    """A choice, and what holds of everybody who comes to it."""

    choice: Choose
    given: Given


def met_choices(campaign: Campaign, logic: Logic) -> Iterator[Met]:
    """The choices of a campaign that somebody can come to, in source order."""
    given = () if campaign.smart_list is None else tuple(Claim(campaign.smart_list).pieces)
    if not logic.is_impossible(*given):
        yield from _in_flow(campaign.flow, given, logic)


def before(choice: Choose, branch: Branch) -> Given:
    """That no branch before one of a choice has held."""
    claims: list[Claim] = []
    for each in choice.branches:
        if each is branch:
            break
        if each.condition is not None:
            claims.extend(Claim(each.condition, False).pieces)
    return tuple(claims)


def _in_flow(flow: tuple[Step, ...], given: Given, logic: Logic) -> Iterator[Met]:
    for step in flow:
        if isinstance(step, Choose):
            yield Met(step, given)
            for branch in step.branches:
                if not any(isinstance(each, Choose) for each in branch.steps):
                    continue
                held = () if branch.condition is None else tuple(Claim(branch.condition).pieces)
                inside = (*given, *before(step, branch), *held)
                if not logic.is_impossible(*inside):
                    yield from _in_flow(branch.steps, inside, logic)
        given = _left(given, step, logic)


def _left(given: Given, step: Step, logic: Logic) -> Given:
    """What is still certain after a step."""
    match step:
        case steps.DoNothing():
            return given
        case Choose():
            for branch in step.branches:
                for inner in branch.steps:
                    given = _left(given, inner, logic)
            return given
        case steps.ChangeField() | steps.ChangeScore():
            return _without(given, logic, Kind.FIELD, step.field.key)
        case steps.AddToList() | steps.RemoveFromList():
            return _without(given, logic, Kind.LIST, step.list.qualified_name)
        case _ if isinstance(step, _QUIET):
            return _without(given, logic)
        case _:
            return ()


def _without(
    given: Given, logic: Logic, kind: Kind | None = None, key: Hashable | None = None
) -> Given:
    """The claims that say nothing of what has changed, nor of activities: one was logged."""
    return tuple(
        each
        for each in given
        if not any(
            isinstance(subject, str)
            or (isinstance(subject, Subject) and _may_be(subject, kind, key))
            for subject in logic.subjects(each.filter)
        )
    )


def _may_be(subject: Subject, kind: Kind | None, key: Hashable | None) -> bool:
    """Whether what is known of a subject may change where something of a kind does."""
    if subject.kind in (Kind.UNKNOWN, Kind.SEGMENT):
        return True
    return subject.kind is kind and subject.key == key
