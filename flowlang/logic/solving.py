"""Looking for a person of whom formulas hold: every way is tried, or it is given up.

A state is what is known so far of each subject. Facts narrow it; one that leaves nothing is a
contradiction. Of alternatives one after the other is tried. Where all ways end in a
contradiction there is no such person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from flowlang.datatypes import DataType
from flowlang.logic.edges import Edge, never_after
from flowlang.logic.formulas import (
    BOTH,
    Among,
    And,
    Fact,
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
    denied,
)
from flowlang.logic.numbers import Numbers
from flowlang.logic.texts import Texts

STEPS = 4000
"""So many facts are looked at before a question is given up; a person could not either."""


class TooLargeError(Exception):
    """A question that is given up."""


class Amount(NamedTuple):
    """What is known of a number: which it may be, and whether it may be empty."""

    may_be_empty: bool
    numbers: Numbers


class Times(NamedTuple):
    """What is known of a time: not before all of `since`, before all of `until`."""

    may_be_empty: bool = True
    may_be_there: bool = True
    since: frozenset[Edge] = frozenset()
    until: frozenset[Edge] = frozenset()


class Counts(NamedTuple):
    """What is known of the activities of one type."""

    enough: tuple[tuple[Query, int], ...] = ()
    fewer: tuple[tuple[Query, int], ...] = ()


State = dict[Subject | str, Amount | Texts | Times | Counts]
"""What is known, by subject, and by the key of an activity type."""


@dataclass(slots=True)
class Solver:
    """Looks for states in which formulas hold."""

    _queries: dict[tuple[Query, Query], bool] = field(default_factory=dict)
    _nothing: dict[Query, bool] = field(default_factory=dict)
    _left: int = 0

    def is_impossible(self, *formulas: Formula) -> bool:
        """Whether it is certain that nobody is as all the formulas say."""
        try:
            return next(self.states(*formulas), None) is None
        except TooLargeError:
            return False

    def states(self, *formulas: Formula) -> Iterator[State]:
        """The states without contradiction; raises `TooLargeError` where it takes too long."""
        self._left = STEPS
        return self._ways({}, list(formulas), [])

    def _ways(self, state: State, pending: list[Formula], open_: list[Or]) -> Iterator[State]:
        """All ways to make pending formulas and open alternatives true."""
        state = dict(state)
        open_ = list(open_)
        while True:
            if not self._narrow(state, pending, open_):
                return
            settled = self._settle(state, open_)
            if settled is None:
                return
            pending, open_ = settled
            if not pending:
                break
        if not open_:
            yield state
            return
        shortest = min(open_, key=lambda each: len(each.options))
        rest = [each for each in open_ if each is not shortest]
        for option in shortest.options:
            yield from self._ways(state, [option], rest)

    def _narrow(self, state: State, pending: list[Formula], open_: list[Or]) -> bool:
        """Put facts into the state and alternatives aside; False at a contradiction."""
        waiting = list(reversed(pending))
        while waiting:
            formula = waiting.pop()
            match formula:
                case And():
                    waiting.extend(reversed(formula.items))
                case Or():
                    if not formula.options:
                        return False
                    open_.append(formula)
                case _:
                    if not self._add(state, formula):
                        return False
        return True

    def _settle(self, state: State, open_: list[Or]) -> tuple[list[Formula], list[Or]] | None:
        """Options that are out are dropped; the last one of an alternative is pending.

        None where an alternative has none left.
        """
        pending: list[Formula] = []
        still: list[Or] = []
        for each in open_:
            options = [option for option in each.options if self._may_be(state, option)]
            if not options:
                return None
            if len(options) == 1:
                pending.append(options[0])
            elif not any(self._is_known(state, option) for option in options):
                still.append(Or(tuple(options)))
        return pending, still

    def _may_be(self, state: State, formula: Formula) -> bool:
        """Whether a fact does not contradict the state; of anything else that is open."""
        match formula:
            case And():
                return all(self._may_be(state, each) for each in formula.items)
            case Or():
                return bool(formula.options)
            case _:
                return self._add(dict(state), formula)

    def _is_known(self, state: State, formula: Formula) -> bool:
        """Whether the state leaves no other way than that a fact holds."""
        if isinstance(formula, And | Or | Happened):
            return False
        opposite = denied(formula)
        if isinstance(opposite, Or):
            return not any(self._may_be(state, each) for each in opposite.options)
        return not self._may_be(state, opposite)

    # -- facts ----------------------------------------------------------------------------

    def _add(self, state: State, fact: Fact) -> bool:
        """Narrow the state by one fact; False where that leaves nothing."""
        self._left -= 1
        if self._left < 0:
            raise TooLargeError
        match fact:
            case Among():
                return _add_number(state, fact)
            case Says():
                return _add_text(state, fact)
            case Since() | NoTime():
                return _add_time(state, fact)
            case Happened():
                return self._add_count(state, fact)

    def _add_count(self, state: State, fact: Happened) -> bool:
        key = fact.query.activity.key
        known = state.get(key, Counts())
        assert isinstance(known, Counts)
        if fact.denied:
            if any(
                times >= fact.times and self._is_part(query, fact.query)
                for query, times in known.enough
            ):
                return False
            state[key] = known._replace(fewer=(*known.fewer, (fact.query, fact.times)))
            return True
        if self._finds_nothing(fact.query) or any(
            fact.times >= times and self._is_part(fact.query, query) for query, times in known.fewer
        ):
            return False
        state[key] = known._replace(enough=(*known.enough, (fact.query, fact.times)))
        return True

    def _finds_nothing(self, query: Query) -> bool:
        """Whether no activity at all can be what a query asks for."""
        known = self._nothing.get(query)
        if known is None:
            known = self._nothing[query] = Solver().is_impossible(query.holds)
        return known

    def _is_part(self, query: Query, other: Query) -> bool:
        """Whether all that a query finds is certainly found by another one."""
        key = (query, other)
        known = self._queries.get(key)
        if known is None:
            known = query == other or Solver().is_impossible(query.holds, denied(other.holds))
            self._queries[key] = known
        return known


def _add_number(state: State, fact: Among) -> bool:
    subject = fact.subject
    known = state.get(subject)
    if known is None:
        known = _any_number(subject)
    assert isinstance(known, Amount)
    numbers = known.numbers.common(fact.numbers)
    if subject.type.is_whole:
        numbers = numbers.whole()
    may_be_empty = known.may_be_empty and fact.or_empty
    state[subject] = Amount(may_be_empty, numbers)
    return may_be_empty or bool(numbers.stretches)


def _any_number(subject: Subject) -> Amount:
    """All values of a subject that is a number, or yes and no."""
    if subject.kind in (Kind.FIELD, Kind.ATTRIBUTE, Kind.MEMBERSHIP, Kind.READ_AS_NUMBER):
        return Amount(True, BOTH if subject.type is DataType.BOOLEAN else Numbers.all())
    if subject.kind is Kind.DRAW:
        return Amount(False, Numbers.between(0, 1, has_high=False))
    return Amount(False, BOTH if subject.type is DataType.BOOLEAN else Numbers.all())


def _add_text(state: State, fact: Says) -> bool:
    known = state.get(fact.subject, Texts())
    assert isinstance(known, Texts)
    narrowed = _narrowed(known, fact)
    state[fact.subject] = narrowed
    return not narrowed.is_impossible


def _narrowed(known: Texts, fact: Says) -> Texts:
    match fact.how:
        case How.IS_FILLED:
            return known.empty() if fact.denied else known.filled()
        case How.IS:
            return known.not_among(fact.texts) if fact.denied else known.among(fact.texts)
        case How.IS_EXACTLY:
            return known.not_exactly(fact.texts) if fact.denied else known.exactly(fact.texts)
        case _:
            pass
    (text,) = fact.texts
    match fact.how:
        case How.STARTS:
            if fact.denied:
                return known._replace(starts_not=known.starts_not | fact.texts).settled()
            return known.starting(text)
        case How.ENDS:
            if fact.denied:
                return known._replace(ends_not=known.ends_not | fact.texts).settled()
            return known.ending(text)
        case _:
            if fact.denied:
                return known._replace(holds_not=known.holds_not | fact.texts).settled()
            return known.holding(text)


def _add_time(state: State, fact: Since | NoTime) -> bool:
    subject = fact.subject
    known = state.get(subject)
    if known is None:
        known = Times(may_be_empty=subject.kind is not Kind.TIME)
    assert isinstance(known, Times)
    if isinstance(fact, NoTime):
        if fact.denied:
            known = known._replace(may_be_empty=False)
        else:
            known = known._replace(may_be_there=False)
    else:
        since, until = known.since, known.until
        if fact.denied:
            until |= {fact.edge}
            clash = any(never_after(fact.edge, each) for each in since)
        else:
            since |= {fact.edge}
            clash = any(never_after(each, fact.edge) for each in until)
        known = Times(False, known.may_be_there and not clash, since, until)
    state[subject] = known
    return known.may_be_empty or known.may_be_there
