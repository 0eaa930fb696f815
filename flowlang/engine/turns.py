"""Rounds: everybody's next event at once, one cohort for each campaign and place in its flow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from flowlang.engine.circles import Circles
from flowlang.engine.cohort import Cohort
from flowlang.engine.entry import Verdict, enter, judge
from flowlang.engine.flows import Rest, rests
from flowlang.engine.groups import grouped
from flowlang.engine.machine import Machine
from flowlang.engine.masks import all_of, any_of, places_of
from flowlang.engine.replay import Replay, begin_replay
from flowlang.engine.steps import take_through
from flowlang.engine.summary import Summary
from flowlang.engine.tokens import Context, read_outside
from flowlang.engine.trips import Place
from flowlang.engine.vectors import Codes, Mask, Rows, Times
from flowlang.model.campaigns import Campaign

_FOREVER = np.iinfo(np.int64).max


@dataclass(slots=True)
class Rounds:
    """A partition on its way through time.

    An instant of a person has an order: what happened outside, batch runs, waits that end, what
    is queued. `run_times` are the moments of the batch runs, with one more that never comes,
    `run` how many of them are behind each person, and `runs_at` when the next one is.
    """

    machine: Machine
    replay: Replay | None
    run_times: Times
    run: Codes
    runs_at: Times
    circles: Circles = field(default_factory=Circles)
    flows: dict[Place, tuple[Campaign, Context, Rest]] = field(default_factory=dict)

    @classmethod
    def begin(cls, machine: Machine) -> Rounds:
        """Everybody before the first moment of the plan."""
        plan = machine.state.plan
        times = np.array([*(run.at for run in plan.runs), _FOREVER], np.int64)
        replay = begin_replay(machine) if plan.simulates else None
        size = machine.state.size
        return cls(machine, replay, times, np.zeros(size, np.int32), np.full(size, times[0]))

    def settle(self, clock: Callable[[int], None] | None = None) -> None:
        """Go on until nothing is left to happen to anybody; a `clock` hears how far time is."""
        machine = self.machine
        state = machine.state
        active = places_of(~(state.deleted | state.stopped))
        while True:
            if machine.has_lost:
                active = active[~(state.deleted[active] | state.stopped[active])]
                machine.has_lost = False
            active = self._round(active)
            if not len(active):
                return
            if clock is not None:
                clock(int(machine.now[active[0]]))

    def _round(self, active: Rows) -> Rows:
        """Let everybody's next event happen; who is not through with everything."""
        machine = self.machine
        outside, runs, wakes = self._outside(active), self._runs(active), self._wakes(active)
        following = np.minimum(np.minimum(runs, wakes), outside)
        now = machine.now[active]
        moving = following < machine.state.plan.end
        queued = machine.queued(active) if machine.has_queued else None
        if queued is not None:
            # What is queued belongs to the present moment: nobody leaves it before that is done.
            moving &= ~queued | (following <= now)
        ahead = moving & (following > now)
        if all_of(ahead):
            now = following
            machine.now[active] = now
            machine.turns[active] = 0
        elif any_of(ahead):
            now = np.where(ahead, following, now)
            rows = active[ahead]
            machine.now[rows] = following[ahead]
            machine.turns[rows] = 0
        if self.replay is not None:
            self._happen(active, moving & (outside == now))
        free = moving
        if len(machine.reactions):
            reacting = machine.reactions.has(active)
            self._reactions(_some(active, reacting))
            free = moving & ~reacting
        running = free & (runs <= now)
        if any_of(running):
            self._batch(active[running])
            free = free & ~running
        waking = free & (wakes <= now)
        if any_of(waking):
            self._wake(active[waking])
        if len(machine.queue):
            rows = active[machine.queue.has(active)]
            through = self._is_through(rows)
            if any_of(through):
                self._turns(_some(rows, through))
        if machine.state.plan.until is None:
            # Only what is queued can follow where time does not go on and nothing runs again.
            moving &= self._runs(active) <= now
            queued = machine.queued(active) if machine.has_queued else None
        if queued is not None:
            moving |= queued
        return active if all_of(moving) else active[moving]

    def _happen(self, active: Rows, happening: Mask) -> None:
        """Let what happens outside at the moment of some people happen."""
        if self.replay is not None and any_of(happening):
            self.replay.happen(self.machine, _some(active, happening))

    def _is_through(self, rows: Rows) -> Mask:
        """For whom nothing but what is queued is left at their moment."""
        now = self.machine.now[rows]
        busy = (self._runs(rows) <= now) | (self._wakes(rows) <= now)
        if len(self.machine.reactions):
            busy |= self.machine.reactions.has(rows)
        through: Mask = ~busy
        return through

    def _outside(self, rows: Rows) -> Times | int:
        return _FOREVER if self.replay is None else self.replay.next(rows)

    def _runs(self, rows: Rows) -> Times:
        """When each of some people is in a batch run next."""
        found: Times = self.runs_at[rows]
        return found

    def _wakes(self, rows: Rows) -> Times | int:
        """When a wait of each of some people ends, in a plan in which waits end."""
        machine = self.machine
        return _FOREVER if machine.state.plan.until is None else machine.state.trips.wake[rows]

    # -- events -----------------------------------------------------------------------------

    def _batch(self, rows: Rows) -> None:
        """Let some people, who are alive, be in their next batch run."""
        rows = rows[~self.machine.state.deleted[rows]]
        plan = self.machine.state.plan
        which = self.run[rows]
        self.run[rows] = which + 1
        self.runs_at[rows] = self.run_times[which + 1]
        numbers = np.array([plan.campaign_numbers[run.campaign] for run in plan.runs], np.int32)
        for number, some in grouped(numbers[which]):
            run_batch(plan.instance.campaigns[number], self.machine, rows[some])

    def _wake(self, rows: Rows) -> None:
        """Let the wait of some people end, and the rest of the flow happen."""
        machine = self.machine
        rows = rows[~machine.state.deleted[rows]]
        due = machine.state.trips.take_due(rows, machine.now[rows])
        for number, fits in grouped(due.place):
            campaign, context, rest = self._flow(machine.state.trips.places[number])
            some = rows[fits]
            cohort = Cohort(some, machine.moment(some), context, due.trigger[fits], (campaign,))
            if machine.state.witness is not None:
                machine.state.witness.goes_on(campaign, cohort)
            take_through(rest, machine, cohort)

    def _flow(self, place: Place) -> tuple[Campaign, Context, Rest]:
        """The campaign in which a trip waits, its tokens, and what of it is left."""
        if place not in self.flows:
            instance = self.machine.state.plan.instance
            campaign = instance.campaigns[place.campaign]
            outside = read_outside(place.tokens, campaign, instance.project)
            context = Context(campaign, outside) if outside else self.machine.context(campaign)
            self.flows[place] = campaign, context, rests(campaign)[place.wait]
        return self.flows[place]

    def _reactions(self, rows: Rows) -> None:
        """Let some people, if any, have the next turn that an activity from outside has started."""
        if not len(rows):
            return
        machine = self.machine
        plan = machine.state.plan
        turns = machine.reactions.pop(rows)
        for number, fits in grouped(turns.campaign):
            campaign = plan.instance.campaigns[number]
            direct = campaign is plan.campaign
            context = Context(campaign, plan.outside) if direct else machine.context(campaign)
            turn(machine, context, rows[fits], turns.trigger[fits], direct=direct)

    def _turns(self, rows: Rows) -> None:
        """Let some people have the next turn that is queued for them."""
        machine = self.machine
        plan = machine.state.plan
        turns = machine.queue.pop(rows)
        for number, fits in grouped(turns.campaign):
            some, triggers = rows[fits], turns.trigger[fits]
            campaign = plan.instance.campaigns[number]
            allowed = self.circles.allow(machine, number, some)
            if not all_of(allowed):
                some, triggers = some[allowed], triggers[allowed]
            if len(some):
                turn(machine, machine.context(campaign), some, triggers)


