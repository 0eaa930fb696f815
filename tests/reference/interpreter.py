"""The interpreter: a run or a simulation, from one moment that all share to the next."""

from __future__ import annotations

from collections.abc import Mapping

from flowlang.model.campaigns import Campaign, CampaignKind
from flowlang.model.filters import Filter
from flowlang.model.instance import Instance
from flowlang.model.values import Literal
from tests.reference.counts import Counts, Limit
from tests.reference.person import Person
from tests.reference.schedules import moments
from tests.reference.timeline import Group, Timeline
from tests.reference.tokens import Tokens


class Interpreter:
    """Takes people through a command; everybody's time is a line of its own."""

    def __init__(self, instance: Instance, seed: int = 0) -> None:
        self.instance = instance
        self.seed = seed
        self.counts = Counts()
        self.zone = instance.project.timezone
        self.by_name = {each.key: each for each in instance.activities}

    def run(
        self,
        people: list[Person],
        campaign: Campaign,
        at: int,
        *,
        until: int | None = None,
        outside: Mapping[str, Literal] | None = None,
        where: Filter | None = None,
    ) -> None:
        """One campaign and what it causes: in its first instant, or until a moment."""
        lines = self.begin(people, at, waits_end=until is not None)
        if campaign.kind is CampaignKind.TRIGGER:
            for line in lines:
                line.request(campaign, outside or {}, where)
        else:
            tokens = Tokens(campaign, outside or {}, None)
            self.batch(lines, campaign, at, tokens, where, told=True)
        for line in lines:
            line.advance(max(until or 0, at + 1), Group.OUTSIDE)
        self.finish(people)

    def simulate(self, people: list[Person], start: int, end: int) -> None:
        """Schedules, what the dataset says of the period, and all that follows from both."""
        lines = self.begin(people, start, waits_end=True)
        for line in lines:
            line.replay(end)
        schedules = {
            campaign: moments(campaign, start, end, self.zone)
            for campaign in self.instance.campaigns
            if campaign.active
        }
        for now in sorted(set().union(*schedules.values())):
            for line in lines:
                line.advance(now, Group.BATCHES)
            for campaign, times in schedules.items():
                if now in times:
                    self.batch(lines, campaign, now, Tokens(campaign, {}, None), None, told=False)
        for line in lines:
            line.advance(end, Group.OUTSIDE)
        self.finish(people)

    def begin(self, people: list[Person], start: int, *, waits_end: bool) -> list[Timeline]:
        self.counts.people = len(people)
        return [Timeline(self, person, start, waits_end=waits_end) for person in people]

    def finish(self, people: list[Person]) -> None:
        self.counts.waiting = sum(len(person.trips) for person in people)

    def batch(
        self,
        lines: list[Timeline],
        campaign: Campaign,
        now: int,
        tokens: Tokens,
        where: Filter | None,
        *,
        told: bool,
    ) -> None:
        """One batch run; nobody enters where more would than may."""
        limit = campaign.at_most
        if limit is not None:
            asked = [line.why_not(campaign, tokens, where, now) for line in lines if not line.over]
            if asked.count(None) > limit:
                name = campaign.qualified_name
                self.counts.limits.append(Limit(name, now, limit, asked.count(None)))
                for reason in asked:
                    if told or reason is None:
                        self.counts.count(reason or "over_limit")
                return
        for line in lines:
            line.batch(campaign, tokens, where, now, told=told)
