"""Who reads, writes, logs and starts what, for all campaigns of an instance."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cached_property
from typing import NamedTuple

from flowlang.effects.course import Act, Course, course_of, first_moment
from flowlang.effects.logs import Logged, logged_by
from flowlang.effects.matching import fits, requests
from flowlang.effects.reads import Read, reads_of_filter, reads_of_step
from flowlang.effects.things import Thing, activity_thing, entry_thing
from flowlang.effects.writes import How, Write, writes_of_step
from flowlang.logic.logic import Claim, Logic
from flowlang.model.campaigns import Campaign, CampaignKind, RequestTrigger, Trigger
from flowlang.model.filters import Filter
from flowlang.model.instance import Instance
from flowlang.model.steps import Execute, Step
from flowlang.names import name_key


class Start(NamedTuple):
    """A step that starts another campaign, or its own again: what it logs fits a trigger.

    `is_sure` tells that it fits for everybody for whom the step logs it.
    """

    act: Act
    target: Campaign
    trigger: Trigger | RequestTrigger
    logged: Logged
    is_sure: bool


class Reaction(NamedTuple):
    """A trigger that an activity fits, for everybody or only for some."""

    target: Campaign
    trigger: Trigger | RequestTrigger
    is_sure: bool


class Change(NamedTuple):
    """What a step does to a thing that is read: it writes it, or logs an activity asked for."""

    act: Act
    thing: Thing
    write: Write | None


Reading = tuple[Read, Act | None]
"""What is read, and by which step; None for a smart list."""


class Effects:
    """The effects of the campaigns of an instance, each worked out when somebody asks."""

    def __init__(self, instance: Instance, logic: Logic | None = None) -> None:
        self.instance = instance
        self.logic = logic or Logic(instance.project)
        self._courses: dict[Campaign, Course] = {}
        self._first: dict[Campaign, Course] = {}
        self._changes: dict[Campaign, dict[Thing, list[Act]]] = {}
        self._writes: dict[Step, tuple[Write, ...]] = {}
        self._logs: dict[Step, tuple[Logged, ...]] = {}
        self._reads: dict[Campaign, tuple[Reading, ...]] = {}
        self._first_reads: dict[Campaign, dict[Thing, list[Reading]]] = {}
        self._entry_reads: dict[Campaign, tuple[Read, ...]] = {}
        self._claims: dict[tuple[Filter, bool], tuple[tuple[Claim, frozenset[Thing]], ...]] = {}
        self._reactions: dict[Hashable, tuple[Reaction, ...]] = {}
        self._step_reads: dict[Step, tuple[Read, ...]] = {}
        self._starts: dict[Campaign, tuple[Start, ...]] = {}

    def course(self, campaign: Campaign) -> Course:
        """The steps of a campaign and of all that it executes."""
        if campaign not in self._courses:
            self._courses[campaign] = course_of(campaign)
        return self._courses[campaign]

    def first_moment(self, campaign: Campaign) -> Course:
        """The steps that can be reached before anybody waits."""
        if campaign not in self._first:
            self._first[campaign] = tuple(first_moment(self.course(campaign)))
        return self._first[campaign]

    def first_changes(self, campaign: Campaign) -> dict[Thing, list[Act]]:
        """The steps by what they change before anybody waits: written things, activities."""
        if campaign not in self._changes:
            found: dict[Thing, list[Act]] = {}
            for act in self.first_moment(campaign):
                for thing in self.changed_by(act.step):
                    found.setdefault(thing, []).append(act)
            self._changes[campaign] = found
        return self._changes[campaign]

    def changed_by(self, step: Step) -> Iterator[Thing]:
        """The things that a step changes, among them the activities that it logs; each once."""
        things = [write.thing for write in self.writes(step)]
        things.extend(activity_thing(logged.activity) for logged in self.logs(step))
        yield from dict.fromkeys(things)

    def writes(self, step: Step) -> tuple[Write, ...]:
        """What a step writes."""
        if step not in self._writes:
            found = list(writes_of_step(step))
            if isinstance(step, Execute):
                found.append(Write(entry_thing(step.campaign), step, How.SETS, True))
            self._writes[step] = tuple(found)
        return self._writes[step]

    def logs(self, step: Step) -> tuple[Logged, ...]:
        """What a step logs."""
        if step not in self._logs:
            self._logs[step] = tuple(logged_by(step, self.instance))
        return self._logs[step]

    def reads_of_act(self, act: Act) -> tuple[Read, ...]:
        """What is read when a step is reached; of an execute, what the smart list asks."""
        found = self.reads_of_step(act.step, act.campaign)
        if isinstance(act.step, Execute):
            return (*found, *self.entry_reads(act.step.campaign))
        return found

    def reads_of_step(self, step: Step, campaign: Campaign) -> tuple[Read, ...]:
        """What is read when a step of a campaign is reached."""
        if step not in self._step_reads:
            self._step_reads[step] = tuple(reads_of_step(step, campaign, self.instance))
        return self._step_reads[step]

    def claims(self, filter_: Filter, holds: bool) -> tuple[tuple[Claim, frozenset[Thing]], ...]:
        """The smaller claims that a filter holds, or does not, is made of, and what each reads."""
        key = (filter_, holds)
        if key not in self._claims:
            self._claims[key] = tuple(
                (claim, frozenset(read.thing for read in reads_of_filter(claim.filter)))
                for claim in Claim(filter_, holds).pieces
            )
        return self._claims[key]

    def entry_reads(self, campaign: Campaign) -> tuple[Read, ...]:
        """What the smart list of a campaign reads."""
        if campaign not in self._entry_reads:
            self._entry_reads[campaign] = tuple(reads_of_filter(campaign.smart_list))
        return self._entry_reads[campaign]

    def reads(self, campaign: Campaign) -> tuple[Reading, ...]:
        """Everything that a campaign reads, and by which step; None for its smart list."""
        if campaign not in self._reads:
            found: list[Reading] = [(read, None) for read in self.entry_reads(campaign)]
            for act in self.course(campaign):
                found.extend((read, act) for read in self.reads_of_act(act))
            self._reads[campaign] = tuple(found)
        return self._reads[campaign]

    def first_reads(self, campaign: Campaign) -> dict[Thing, list[Reading]]:
        """What a campaign reads before anybody waits in it, by the thing that is read."""
        if campaign not in self._first_reads:
            first = {act.number for act in self.first_moment(campaign)}
            found: dict[Thing, list[Reading]] = {}
            for read, act in self.reads(campaign):
                if act is None or act.number in first:
                    found.setdefault(read.thing, []).append((read, act))
            self._first_reads[campaign] = found
        return self._first_reads[campaign]

    def change(self, act: Act, read: Read) -> Change | None:
        """What a step does to a thing that is read, None where it leaves it alone."""
        if read.did is not None:
            for logged in self.logs(act.step):
                if fits(logged, read.did) is not False:
                    return Change(act, read.thing, None)
            return None
        for write in self.writes(act.step):
            if write.thing == read.thing:
                return Change(act, read.thing, write)
        return None

    def starts(self, campaign: Campaign) -> tuple[Start, ...]:
        """The campaigns that steps of a campaign, or of what it executes, start."""
        if campaign not in self._starts:
            self._starts[campaign] = tuple(
                start for act in self.course(campaign) for start in self._starts_of(act)
            )
        return self._starts[campaign]

    def _starts_of(self, act: Act) -> Iterator[Start]:
        for logged in self.logs(act.step):
            for target, trigger, is_sure in self._reacting(logged):
                yield Start(act, target, trigger, logged, is_sure)

    def _reacting(self, logged: Logged) -> tuple[Reaction, ...]:
        """The triggers that an activity may fit, looked for once for all that look like it."""
        key = logged.looks
        if key not in self._reactions:
            self._reactions[key] = tuple(self._find_reacting(logged))
        return self._reactions[key]

    def _find_reacting(self, logged: Logged) -> Iterator[Reaction]:
        for target, trigger in self._listeners.get(logged.activity.number, ()):
            if isinstance(trigger, RequestTrigger):
                if requests(logged, target, trigger):
                    yield Reaction(target, trigger, True)
            else:
                fitting = fits(logged, trigger)
                if fitting is not False:
                    yield Reaction(target, trigger, fitting is True)

    @cached_property
    def _listeners(self) -> dict[int, list[tuple[Campaign, Trigger | RequestTrigger]]]:
        """The triggers of active campaigns, by the number of the activity."""
        requested = self.instance.activity(name_key("request_campaign"))
        found: dict[int, list[tuple[Campaign, Trigger | RequestTrigger]]] = {}
        for campaign in self.active_triggers:
            for trigger in campaign.triggers:
                activity = trigger.activity if isinstance(trigger, Trigger) else requested
                if activity is not None:
                    found.setdefault(activity.number, []).append((campaign, trigger))
        return found

    @cached_property
    def active_triggers(self) -> tuple[Campaign, ...]:
        """The trigger campaigns that react, in source order."""
        return tuple(
            campaign
            for campaign in self.instance.campaigns
            if campaign.kind is CampaignKind.TRIGGER and campaign.active
        )
