"""What a run came to, counted: the parts of a partition add up to the whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flowlang.model.instance import Instance
from flowlang.model.walk import all_steps

_EPOCH = date(1970, 1, 1)

ENTERED, SENT, SCORED, POINTS = "entered", "sent", "score_changes", "points"
"""What is counted for each day."""

TIMELINE = ("day", "campaign", ENTERED, SENT, SCORED, POINTS)
"""The columns of a time line."""

DailyKey = tuple[int, str, str]
"""A local day since 1970, a campaign, and what is counted."""


@dataclass(slots=True)
class Stopped:
    """A person whose turns went in a circle, and the campaigns of the circle."""

    row: int
    person: str
    cycle: tuple[str, ...]


@dataclass(slots=True)
class Limit:
    """A batch run that would have let in more people than its limit; `at` is local time."""

    campaign: str
    at: str
    limit: int
    qualified: int


@dataclass(slots=True)
class Summary:
    """Counts of one run, or of one partition of it.

    `skipped` is by activity and reason, `executed` by campaign and whether people qualified,
    `steps` by campaign and path, `warnings` by rule and message. By campaign and path, too, are
    `logged` (and the activity), `passed_over` (who was skipped), `taken` (a branch's path, as
    that of a step would be) and `parked`. `entering` is how many would enter each run of the
    campaigns with a limit, by moment and the campaign's number. `daily`
    is what a simulation counts for each day; `later` are activities behind its end.
    """

    people: int = 0
    qualified: int = 0
    failed_smart_list: int = 0
    already_entered: int = 0
    over_limit: int = 0
    activities: Counter[str] = field(default_factory=Counter)
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)
    executed: Counter[tuple[str, bool]] = field(default_factory=Counter)
    entered: Counter[str] = field(default_factory=Counter)
    steps: Counter[tuple[str, str]] = field(default_factory=Counter)
    logged: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    passed_over: Counter[tuple[str, str]] = field(default_factory=Counter)
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    parked: Counter[tuple[str, str]] = field(default_factory=Counter)
    warnings: Counter[tuple[str, str]] = field(default_factory=Counter)
    entering: Counter[tuple[int, int]] = field(default_factory=Counter)
    daily: Counter[DailyKey] = field(default_factory=Counter)
    later: int = 0
    stopped: list[Stopped] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    waiting: int = 0

    def add(self, other: Summary) -> None:
        """Take in what another part of the people came to."""
        self.people += other.people
        self.qualified += other.qualified
        self.failed_smart_list += other.failed_smart_list
        self.already_entered += other.already_entered
        self.over_limit += other.over_limit
        self.activities.update(other.activities)
        self.skipped.update(other.skipped)
        self.executed.update(other.executed)
        self.entered.update(other.entered)
        self.steps.update(other.steps)
        self.logged.update(other.logged)
        self.passed_over.update(other.passed_over)
        self.taken.update(other.taken)
        self.parked.update(other.parked)
        self.warnings.update(other.warnings)
        self.entering.update(other.entering)
        self.daily.update(other.daily)
        self.later += other.later
        self.stopped.extend(other.stopped)
        self.limits.extend(other.limits)
        self.waiting += other.waiting

    def as_json(self, run: RunFacts, instance: Instance) -> dict[str, Any]:
        """The summary as plain data, in the order of a fixed key list."""
        return {
            **(self._of_run(run) if run.campaign is not None else self._of_simulation(run)),
            "activities": dict(sorted(self.activities.items())),
            "skipped": _nested(self.skipped),
            "executed": {
                name: {
                    "qualified": self.executed[name, True],
                    "not_qualified": self.executed[name, False],
                }
                for name in sorted({name for name, _ in self.executed})
            },
            "steps": [
                {"campaign": name, "step": path, "file": file, "line": line, "people": people}
                for name, path, file, line, people in self.reached(instance)
            ],
            "waiting": self.waiting,
            "warnings": [
                {"rule": rule, "message": message, "people": people}
                for (rule, message), people in sorted(self.warnings.items())
            ],
            "stopped": [
                {"person": each.person, "cycle": list(each.cycle)}
                for each in sorted(self.stopped, key=lambda each: each.row)
            ],
            "stopped_by_limit": [
                {
                    "campaign": each.campaign,
                    "at": each.at,
                    "limit": each.limit,
                    "qualified": each.qualified,
                }
                for each in self.limits
            ],
        }

    def _of_run(self, run: RunFacts) -> dict[str, Any]:
        """What is said of the campaign that was named."""
        return {
            "campaign": run.campaign,
            "at": run.at,
            "until": run.until,
            "seed": run.seed,
            "people": self.people,
            "qualified": self.qualified,
            "not_entered": {
                "smart_list": self.failed_smart_list,
                "already_entered": self.already_entered,
                "over_limit": self.over_limit,
            },
        }

    def _of_simulation(self, run: RunFacts) -> dict[str, Any]:
        """What is said of all campaigns, and of every day."""
        return {
            "from": run.at,
            "to": run.until,
            "seed": run.seed,
            "people": self.people,
            "campaigns": {name: {"entered": self.entered[name]} for name in sorted(self.entered)},
            "timeline": self.timeline(),
            "later_activities": self.later,
        }

    def timeline(self) -> list[dict[str, Any]]:
        """For each day and campaign with anything to count: what was counted."""
        days = sorted({(day, name) for day, name, _ in self.daily})
        return [
            {
                "day": (_EPOCH + timedelta(days=day)).isoformat(),
                "campaign": name,
                **{what: self.daily[day, name, what] for what in (ENTERED, SENT, SCORED, POINTS)},
            }
            for day, name in days
        ]

    def reached(self, instance: Instance) -> list[tuple[str, str, str, int, int]]:
        """How many reached each step of the campaigns that ran, in source order."""
        result = []
        ran = {name for name, _ in self.steps}
        for campaign in instance.campaigns:
            if campaign.qualified_name in ran:
                for step in all_steps(campaign.flow):
                    line = step.source.position(step.span.start).line
                    name = campaign.qualified_name
                    people = self.steps[name, step.path]
                    result.append((name, step.path, step.source.name, line, people))
        return result


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What was run: the campaign, when (as the user reads it), with which seed.

    A simulation names no campaign; `at` and `until` are its period.
    """

    campaign: str | None
    at: str
    seed: int
    until: str | None = None


def _nested(counts: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    result: dict[str, dict[str, int]] = {}
    for (name, reason), people in sorted(counts.items()):
        result.setdefault(name, {})[reason] = people
    return result
