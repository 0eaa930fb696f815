"""People made up from states, and looked at once more: everything must hold of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from flowlang.datatypes import DataType
from flowlang.logic.edges import Clock, Fixed, midnight_from
from flowlang.logic.formulas import (
    Among,
    And,
    Formula,
    Happened,
    How,
    Kind,
    NoTime,
    Or,
    Query,
    Says,
    Since,
    Subject,
    facts,
)
from flowlang.logic.solving import Amount, Counts, Solver, State, Times, TooLargeError
from flowlang.logic.texts import Texts
from flowlang.model.assets import Activity
from flowlang.model.project import Project

FIRST_NOW = 1767603600
"""2026-01-05T09:00 UTC: people are made up for this moment, or for ones near dates asked for."""

_DAY = 86400
_AROUND = (0, 1, -1, _DAY, -_DAY, 20 * _DAY, -20 * _DAY, 200 * _DAY, -200 * _DAY)
_MOST_NOWS = 60
_MOST_STATES = 24
_MOST_TIMES = 1000

Found: TypeAlias = str | float | None
Values: TypeAlias = dict[Subject, Found]


@dataclass(slots=True)
class Done:
    """One activity of a made-up person; its time is among the values."""

    activity: Activity
    values: Values
    words: str


@dataclass(slots=True)
class Witness:
    """A made-up person, at one moment: what is not said is empty, absent, or was never done."""

    now: int
    values: Values = field(default_factory=dict)
    done: list[Done] = field(default_factory=list)


@dataclass(slots=True)
class Finder:
    """Makes up people of whom formulas hold."""

    project: Project
    solver: Solver

    def find(self, *formulas: Formula) -> Witness | None:
        """Somebody of whom all formulas certainly hold; None where nobody was found."""
        try:
            for number, state in enumerate(self.solver.states(*formulas)):
                if number >= _MOST_STATES:
                    break
                found = self._of_state(state, formulas)
                if found is not None:
                    return found
        except TooLargeError:
            pass
        return None

    def _of_state(self, state: State, formulas: tuple[Formula, ...]) -> Witness | None:
        for now in _nows(formulas):
            clock = Clock(now, self.project.timezone, self.project.week_starts_on)
            witness = self._made(state, clock)
            if witness is not None and all(holds(each, witness, clock) for each in formulas):
                return witness
        return None

    def _made(self, state: State, clock: Clock) -> Witness | None:
        witness = Witness(clock.now)
        for subject, known in state.items():
            if isinstance(known, Counts):
                for query, times in known.enough:
                    done = self._activity(query, clock)
                    if done is None or times > _MOST_TIMES:
                        return None
                    witness.done.extend([done] * times)
            elif isinstance(subject, Subject):
                if subject.kind in (Kind.UNKNOWN, Kind.DRAW):
                    return None
                picked, value = _picked(subject, known, clock)
                if not picked:
                    return None
                witness.values[subject] = value
        return witness

    def _activity(self, query: Query, clock: Clock) -> Done | None:
        """An activity that a query finds."""
        try:
            states = Solver().states(query.holds)
            for _, state in zip(range(_MOST_STATES), states, strict=False):
                values = _values(state, clock)
                if values is not None and _of_activity(query.holds, values, clock):
                    return Done(query.activity, values, query.words)
        except TooLargeError:
            pass
        return None


def _values(state: State, clock: Clock) -> Values | None:
    """A value for everything that a state of an activity knows of."""
    values: Values = {}
    for subject, known in state.items():
        if not isinstance(subject, Subject) or isinstance(known, Counts):
            return None
        picked, values[subject] = _picked(subject, known, clock)
        if not picked or subject.kind in (Kind.UNKNOWN, Kind.READ_AS_NUMBER, Kind.OF_FIELD):
            return None
    return values


def _picked(subject: Subject, known: Amount | Texts | Times, clock: Clock) -> tuple[bool, Found]:
    """Whether a value could be found, and that value; None is empty."""
    match known:
        case Texts():
            text = known.pick() if known.may_be_text else None
            return text is not None or known.may_be_empty, text
        case Amount():
            whole = subject.type.is_whole or subject.type is DataType.BOOLEAN
            if known.may_be_empty and known.numbers.has(0):
                return True, None
            number = known.numbers.pick(whole=whole)
            return number is not None or known.may_be_empty, number
        case Times():
            time = _time(subject, known, clock) if known.may_be_there else None
            return time is not None or known.may_be_empty, time


def _time(subject: Subject, known: Times, clock: Clock) -> int | None:
    """A moment between the edges of a state, close to now where that can be."""
    since = max((clock.seconds(each) for each in known.since), default=None)
    until = min((clock.seconds(each) for each in known.until), default=None)
    if since is None:
        time = clock.now if until is None else min(clock.now, until - 1)
    else:
        time = since if until is None else max(since, min(clock.now, until - 1))
    if subject.type is DataType.DATE:
        time = midnight_from(time if since is None else since, clock.zone)
        if since is None and until is not None and time >= until:
            time = midnight_from(until - 2 * _DAY, clock.zone)
    return time if until is None or time < until else None


def _nows(formulas: tuple[Formula, ...]) -> Iterator[int]:
    """Moments at which to make somebody up: around the dates that formulas speak of."""
    yield FIRST_NOW
    dates = sorted({edge for each in formulas for edge in _dates(each)})
    count = 0
    for offset in _AROUND:
        for each in dates:
            count += 1
            if count > _MOST_NOWS:
                return
            yield each + offset


def _dates(formula: Formula) -> Iterator[int]:
    for fact in facts(formula):
        if isinstance(fact, Since) and isinstance(fact.edge, Fixed):
            yield fact.edge.seconds
        elif isinstance(fact, Happened):
            yield from _dates(fact.query.holds)


def holds(formula: Formula, witness: Witness, clock: Clock) -> bool:
    """Whether a formula holds of a made-up person."""
    match formula:
        case And():
            return all(holds(each, witness, clock) for each in formula.items)
        case Or():
            return any(holds(each, witness, clock) for each in formula.options)
        case Happened():
            times = sum(
                done.activity is formula.query.activity
                and _of_activity(formula.query.holds, done.values, clock)
                for done in witness.done
            )
            return (times >= formula.times) is not formula.denied
        case _:
            if formula.subject.kind is Kind.SEGMENT:
                # What segments ask for stands beside it, and is looked at.
                return True
            return _holds_of(formula, witness.values, clock)


def _of_activity(formula: Formula, values: Values, clock: Clock) -> bool:
    """Whether a formula holds of one activity."""
    match formula:
        case And():
            return all(_of_activity(each, values, clock) for each in formula.items)
        case Or():
            return any(_of_activity(each, values, clock) for each in formula.options)
        case Happened():
            return False
        case _:
            return _holds_of(formula, values, clock)


def _holds_of(fact: Among | Says | Since | NoTime, values: Values, clock: Clock) -> bool:
    value = values.get(fact.subject)
    match fact:
        case Among():
            if value is None:
                is_known = fact.subject.kind in (Kind.LIST, Kind.CAMPAIGN, Kind.PROGRAM)
                return fact.numbers.has(0) if is_known else fact.or_empty
            return not isinstance(value, str) and fact.numbers.has(value)
        case Says():
            return (isinstance(value, str) and _says(fact, value)) is not fact.denied
        case NoTime():
            return (value is None) is not fact.denied
        case Since():
            if value is None or isinstance(value, str):
                return False
            return (value >= clock.seconds(fact.edge)) is not fact.denied


def _says(fact: Says, value: str) -> bool:
    if fact.how is How.IS_FILLED:
        return True
    if fact.how is How.IS_EXACTLY:
        return value in fact.texts
    here = value.casefold()
    match fact.how:
        case How.IS:
            return here in fact.texts
        case How.CONTAINS:
            return any(each in here for each in fact.texts)
        case How.STARTS:
            return any(here.startswith(each) for each in fact.texts)
        case _:
            return any(here.endswith(each) for each in fact.texts)
