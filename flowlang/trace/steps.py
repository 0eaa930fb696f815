"""Steps and rules as they are written, before anything has come of them."""

from __future__ import annotations

import re

from flowlang.engine.cohort import Cohort
from flowlang.engine.state import State
from flowlang.engine.vectors import NEVER
from flowlang.model import steps as model
from flowlang.model.campaigns import Campaign
from flowlang.model.walk import all_steps, tokens_of_step
from flowlang.style import counted
from flowlang.trace.story import Branch, Rule, Step
from flowlang.trace.tokens import told
from flowlang.trace.words import place, written

_HOUR = 3600


def begun_step(step: model.Step, state: State, cohort: Cohort) -> Step:
    """A step that one person has come to, with its tokens resolved."""
    text = "choose" if isinstance(step, model.Choose) else written(step.source, step.span)
    begun = Step(
        kind_of(step), step.path, text, place(step.source, step.span), int(cohort.times[0])
    )
    begun.tokens = [told(use, state, cohort) for use in tokens_of_step(step)]
    if isinstance(step, model.SendEmail | model.SendAlert):
        _tell_email(step, begun, state, cohort)
    return begun


def _tell_email(
    step: model.SendEmail | model.SendAlert, begun: Step, state: State, cohort: Cohort
) -> None:
    """What the email says on its face: the subject as this person gets it, and its tokens."""
    uses = {use.source.slice(use.span): told(use, state, cohort) for use in step.email.uses}
    subject = step.email.texts.get("subject", "")
    for written_so, token in uses.items():
        if written_so in subject:
            begun.tokens.append(token)
        subject = subject.replace(written_so, token.value or "")
    if subject:
        begun.said["subject"] = subject


def kind_of(step: model.Step) -> str:
    """A step's kind for programs: `ChangeScore` is `change_score`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(step).__name__).lower()


def branch_told(branch: model.Branch, path: str) -> Branch:
    """A branch that nobody has looked at yet."""
    condition = branch.condition
    spot = place(branch.source, branch.span)
    if condition is None:
        return Branch(path, "otherwise", spot, None, tried=False, taken=False)
    text = f"when {written(condition.source, condition.span)}"
    return Branch(path, text, spot, None, tried=False, taken=False)


def rule_told(campaign: Campaign, state: State, row: int) -> Rule:
    """The qualification rule of a campaign, and what it looks at."""
    entries = state.campaign_entries(campaign)
    last = int(entries.last[row])
    return Rule(
        _rule_text(campaign), True, int(entries.times[row]), None if last == NEVER else last
    )


def _rule_text(campaign: Campaign) -> str:
    match campaign.interval:
        case None:
            return "each person once"
        case 0:
            return "each person every time"
        case hours if hours % 24 == 0:
            return f"each person once per {counted(hours // 24, 'day')}"
        case hours:
            return f"each person once per {counted(hours, 'hour')}"


def wait_of(campaign: Campaign, number: int) -> model.Wait | None:
    """The wait of that number in a campaign."""
    for step in all_steps(campaign.flow):
        if isinstance(step, model.Wait) and step.number == number:
            return step
    return None