def _some(rows: Rows, which: Mask) -> Rows:
    """Some rows of people; the same where they are all."""
    return rows if all_of(which) else rows[which]


def run_batch(campaign: Campaign, machine: Machine, rows: Rows) -> None:
    """Let those of some people who qualify into a batch campaign, unless too many would."""
    state = machine.state
    plan = state.plan
    named = campaign is plan.campaign
    context = Context(campaign, plan.outside) if named else machine.context(campaign)
    cohort = Cohort(rows, machine.moment(rows), context, None, (campaign,))
    if state.witness is not None:
        state.witness.batch(campaign, cohort)
    verdict = judge(campaign, state, cohort, plan.where if named else None)
    inside = cohort.select(verdict.qualified)
    summary = machine.summary
    if named:
        tell_entry(summary, verdict)
    if campaign.at_most is not None:
        inside = _counted(campaign, machine, inside)
        if named:
            summary.qualified = len(inside)
    if len(inside):
        enter(campaign, machine, inside)
        take_through(campaign.flow, machine, inside)


def tell_entry(summary: Summary, verdict: Verdict) -> None:
    """Count who entered the campaign that a run has named, and why the others did not."""
    summary.qualified += int(verdict.qualified.sum())
    summary.failed_smart_list += int((~verdict.listed).sum())
    summary.already_entered += int((verdict.listed & ~verdict.qualified).sum())


def _counted(campaign: Campaign, machine: Machine, inside: Cohort) -> Cohort:
    """Note how many would enter each run, and leave out those whose run is over its limit."""
    plan = machine.state.plan
    number = plan.campaign_numbers[campaign]
    moments, people = np.unique(inside.times, return_counts=True)
    for moment, many in zip(moments.tolist(), people.tolist(), strict=True):
        machine.summary.entering[moment, number] += many
    off = [moment for moment in moments.tolist() if (moment, number) in plan.off]
    if not off:
        return inside
    out = np.isin(inside.times, off)
    machine.summary.over_limit += int(out.sum())
    return inside.select(~out)


def turn(
    machine: Machine, context: Context, rows: Rows, triggers: Times, *, direct: bool = False
) -> None:
    """Let who may enter a campaign, and take them through its flow until it ends or waits.

    What becomes of a `direct` one, which a run has named, is what the run is about.
    """
    campaign = context.campaign
    cohort = Cohort(rows, machine.moment(rows), context, triggers, (campaign,))
    if machine.state.witness is not None:
        machine.state.witness.turn(campaign, cohort)
    verdict = judge(campaign, machine.state, cohort)
    if direct:
        tell_entry(machine.summary, verdict)
    inside = cohort.select(verdict.qualified)
    if len(inside):
        enter(campaign, machine, inside)
        take_through(campaign.flow, machine, inside)
