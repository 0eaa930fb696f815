"""Why somebody did not get into a campaign, in a few lines, read from the story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from flowlang.engine.plan import Plan
from flowlang.model.campaigns import Campaign, CampaignKind, RequestTrigger
from flowlang.model.steps import Execute, Request
from flowlang.model.walk import all_steps
from flowlang.trace.story import Activity, Missed, Question, Rule, Step, Story, Visit
from flowlang.trace.words import place


@dataclass(slots=True)
class Attempt:
    """One time that the person could have entered: what was against it."""

    at: int
    qualified: bool
    smart_list: list[Question] = field(default_factory=list)
    rule: Rule | None = None


@dataclass(slots=True)
class Answer:
    """Why a person is not in a campaign, or that they got in.

    `reasons` are sentences where the person never had a chance; `attempts` are the times that
    they had one, `misses` the activities that almost triggered it.
    """

    campaign: str
    person: str
    zone: str
    entered: bool
    attempts: list[Attempt] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    misses: list[tuple[Activity, Missed]] = field(default_factory=list)


def why_not(story: Story, campaign: Campaign, plan: Plan) -> Answer:
    """Why the person of a story did not get into a campaign."""
    called = story.person.name or story.person.email or f"Person {story.person.id}"
    answer = Answer(campaign.qualified_name, called, story.zone, entered=False)
    for at, visit in _visits(story):
        if visit.campaign == campaign.qualified_name:
            answer.attempts.append(_attempt(at, visit))
    answer.entered = any(each.qualified for each in answer.attempts)
    if not answer.attempts:
        answer.reasons = list(_no_chance(campaign, plan))
        answer.misses = [
            (activity, miss)
            for activity in (*_activities(story), *story.idle)
            for miss in activity.missed
            if miss.campaign == campaign.qualified_name
        ]
    return answer


def _attempt(at: int, visit: Visit) -> Attempt:
    attempt = Attempt(at, visit.qualified)
    for question in (visit.smart_list, visit.where):
        if question is not None and not question.holds:
            attempt.smart_list.extend(culprits(question))
    if not attempt.smart_list and visit.rule is not None and not visit.rule.passes:
        attempt.rule = visit.rule
    return attempt


def culprits(question: Question) -> list[Question]:
    """The parts of a filter that keep it from holding, the smallest that say so."""
    match question.kind:
        case "all":
            return [each for part in question.parts if not part.holds for each in culprits(part)]
        case "smart_lists" if len(question.parts) == 1:
            return culprits(question.parts[0].parts[0])
        case _:
            return [question]


def _no_chance(campaign: Campaign, plan: Plan) -> Iterator[str]:
    """Why it never came to the question whether the person enters."""
    match campaign.kind:
        case CampaignKind.EXTERNAL:
            yield "it is an external campaign: what it does is not known here"
        case CampaignKind.EXECUTABLE:
            yield from _callers(campaign, plan, Execute, "executes")
        case CampaignKind.TRIGGER:
            if not campaign.active:
                yield "it is inactive: nothing triggers it, and nobody can request it"
                return
            yield from _triggers(campaign)
            if any(isinstance(each, RequestTrigger) for each in campaign.triggers):
                yield from _callers(campaign, plan, Request, "requests")
        case CampaignKind.BATCH:
            if plan.campaign is not None:
                yield f'it was not run: the run was of "{plan.campaign.qualified_name}"'
            elif not campaign.active:
                yield "it is inactive: its schedule does not fire"
            elif not campaign.schedule:
                yield "it has no schedule"
            else:
                yield "its schedule does not fire in this time"


def _callers(
    campaign: Campaign, plan: Plan, kind: type[Execute] | type[Request], verb: str
) -> Iterator[str]:
    """The steps that would have let the person in, none of which they came to."""
    found = False
    for caller in plan.instance.campaigns:
        for step in all_steps(caller.flow):
            if isinstance(step, kind) and step.campaign is campaign:
                found = True
                spot = place(step.source, step.span)
                yield (
                    f'the person did not come to step {step.path} of "{caller.qualified_name}", '
                    f"which {verb} it ({spot.file}:{spot.line})"
                )
    if not found:
        yield f"no campaign {verb} it"


def _triggers(campaign: Campaign) -> Iterator[str]:
    """The activities that it listens for, none of which happened as it wants them."""
    for trigger in campaign.triggers:
        if not isinstance(trigger, RequestTrigger):
            spot = place(trigger.source, trigger.span)
            name = trigger.activity.name
            yield f"no {name} happened that fits what it asks for ({spot.file}:{spot.line})"


def _visits(story: Story) -> Iterator[tuple[int, Visit]]:
    """All campaigns that the person could enter, in order; going on after a wait is no entry."""
    for event in story.events:
        if event.visit is not None:
            if event.kind != "wait":
                yield event.at, event.visit
            for step in all_told(event.visit.steps):
                if step.executed is not None:
                    yield step.at, step.executed


def _activities(story: Story) -> Iterator[Activity]:
    for event in story.events:
        yield from event.activities
        if event.visit is not None:
            for step in all_told(event.visit.steps):
                yield from step.activities


def all_told(steps: list[Step]) -> Iterator[Step]:
    """The steps that the person came to, at every depth, in order."""
    for step in steps:
        yield step
        for branch in step.branches:
            yield from all_told(branch.steps)
        if step.executed is not None:
            yield from all_told(step.executed.steps)
