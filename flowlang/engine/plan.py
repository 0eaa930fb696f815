"""What is the same for all partitions of a run, worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from flowlang.engine.calendar import Calendar
from flowlang.engine.schedules import moments_of
from flowlang.model.assets import Activity, Email, Field, FieldKind, Program, StaticList
from flowlang.model.campaigns import Campaign, CampaignKind, RequestTrigger, Trigger
from flowlang.model.filters import Filter
from flowlang.model.instance import Instance
from flowlang.model.steps import ChangeField, ChangeScore
from flowlang.model.values import Literal
from flowlang.model.walk import all_steps
from flowlang.names import name_key
from flowlang.people.schema import FieldColumn, Schema


class Order(Enum):
    """In which order campaigns that one activity triggers take their turns.

    That of the source is what the language says; the others are to find out what it decides.
    """

    SOURCE = "source"
    REVERSED = "reversed"
    LATER_FIRST = "the later of two directly before the earlier"
    EARLIER_LAST = "the earlier of two directly behind the later"


class BatchRun(NamedTuple):
    """A moment at which a batch campaign runs."""

    at: int
    campaign: Campaign


@dataclass(slots=True)
class Plan:
    """One run or one simulation: what happens by itself, when, and how things are numbered.

    `campaign` is the one that is run by name at `now`, if there is one. Where the plan
    `simulates`, schedules fire and the dataset's activities happen. `until` is the first moment
    that no longer happens; None is a run that ends with its first instant. `outside` and `where`
    are about the named campaign. `off` are batch runs, by moment and campaign number, into which
    nobody is let because they would be over their limit. `pair` are the number of an activity type
    and those of two campaigns that the `order` is about.
    """

    instance: Instance
    campaign: Campaign | None
    now: int
    seed: int
    outside: Mapping[str, Literal] = field(default_factory=dict)
    where: Filter | None = None
    until: int | None = None
    simulates: bool = False
    off: frozenset[tuple[int, int]] = frozenset()
    order: Order = Order.SOURCE
    pair: tuple[int, int, int] | None = None
    calendar: Calendar = field(init=False)
    list_numbers: dict[StaticList, int] = field(init=False)
    program_numbers: dict[Program, int] = field(init=False)
    campaign_numbers: dict[Campaign, int] = field(init=False)
    runs: tuple[BatchRun, ...] = field(init=False)
    triggers: dict[int, list[Campaign]] = field(init=False)
    requestable: frozenset[Campaign] = field(init=False)
    _activities: dict[str, Activity] = field(init=False)
    _numbered: dict[int, Activity] = field(init=False)
    _fields: dict[str, Field] = field(init=False)

    def __post_init__(self) -> None:
        instance = self.instance
        project = instance.project
        self.calendar = Calendar(project.timezone, project.week_starts_on)
        self.list_numbers = {each: number for number, each in enumerate(instance.lists)}
        self.program_numbers = {each: number for number, each in enumerate(instance.programs)}
        self.campaign_numbers = {each: number for number, each in enumerate(instance.campaigns)}
        self._activities = {each.key: each for each in instance.activities}
        self._numbered = {each.number: each for each in instance.activities}
        self._fields = {}
        self._listen()
        self.runs = self._batch_runs()

    @property
    def end(self) -> int:
        """The first moment that no longer happens; the first instant always does."""
        return self.now + 1 if self.until is None else max(self.until, self.now + 1)

    def _listen(self) -> None:
        """Note which campaigns listen to which types of activity, in source order."""
        self.triggers = {}
        requestable = set()
        for campaign in self.instance.campaigns:
            if campaign.kind is not CampaignKind.TRIGGER or not campaign.active:
                continue
            for number in dict.fromkeys(
                trigger.activity.number
                for trigger in campaign.triggers
                if isinstance(trigger, Trigger)
            ):
                self.triggers.setdefault(number, []).append(campaign)
            if any(isinstance(trigger, RequestTrigger) for trigger in campaign.triggers):
                requestable.add(campaign)
                listeners = self.triggers.setdefault(self.activity("request_campaign").number, [])
                if campaign not in listeners:
                    listeners.append(campaign)
        self.requestable = frozenset(requestable)
        if self.order is Order.REVERSED:
            self.triggers = {type_: each[::-1] for type_, each in self.triggers.items()}
        elif self.pair is not None:
            number, earlier, later = self.pair
            self._exchange(
                self.triggers[number], *(self.instance.campaigns[each] for each in (earlier, later))
            )

    def _exchange(self, listeners: list[Campaign], earlier: Campaign, later: Campaign) -> None:
        """Let the later of two campaigns come before the earlier one."""
        if self.order is Order.LATER_FIRST:
            listeners.remove(later)
            listeners.insert(listeners.index(earlier), later)
        else:
            listeners.remove(earlier)
            listeners.insert(listeners.index(later) + 1, earlier)

    def _batch_runs(self) -> tuple[BatchRun, ...]:
        """All batch runs, by time and then in source order."""
        if self.campaign is not None:
            is_batch = self.campaign.kind is CampaignKind.BATCH
            return (BatchRun(self.now, self.campaign),) if is_batch else ()
        if not self.simulates:
            return ()
        assert self.until is not None
        runs = [
            BatchRun(moment, campaign)
            for campaign in self.instance.campaigns
            if campaign.kind is CampaignKind.BATCH and campaign.active
            for moment in moments_of(campaign, self.now, self.until, self.calendar)
        ]
        return tuple(sorted(runs, key=lambda run: run.at))

    def activity(self, name: str) -> Activity:
        """The activity type that the language itself logs under a name."""
        return self._activities[name_key(name)]

    def numbered(self, number: int) -> Activity:
        """The activity type of that number."""
        return self._numbered[number]

    def core_field(self, name: str) -> Field | None:
        """A field that the language itself reads."""
        key = name_key(name)
        if key not in self._fields:
            found = self.instance.field(key, FieldKind.PERSON)
            if found is None:
                return None
            self._fields[key] = found
        return self._fields[key]

    def operational(self) -> frozenset[str]:
        """The names, as the log may have them, of emails that do not count as sent."""
        emails: tuple[Email, ...] = self.instance.emails
        return frozenset(
            name for each in emails if each.operational for name in (each.name, each.qualified_name)
        )


def schema_of(instance: Instance) -> Schema:
    """What a dataset may speak of."""
    written = _written_fields(instance)
    return Schema(
        fields=tuple(_column(each) for each in instance.fields),
        member_fields=tuple(_column(each) for each in instance.member_fields),
        lists=tuple(each.qualified_name for each in instance.lists),
        programs=tuple(each.name for each in instance.programs),
        campaigns=tuple((each.qualified_name, each.waits) for each in instance.campaigns),
        written=tuple(each.key for each in instance.fields if each in written),
        timezone=instance.project.timezone,
        datetime_formats=instance.project.datetime_formats,
    )


def _column(field_: Field) -> FieldColumn:
    return FieldColumn(field_.key, field_.name, field_.type, field_.keys)


def _written_fields(instance: Instance) -> set[Field]:
    return {
        step.field
        for campaign in instance.campaigns
        for step in all_steps(campaign.flow)
        if isinstance(step, ChangeField | ChangeScore)
    }
