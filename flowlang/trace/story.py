"""The story of one person: everything that happened, and why, as plain values.

Moments are seconds since 1970 UTC, texts are as they stand in the scripts, values are what JSON
has. Nothing here refers to the engine, so that a story can be kept, compared and sent.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Value = str | int | float | bool | None
"""A person's value; dates and times are text in canonical form, None is empty."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written."""

    file: str
    line: int


@dataclass(slots=True)
class Token:
    """A token that was resolved: how it is written, what it came to, and where that is from.

    `origin` is a word for programs: `outside`, `campaign`, `program`, `folder`, `workspace`,
    `global`, `default`, `person`, `company`, `membership`, `trigger`, `clock`, `context` or
    `nothing`. `told` is the same for people, `place` where a my token's value is written.
    """

    text: str
    value: str | None
    origin: str
    told: str
    place: Place | None = None


@dataclass(slots=True)
class Question:
    """A filter or a part of one, and whether it held at that moment.

    `detail` says what the person had, `value` is that as a plain value where it is one. `kind`
    is `all`, `any`, `not`, or the kind of predicate. `parts` are what it is made of; for smart
    lists and segments the filters behind them.
    """

    kind: str
    text: str
    holds: bool
    place: Place
    value: Value = None
    detail: str = ""
    tokens: list[Token] = field(default_factory=list)
    parts: list[Question] = field(default_factory=list)


@dataclass(slots=True)
class Caused:
    """A campaign that an activity queued; `event` is its number, None where it never came to it."""

    campaign: str
    event: int | None = None


@dataclass(slots=True)
class Missed:
    """A campaign that listens for the type of an activity and was not triggered by it.

    `near` tells that it was meant for this asset or field, so that only its `where` failed.
    `parts` are what its `on` asks, of the one `on` that came nearest.
    """

    campaign: str
    place: Place
    near: bool
    parts: list[Question]


@dataclass(slots=True)
class Change:
    """A value before and after."""

    name: str
    old: Value
    new: Value
    old_told: str
    new_told: str


@dataclass(slots=True)
class Activity:
    """One row of the log: what it says, whom it queued, and who listened in vain.

    `change` is the value that it changed, where it changed one.
    """

    name: str
    asset: str
    attributes: dict[str, Value]
    at: int
    result: str = "succeeded"
    reason: str | None = None
    campaign: str = ""
    change: Change | None = None
    queued: list[Caused] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)


@dataclass(slots=True)
class Rule:
    """A qualification rule, and how it stood before the entry."""

    text: str
    passes: bool
    times: int
    last: int | None


@dataclass(slots=True)
class Wait:
    """How a wait began: until when, and whether the person waits at all."""

    until: int | None
    waits: bool


@dataclass(slots=True)
class Branch:
    """One branch of a choice; one behind the branch that was taken is not `tried`."""

    path: str
    text: str
    place: Place
    question: Question | None
    tried: bool
    taken: bool
    steps: list[Step] = field(default_factory=list)


@dataclass(slots=True)
class Step:
    """One step that the person came to.

    `kind` is the step's name in the log of a program, such as `change_score` or `choose`.
    `said` are texts with all tokens resolved, such as the subject of an email. `idle` says why
    nothing happened, where nothing did. `ends` tells that the person did not go on.
    """

    kind: str
    path: str
    text: str
    place: Place
    at: int
    tokens: list[Token] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    activities: list[Activity] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    idle: str | None = None
    branches: list[Branch] = field(default_factory=list)
    executed: Visit | None = None
    wait: Wait | None = None
    ends: bool = False


@dataclass(slots=True)
class Visit:
    """A campaign that the person could enter, or goes on with after a wait.

    `rule` is None where it was not asked: who is not in the smart list does not get to it, and
    after a wait nothing is asked again. `where` is the filter that a command puts beside the
    smart list. `parent_tokens` is None but for an executed campaign.
    """

    campaign: str
    kind: str
    place: Place
    smart_list: Question | None = None
    where: Question | None = None
    rule: Rule | None = None
    qualified: bool = True
    parent_tokens: bool | None = None
    steps: list[Step] = field(default_factory=list)


@dataclass(slots=True)
class Cause:
    """Why an event happened: the activity behind it, and the event and step that logged it.

    `event` is None for an activity from outside of the story.
    """

    activity: str
    asset: str
    at: int
    event: int | None = None
    campaign: str = ""
    step: str = ""


@dataclass(slots=True)
class Event:
    """One thing that happened to the person, by itself or because of another.

    `kind` is `batch`, `request`, `activity`, `trigger`, `wait` (one that has ended) or `execute`.
    `activities` are those that came from outside.
    """

    number: int
    kind: str
    at: int
    campaign: str
    cause: Cause | None = None
    visit: Visit | None = None
    activities: list[Activity] = field(default_factory=list)


@dataclass(slots=True)
class Waiting:
    """A trip that waits when the story ends."""

    campaign: str
    step: str
    place: Place
    until: int


@dataclass(slots=True)
class Person:
    """Whose story it is."""

    id: str
    email: str | None
    name: str | None


@dataclass(slots=True)
class Ending:
    """What is different at the end: values, lists, statuses; who waits; whether it went round."""

    changes: list[Change] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    statuses: list[Change] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    deleted: bool = False
    cycle: tuple[str, ...] = ()


@dataclass(slots=True)
class Story:
    """All that happened to one person in a command.

    `idle` are the activities from outside that changed nothing and triggered nothing, though
    some campaign listens for their type.
    """

    person: Person
    zone: str
    seed: int
    events: list[Event] = field(default_factory=list)
    ending: Ending = field(default_factory=Ending)
    idle: list[Activity] = field(default_factory=list)
