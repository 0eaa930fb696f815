"""One partition under way: its state, what it counts, and who is queued for what."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from flowlang.datatypes import DataType
from flowlang.engine.activities import block_fits
from flowlang.engine.calendar import Now
from flowlang.engine.cohort import Cohort
from flowlang.engine.log import SKIPPED, SUCCEEDED, Attribute, Block
from flowlang.engine.masks import all_of, places_of
from flowlang.engine.queue import Queue
from flowlang.engine.state import State
from flowlang.engine.summary import Summary
from flowlang.engine.tokens import Context
from flowlang.engine.vectors import Codes, Mask, Rows, Text, Times
from flowlang.model.assets import Activity
from flowlang.model.campaigns import Campaign, RequestSource, RequestTrigger, Trigger
from flowlang.model.steps import Step


@dataclass(slots=True)
class Machine:
    """What steps act upon.

    `now` is everyone's clock, `turns` counts the queued turns of each person at that moment.
    `reactions` are turns that activities from outside start, `queue` those that anything else has
    caused. `has_lost` tells that somebody was deleted or stopped. A simulation keeps in `entries`
    what was entered, when and by how many.
    """

    state: State
    summary: Summary
    now: Times
    turns: Codes
    reactions: Queue
    queue: Queue
    has_lost: bool = False
    entries: list[tuple[Campaign, Now, int]] = field(default_factory=list)
    contexts: dict[Campaign, Context] = field(default_factory=dict)

    @classmethod
    def begin(cls, state: State) -> Machine:
        """A machine at the first moment of the plan."""
        size = state.size
        now = np.full(size, state.plan.now, np.int64)
        turns = np.zeros(size, np.int32)
        return cls(state, Summary(people=size), now, turns, Queue(size), Queue(size))

    def moment(self, rows: Rows) -> Now:
        """The clock of some people: one moment where all have the same."""
        if self.state.plan.until is None:
            return self.state.plan.now
        now = self.now[rows]
        if not len(now):
            return self.state.plan.now
        first = int(now[0])
        # Where they differ, the first and the last nearly always do.
        return first if now[-1] == first and all_of(now == first) else now

    @property
    def has_queued(self) -> bool:
        """Whether anybody has a turn queued."""
        return bool(len(self.reactions) or len(self.queue))

    def queued(self, rows: Rows) -> Mask:
        """Who has a turn queued."""
        return self.reactions.has(rows) | self.queue.has(rows)

    def forget(self, rows: Rows) -> None:
        """Delete people: nothing that is queued or waits for them happens."""
        self.state.deleted[rows] = True
        self.has_lost = True
        self.state.trips.end_all(rows)
        self.reactions.clear(rows)
        self.queue.clear(rows)

    def tell_unfit(self, label: str, people: int) -> None:
        """Count activities from outside whose value is none of the field's type."""
        if people:
            message = f"an activity from outside changed nothing: no value of the type of {label}"
            self.summary.warnings["not-a-value", message] += people

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

    def react(self, type_: Activity, block: Block, *, outside: bool = False) -> None:
        """Queue every active campaign that an activity triggers, in source order.

        What an activity from `outside` triggers comes before all else of the moment.
        """
        if block.result != SUCCEEDED:
            return
        queue = self.reactions if outside else self.queue
        for campaign in self.state.plan.triggers.get(type_.number, ()):
            fits = self._triggered(campaign, type_, block)
            if self.state.witness is not None:
                self.state.witness.reacts(campaign, block, fits)
            places = places_of(fits)
            if len(places):
                rows = block.rows if len(places) == block.size else block.rows[places]
                self.enqueue(queue, campaign, rows, block.base + places)

    def enqueue(self, queue: Queue, campaign: Campaign, rows: Rows, triggers: Times) -> None:
        """Queue a turn in a campaign for some people, each with what triggered it."""
        queue.push(rows, self.state.plan.campaign_numbers[campaign], triggers)

    def _triggered(self, campaign: Campaign, type_: Activity, block: Block) -> Mask:
        """For which activities of a block some `on` of a campaign matches."""
        found: Mask | None = None
        for trigger in campaign.triggers:
            if isinstance(trigger, Trigger):
                if trigger.activity.number != type_.number:
                    continue
                # Each activity at its own moment.
                fits = block_fits(trigger, block, self.state, block.now, self.context(campaign))
            elif type_.key == "requestcampaign":
                fits = self._requested(trigger, campaign, block)
            else:
                continue
            found = fits if found is None else found | fits
        return np.zeros(block.size, np.bool_) if found is None else found

    def _requested(self, trigger: RequestTrigger, campaign: Campaign, block: Block) -> Mask:
        """Where a request is for a campaign, from a source that it allows."""
        source = next(each for each in block.attributes if each.label == "Source")
        allowed = not trigger.sources or RequestSource(source.value) in trigger.sources
        meant = block.asset == campaign.qualified_name
        return np.full(block.size, allowed and meant)
