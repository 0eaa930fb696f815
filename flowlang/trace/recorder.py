"""Writing down the story of one person while the engine runs."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from flowlang.engine.cohort import Cohort
from flowlang.engine.entry import Verdict
from flowlang.engine.log import Block
from flowlang.engine.machine import Machine
from flowlang.engine.occasions import alone, stored_block
from flowlang.engine.trips import INPUT
from flowlang.engine.vectors import NEVER, Mask, Rows, Times
from flowlang.engine.witness import Witness
from flowlang.model import steps as model
from flowlang.model.campaigns import Campaign
from flowlang.model.filters import Filter
from flowlang.trace.activities import activity_told
from flowlang.trace.ending import ending_told, person_told
from flowlang.trace.idle import why_idle
from flowlang.trace.misses import missed
from flowlang.trace.overlooked import overlooked
from flowlang.trace.questions import Asker
from flowlang.trace.steps import begun_step, branch_told, rule_told
from flowlang.trace.story import (
    Activity,
    Cause,
    Caused,
    Event,
    Step,
    Story,
    Visit,
    Wait,
)
from flowlang.trace.words import place


@dataclass(slots=True)
class _Open:
    """A step under way, and where the steps inside of it are written down."""

    step: Step
    inside: list[Step]


@dataclass(slots=True, eq=False)
class Recorder(Witness):
    """Hears what happens to one person, a row of the partition, and writes it down.

    Other people may run beside; they leave no trace.
    """

    row: int = 0
    events: list[Event] = field(default_factory=list)
    _machine: Machine | None = None
    _open: list[_Open] = field(default_factory=list)
    _read: int = 0
    _logged: dict[int, Activity] = field(default_factory=dict)
    _causes: dict[int, Cause] = field(default_factory=dict)
    _queued: dict[tuple[int, Campaign], Caused] = field(default_factory=dict)

    # -- what the engine tells ------------------------------------------------------------

    def begins(self, machine: Machine) -> None:
        """From here on everything is heard."""
        self._machine = machine
        self._read = len(machine.state.log.blocks)

    def batch(self, campaign: Campaign, cohort: Cohort) -> None:
        """A batch run is an event of its own."""
        self._begin("batch", campaign, cohort)

    def requests(self, campaign: Campaign, cohort: Cohort, where: Filter | None) -> None:
        """So is a request from outside, which may be narrowed by a filter."""
        event = self._begin("request", campaign, cohort)
        if event is not None and where is not None:
            asker = self._asker(cohort)
            event.visit = _visit(campaign)
            event.visit.where = asker.ask(where)
            event.visit.qualified = event.visit.where.holds

    def turn(self, campaign: Campaign, cohort: Cohort) -> None:
        """A queued campaign: what caused it is known by the activity that triggered."""
        event = self._begin("trigger", campaign, cohort)
        if event is None or cohort.triggers is None:
            return
        reference = int(cohort.triggers[cohort.rows == self.row][0])
        event.cause = self._causes.get(reference)
        caused = self._queued.get((reference, campaign))
        if caused is None and reference in self._logged:
            caused = Caused(campaign.qualified_name)
            self._logged[reference].queued.append(caused)
        if caused is not None:
            caused.event = event.number

    def executes(self, campaign: Campaign, cohort: Cohort) -> None:
        """An execution that no flow asks for is an event of its own."""
        self._begin("execute", campaign, cohort)

    def occurs(self, rows: Rows, now: int) -> None:
        """So is an activity that somebody makes up; the log says what it is."""
        self._read_log()
        if self._at(rows) is not None:
            self._add("activity", now, None)

    def happens(self, rows: Rows, references: Times) -> None:
        """And one of the input: whom it triggers is known when their turns come."""
        self._read_log()
        at = self._at(rows)
        if at is None:
            return
        reference = int(references[at])
        block = stored_block(self._running.state, INPUT - reference)
        activity = activity_told(block, self._running.state)
        event = self._add("activity", activity.at, None)
        event.activities.append(activity)
        self._logged[reference] = activity
        self._causes[reference] = Cause(
            activity.name, activity.asset, activity.at, event.number, activity.campaign
        )
        for campaign in self._running.state.plan.triggers.get(block.activity.number, ()):
            why = missed(campaign, block, self._running)
            if why is not None:
                activity.missed.append(why)

    def goes_on(self, campaign: Campaign, cohort: Cohort) -> None:
        """A wait that ends: nothing is asked again."""
        event = self._begin("wait", campaign, cohort)
        if event is not None:
            event.visit = _visit(campaign)

    def judged(
        self, campaign: Campaign, cohort: Cohort, where: Filter | None, verdict: Verdict
    ) -> None:
        """Whether the person enters a campaign: the smart list, the rule, and why."""
        at = self._at(cohort.rows)
        if at is None:
            return
        asker = self._asker(cohort)
        visit = _visit(campaign)
        if campaign.smart_list is not None:
            visit.smart_list = asker.ask(campaign.smart_list)
        if where is not None:
            visit.where = asker.ask(where)
        visit.qualified = bool(verdict.qualified[at])
        listed = bool(verdict.listed[at])
        if listed:
            visit.rule = rule_told(campaign, self._running.state, self.row)
            visit.rule.passes = visit.qualified
        if self._open:
            visit.parent_tokens = cohort.context.caller is not None
            self._open[-1].step.executed = visit
            self._open[-1].inside = visit.steps
        else:
            self.events[-1].visit = visit

    def reaches(self, step: model.Step, cohort: Cohort) -> None:
        """A step begins, inside of another one or in the campaign itself."""
        self._read_log()
        at = self._at(cohort.rows)
        if at is None:
            return
        told = begun_step(step, self._running.state, self._only(cohort))
        self._steps.append(told)
        self._open.append(_Open(told, []))

    def leaves(self, step: model.Step, cohort: Cohort, left: Cohort) -> None:
        """A step is done; where nothing at all came of it, why."""
        self._read_log()
        if self._at(cohort.rows) is None:
            return
        told = self._open.pop().step
        stays = self._at(left.rows) is not None
        waits = told.wait is not None and told.wait.waits
        # Within a choice it is a step that ends or waits, and that step says so.
        told.ends = not stays and not waits and not isinstance(step, model.Choose)
        if isinstance(step, model.Choose):
            tried = len(told.branches)
            for number, branch in enumerate(step.branches[tried:], tried + 1):
                told.branches.append(branch_told(branch, f"{step.path}.{number}"))
        elif not (told.activities or told.warnings or told.wait or told.executed):
            told.idle = why_idle(step, self._running.state, self._only(cohort))

    def tries(self, branch: model.Branch, path: str, cohort: Cohort, holds: Mask) -> None:
        """A branch is looked at, and taken where it holds."""
        at = self._at(cohort.rows)
        if at is None:
            return
        told = branch_told(branch, path)
        told.tried, told.taken = True, bool(holds[at])
        if branch.condition is not None:
            told.question = self._asker(cohort).ask(branch.condition)
        self._open[-1].step.branches.append(told)
        self._open[-1].inside = told.steps

    def waits(self, step: model.Wait, cohort: Cohort, until: Times) -> None:
        """A wait begins, or is over at once."""
        at = self._at(cohort.rows)
        if at is not None:
            end = int(until[at])
            waits = end > int(cohort.times[at])
            self._open[-1].step.wait = Wait(None if end == NEVER else end, waits)

    def warned(self, rule: str, message: str, step: model.Step, cohort: Cohort, who: Mask) -> None:
        """A step did less than it says."""
        at = self._at(cohort.rows)
        if at is not None and who[at]:
            self._open[-1].step.warnings.append(message)

    def reacts(self, campaign: Campaign, block: Block, fits: Mask) -> None:
        """A campaign listens for an activity: it is queued for it, or why it is not."""
        self._read_log()
        at = self._at(block.rows)
        if at is None:
            return
        reference = block.base + at
        activity = self._logged.get(reference)
        if activity is None:
            return
        if fits[at]:
            caused = Caused(campaign.qualified_name)
            activity.queued.append(caused)
            self._queued[reference, campaign] = caused
        else:
            why = missed(campaign, alone(block, at), self._running)
            if why is not None:
                activity.missed.append(why)

    def story(self) -> Story:
        """All that was heard up to now, and how things stand."""
        self._read_log()
        state = self._running.state
        return Story(
            person_told(state, self.row),
            state.plan.calendar.zone.key,
            state.plan.seed,
            self.events,
            ending_told(self._running, self.row),
            list(overlooked(self._running, self.row, self._logged)),
        )

    # -- how it is written down -----------------------------------------------------------

    @property
    def _running(self) -> Machine:
        assert self._machine is not None, "the engine has not begun"
        return self._machine

    @property
    def _steps(self) -> list[Step]:
        """Where the next step is written down."""
        if self._open:
            return self._open[-1].inside
        visit = self.events[-1].visit
        assert visit is not None
        return visit.steps

    def _at(self, rows: Rows) -> int | None:
        """The place of the person among some people, None where they are not among them."""
        places = np.flatnonzero(rows == self.row)
        return int(places[0]) if len(places) else None

    def _only(self, cohort: Cohort) -> Cohort:
        return cohort.select(cohort.rows == self.row)

    def _asker(self, cohort: Cohort) -> Asker:
        at = self._at(cohort.rows)
        assert at is not None
        return Asker(self._running.state, self.row, int(cohort.times[at]), cohort.context)

    def _begin(self, kind: str, campaign: Campaign, cohort: Cohort) -> Event | None:
        self._read_log()
        at = self._at(cohort.rows)
        return None if at is None else self._add(kind, int(cohort.times[at]), campaign)

    def _add(self, kind: str, at: int, campaign: Campaign | None) -> Event:
        name = "" if campaign is None else campaign.qualified_name
        event = Event(len(self.events) + 1, kind, at, name)
        self.events.append(event)
        return event

    def _read_log(self) -> None:
        """Take in what the log says since it was read last."""
        blocks = self._running.state.log.blocks
        for block in blocks[self._read :]:
            at = self._at(block.rows)
            if at is not None:
                self._note(alone(block, at))
        self._read = len(blocks)

    def _note(self, block: Block) -> None:
        """One activity of the person's, where it belongs in the story."""
        activity = activity_told(block, self._running.state)
        self._logged[block.base] = activity
        event = self.events[-1] if self.events else None
        number = None if event is None else event.number
        self._causes[block.base] = Cause(
            activity.name, activity.asset, activity.at, number, activity.campaign, block.step
        )
        if self._open:
            self._open[-1].step.activities.append(activity)
        elif event is not None:
            event.activities.append(activity)


def _visit(campaign: Campaign) -> Visit:
    return Visit(
        campaign.qualified_name, campaign.kind.value, place(campaign.source, campaign.span)
    )
