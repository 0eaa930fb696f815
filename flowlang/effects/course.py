"""The course of a campaign: its steps and those of all that it executes, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flowlang.model import steps
from flowlang.model.campaigns import Campaign, CampaignKind
from flowlang.model.filters import Filter
from flowlang.model.steps import Choose, Execute, RemoveFromFlow, Step, Wait

_DEEPEST = 4
"""Executes are followed so far; deeper ones are mistakes that are told elsewhere."""


class Fork(NamedTuple):
    """A way that was taken: a branch of a choice, or into an executed campaign (branch 0)."""

    chain: tuple[Execute, ...]
    step: Choose | Execute
    branch: int


class Act(NamedTuple):
    """One step at its place in a course.

    `campaign` is where the step is written, `chain` the executes that lead there, outermost
    first; `forks` are the ways that lead to it, `number` its place in the course.
    """

    number: int
    step: Step
    campaign: Campaign
    chain: tuple[Execute, ...]
    forks: tuple[Fork, ...]

    @property
    def is_sure(self) -> bool:
        """Whether everybody gets here who gets through the course at all."""
        return not self.forks


Course = tuple[Act, ...]


def course_of(campaign: Campaign) -> Course:
    """The course of a campaign; the steps of a choice's branches follow each other."""
    acts: list[Act] = []
    _follow(campaign.flow, campaign, (), (), acts)
    return tuple(acts)


def _follow(
    flow: Iterable[Step],
    campaign: Campaign,
    chain: tuple[Execute, ...],
    forks: tuple[Fork, ...],
    acts: list[Act],
) -> None:
    for step in flow:
        acts.append(Act(len(acts), step, campaign, chain, forks))
        if isinstance(step, Choose):
            for number, branch in enumerate(step.branches, 1):
                inside = (*forks, Fork(chain, step, number))
                _follow(branch.steps, campaign, chain, inside, acts)
        elif isinstance(step, Execute) and _is_followed(step, campaign, chain):
            inside = (*forks, Fork(chain, step, 0))
            _follow(step.campaign.flow, step.campaign, (*chain, step), inside, acts)


def _is_followed(step: Execute, campaign: Campaign, chain: tuple[Execute, ...]) -> bool:
    above = {campaign, *(each.campaign for each in chain)}
    target = step.campaign
    return target.kind is CampaignKind.EXECUTABLE and target not in above and len(chain) < _DEEPEST


def on_one_way(one: Act, other: Act) -> bool:
    """Whether one person can come to both places on one trip."""
    taken = {(fork.chain, fork.step): fork.branch for fork in one.forks}
    return all(
        taken.get((fork.chain, fork.step), fork.branch) == fork.branch for fork in other.forks
    )


def after(course: Course, act: Act) -> Iterator[Act]:
    """The places that can be reached from one at the same moment: no wait surely lies between."""
    parting: list[Act] = []
    for later in course[act.number + 1 :]:
        if not on_one_way(act, later):
            continue
        known = {*act.forks, *later.forks}
        if not any(known.issuperset(each.forks) for each in parting):
            yield later
        if _parts(later):
            parting.append(later)


def _parts(act: Act) -> bool:
    """Whether a step ends the moment: by a wait, or because nobody goes on."""
    step = act.step
    if isinstance(step, RemoveFromFlow):
        chain = [act.campaign, *(each.campaign for each in act.chain)]
        return any(campaign in chain for campaign in step.campaigns)
    return isinstance(step, Wait | steps.DeletePerson)


def first_moment(course: Course) -> Iterator[Act]:
    """The places that can be reached without a wait from the beginning."""
    parting: list[Act] = []
    for act in course:
        known = set(act.forks)
        if not any(known.issuperset(each.forks) for each in parting):
            yield act
        if _parts(act):
            parting.append(act)


def guards_of(act: Act) -> Iterator[tuple[Filter | None, bool]]:
    """What must have held, or not, on the way to a place, beside the campaign's own smart list."""
    for fork in act.forks:
        if isinstance(fork.step, Execute):
            yield fork.step.campaign.smart_list, True
            continue
        for number, branch in enumerate(fork.step.branches, 1):
            if branch.condition is None or number > fork.branch:
                break
            yield branch.condition, number == fork.branch
