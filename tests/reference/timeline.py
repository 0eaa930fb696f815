"""One person's time: what is to happen, a heap of it, and one turn after the other."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from contextlib import suppress
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from flowlang.model import steps
from flowlang.model.campaigns import Campaign, CampaignKind, RequestTrigger
from flowlang.model.filters import Filter
from flowlang.model.values import Literal
from tests.reference import outside, questions
from tests.reference.person import Activity, Person, Trip
from tests.reference.steps import GoneError, Walk
from tests.reference.tokens import Tokens, restored

if TYPE_CHECKING:
    from tests.reference.interpreter import Interpreter

MOST_TURNS = 100


class Group(IntEnum):
    """What is handled first, second … of all that falls on one instant."""

    OUTSIDE = 0
    REACTIONS = 1
    BATCHES = 2
    CAUSED = 3


class Timeline:
    """The time of one person during one command.

    An event is (moment, group, number, what). What is an activity that happens, a pair of
    a campaign and the activity that it reacts to, or a trip whose wait ends.
    """

    def __init__(self, run: Interpreter, person: Person, start: int, *, waits_end: bool) -> None:
        self.run = run
        self.person = person
        self.now = start
        self.start = start
        self.instance = run.instance
        self.seed = run.seed
        self.zone = run.zone
        self.counts = run.counts
        self.by_name = run.by_name
        self.walk = Walk(self)
        self.events: list[tuple[int, Group, int, Any]] = []
        self.number = 0
        self.turns: list[str] = []
        person.trips.sort(key=lambda trip: trip.since)
        for trip in person.trips if waits_end else ():
            self.expect(trip)

    @property
    def over(self) -> bool:
        """Whether nothing more happens to the person."""
        return self.person.deleted or self.person.stopped is not None

    def add(self, time: int, group: Group, what: Any) -> None:
        self.number += 1
        heapq.heappush(self.events, (time, group, self.number, what))

    def expect(self, trip: Trip) -> None:
        """The end of a wait, which was caused when the wait began."""
        self.add(max(trip.until, self.start), Group.CAUSED, trip)

    def replay(self, end: int) -> None:
        """What the dataset says of the time from the start up to the end will happen."""
        mine = self.person.log[: self.person.known]
        for activity in sorted(mine, key=lambda each: each.time):
            if self.start <= activity.time < end and outside.happens(activity, self.instance):
                self.add(activity.time, Group.OUTSIDE, activity)

    def advance(self, end: int, group: Group) -> None:
        """Let happen what comes before a group of an instant."""
        while self.events and self.events[0][:2] < (end, group) and not self.over:
            time, _, _, what = heapq.heappop(self.events)
            self.tick(time)
            with suppress(GoneError):
                self.handle(what)

    def tick(self, time: int) -> None:
        if time != self.now:
            self.now = time
            self.turns = []

    # -- events -----------------------------------------------------------------------

    def handle(self, what: Any) -> None:
        match what:
            case Activity():
                if not outside.change(self.person, what, self.instance):
                    self.warn("not-a-value")
                self.react(what, Group.REACTIONS)
            case Trip():
                if any(each is what for each in self.person.trips):
                    self.go_on(what)
            case (campaign, activity, group, tokens):
                if group is Group.CAUSED:
                    self.turns.append(campaign.qualified_name)
                    if len(self.turns) > MOST_TURNS:
                        self.person.stopped = circle(self.turns[MOST_TURNS // 2 :])
                        return
                context = Tokens(campaign, tokens or {}, activity)
                self.enter(campaign, context, told=tokens is not None)

    def go_on(self, trip: Trip) -> None:
        self.person.trips = [each for each in self.person.trips if each is not trip]
        campaign = trip.campaign
        known = (each for each in self.person.log if each.guid == trip.trigger and each.counts)
        trigger = next(known, None)
        tokens = Tokens(campaign, restored(trip.tokens, campaign), trigger)
        self.walk.resume(campaign.flow, trip.wait, campaign, tokens)

    def batch(
        self, campaign: Campaign, tokens: Tokens, where: Filter | None, now: int, *, told: bool
    ) -> None:
        """A batch run reaches the person; `told` where the summary counts who does not enter."""
        if not self.over:
            self.tick(now)
            with suppress(GoneError):
                self.enter(campaign, tokens, where, told=told)

    def request(
        self, campaign: Campaign, tokens: Mapping[str, Literal], where: Filter | None
    ) -> None:
        """A request over the API; the values from outside are for this campaign."""
        asked = questions.Asker(self, self.person, self.now, Tokens(campaign, tokens, None))
        if not asked.passes(where):
            self.counts.count("failed_smart_list")
            return
        told = {"Source": "api"}
        activity = self.record(None, None, "request_campaign", campaign.qualified_name, told)
        self.react(activity, Group.REACTIONS, {campaign: tokens})

    # -- entering ---------------------------------------------------------------------

    def why_not(
        self, campaign: Campaign, tokens: Tokens, where: Filter | None, now: int
    ) -> str | None:
        """Why the person would not enter now, None where nothing is in the way."""
        asked = questions.Asker(self, self.person, now, tokens)
        if not asked.passes(campaign.smart_list) or not asked.passes(where):
            return "failed_smart_list"
        return None if self.may_enter(campaign, now) else "already_entered"

    def enter(
        self, campaign: Campaign, tokens: Tokens, where: Filter | None = None, *, told: bool
    ) -> None:
        """The smart list, the qualification rule, the entry, the flow."""
        reason = self.why_not(campaign, tokens, where, self.now)
        if told:
            self.counts.count(reason or "qualified")
        if reason is None:
            self.count_in(campaign)
            self.walk.flow(campaign.flow, campaign, tokens, (campaign,))

    def may_enter(self, campaign: Campaign, now: int) -> bool:
        entry = self.person.entries.get(campaign.qualified_name)
        if entry is None or entry[1] == 0 or campaign.interval == 0:
            return True
        return campaign.interval is not None and now - entry[0] >= campaign.interval * 3600

    def count_in(self, campaign: Campaign) -> None:
        times = self.person.entries.get(campaign.qualified_name, (0, 0))[1]
        self.person.entries[campaign.qualified_name] = (self.now, times + 1)
        self.counts.entered[campaign.qualified_name] += 1

    # -- the log ----------------------------------------------------------------------

    def warn(self, rule: str) -> None:
        self.counts.warnings[rule] += 1

    def log(
        self,
        step: steps.Step,
        campaign: Campaign,
        name: str,
        asset: str,
        attributes: dict[str, Any],
        reason: str | None = None,
    ) -> None:
        """Write down what a step did, or why it did not, and queue who reacts."""
        activity = self.record(step, campaign, name, asset, attributes, reason)
        if reason is None:
            self.react(activity, Group.CAUSED)

    def record(
        self,
        step: steps.Step | None,
        campaign: Campaign | None,
        name: str,
        asset: str,
        attributes: dict[str, Any],
        reason: str | None = None,
    ) -> Activity:
        type_ = self.by_name[name.replace("_", "")]
        told = {key: value for key, value in attributes.items() if value not in (None, "")}
        if reason is not None:
            told["Reason"] = reason
        if step is not None:
            told["Step"] = step.path
        number = len(self.person.log) + 1
        activity = Activity(
            number,
            self.now,
            type_.number,
            campaign.log_name if campaign else "",
            asset,
            told,
            "succeeded" if reason is None else "skipped",
            f"{self.person.id}-{number}",
        )
        self.person.log.append(activity)
        if reason is None:
            self.counts.activities[type_.name] += 1
        else:
            self.counts.skipped[type_.name, reason] += 1
        return activity

    def react(
        self,
        activity: Activity,
        group: Group,
        told: Mapping[Campaign, Mapping[str, Literal]] | None = None,
    ) -> None:
        """Queue every campaign that an activity triggers."""
        for campaign in self.instance.campaigns:
            listens = campaign.kind is CampaignKind.TRIGGER and campaign.active
            if listens and self.triggers(campaign, activity):
                tokens = (told or {}).get(campaign)
                self.add(self.now, group, (campaign, activity, group, tokens))

    def triggers(self, campaign: Campaign, activity: Activity) -> bool:
        asked = questions.Asker(self, self.person, self.now, Tokens(campaign, {}, None))
        for trigger in campaign.triggers:
            if not isinstance(trigger, RequestTrigger):
                if trigger.activity.number == activity.type and asked.fits(trigger, activity):
                    return True
            elif (
                activity.type == self.by_name["requestcampaign"].number
                and activity.asset == campaign.qualified_name
                and activity.attributes.get("Source") in {each.value for each in trigger.sources}
            ):
                return True
        return False


def circle(names: list[str]) -> tuple[str, ...]:
    """The shortest run of campaigns that repeats at the end."""
    for length in range(1, len(names) // 2 + 1):
        if names[-length:] == names[-2 * length : -length]:
            found = names[-length:]
            start = found.index(min(found))
            return tuple(found[start:] + found[:start])
    return tuple(dict.fromkeys(names))
