"""One partition under way: its state, what it counts, and who is queued for what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from flowlang.datatypes import DataType
from flowlang.engine.activities import block_fits
from flowlang.engine.calendar import Now
from flowlang.engine.cohort import Cohort
from flowlang.engine.log import SKIPPED, SUCCEEDED, Attribute, Block
from flowlang.engine.state import State
from flowlang.engine.summary import Summary
from flowlang.engine.tokens import Context
from flowlang.engine.vectors import Codes, Mask, Rows, Text, Times
from flowlang.model.assets import Activity
from flowlang.model.campaigns import Campaign, RequestSource, RequestTrigger, Trigger
from flowlang.model.steps import Step
from flowlang.model.values import Literal


@dataclass(slots=True)
class Queued:
    """People for whom one activity each has queued a campaign.

    `outside` are values that were given with a request from outside; such a turn is started
    directly and `direct` says so.
    """

    rows: Rows
    now: Now
    campaign: Campaign
    triggers: Times
    outside: Mapping[str, Literal] = field(default_factory=dict)
    direct: bool = False

    def select(self, which: Mask) -> Queued:
        """Some of the people."""
        if which.all():
            return self
        now = self.now if isinstance(self.now, int) else self.now[which]
        return replace(self, rows=self.rows[which], now=now, triggers=self.triggers[which])


@dataclass(slots=True)
class Machine:
    """What steps act upon.

    `queue` is in the order of causes. `turns` counts the queued turns of each person at the
    present moment, `trail` keeps what they were once there are many.
    """

    state: State
    summary: Summary
    turns: Codes
    queue: list[Queued] = field(default_factory=list)
    trail: list[Queued] = field(default_factory=list)
    contexts: dict[Campaign, Context] = field(default_factory=dict)

    def context(self, campaign: Campaign) -> Context:
        """The token context of a campaign that nobody executed or gave tokens to."""
        known = self.contexts.get(campaign)
        if known is None:
            known = self.contexts[campaign] = Context(campaign, {})
        return known

    def log(
        self,
        step: Step,
        cohort: Cohort,
        activity: str,
        asset: str | Text,
        attributes: tuple[Attribute, ...] = (),
    ) -> None:
        """Log an activity that a step did to a whole cohort, and queue whom it triggers."""
        if not len(cohort):
            return
        type_ = self.state.plan.activity(activity)
        block = self.state.log.append(
            cohort.rows,
            cohort.now,
            type_,
            cohort.chain[-1].log_name,
            step.path,
            asset,
            attributes,
        )
        self.summary.activities[type_.name] += len(cohort)
        place = (cohort.chain[-1].qualified_name, step.path)
        self.summary.logged[*place, type_.name] += len(cohort)
        self.react(type_, block)

    def skip(
        self,
        step: Step,
        cohort: Cohort,
        activity: str,
        asset: str | Text,
        reason: str,
        attributes: tuple[Attribute, ...] = (),
    ) -> None:
        """Record that a step was skipped for a whole cohort; nobody reacts to that."""
        if not len(cohort):
            return
        type_ = self.state.plan.activity(activity)
        told = Attribute("Reason", DataType.TEXT, reason)
        self.state.log.append(
            cohort.rows,
            cohort.now,
            type_,
            cohort.chain[-1].log_name,
            step.path,
            asset,
            (*attributes, told),
            SKIPPED,
        )
        self.summary.skipped[type_.name, reason] += len(cohort)
        self.summary.passed_over[cohort.chain[-1].qualified_name, step.path] += len(cohort)

    def warn(self, rule: str, step: Step, cohort: Cohort, message: str, who: Mask) -> None:
        """Count those of a cohort for whom a step did less than it says."""
        people = int(who.sum())
        if people:
            if self.state.witness is not None:
                self.state.witness.warned(rule, message, step, cohort, who)
            campaign = cohort.chain[-1]
            line = step.source.position(step.span.start).line
            place = f'step {step.path} of "{campaign.qualified_name}" ({step.source.name}:{line})'
            self.summary.warnings[rule, f"{place} {message}"] += people

    def react(self, type_: Activity, block: Block) -> None:
        """Queue every active campaign that an activity triggers, in source order."""
        if block.result != SUCCEEDED:
            return
        for campaign in self.state.plan.triggers.get(type_.number, ()):
            fits = self._triggered(campaign, type_, block)
            if self.state.witness is not None:
                self.state.witness.reacts(campaign, block, fits)
            if fits.any():
                places = np.flatnonzero(fits)
                now = block.now if isinstance(block.now, int) else block.now[places]
                self.queue.append(Queued(block.rows[places], now, campaign, block.base + places))

    def _triggered(self, campaign: Campaign, type_: Activity, block: Block) -> Mask:
        """For which activities of a block some `on` of a campaign matches."""
        fits = np.zeros(block.size, np.bool_)
        for trigger in campaign.triggers:
            if isinstance(trigger, Trigger):
                if trigger.activity.number == type_.number:
                    fits |= self._matches(trigger, campaign, block)
            elif type_.key == "requestcampaign":
                fits |= self._requested(trigger, campaign, block)
        return fits

    def _matches(self, trigger: Trigger, campaign: Campaign, block: Block) -> Mask:
        """Where a trigger matches, each activity at its own moment."""
        context = self.context(campaign)
        if isinstance(block.now, int):
            return block_fits(trigger, block, self.state, block.now, context)
        fits = np.zeros(block.size, np.bool_)
        for moment in np.unique(block.now).tolist():
            same = block.now == moment
            fits |= same & block_fits(trigger, block, self.state, moment, context)
        return fits

    def _requested(self, trigger: RequestTrigger, campaign: Campaign, block: Block) -> Mask:
        """Where a request is for a campaign, from a source that it allows."""
        source = next(each for each in block.attributes if each.label == "Source")
        allowed = not trigger.sources or RequestSource(source.value) in trigger.sources
        meant = block.asset == campaign.qualified_name
        return np.full(block.size, allowed and meant)
