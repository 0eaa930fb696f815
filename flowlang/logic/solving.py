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
    facts,
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


Key = Subject | str
"""What something is known of: a subject, or the activities of a type, by its key."""

Known = Amount | Texts | Times | Counts

State = dict[Key, Known]
"""What is known, of each of which something is."""


def _key(fact: Fact) -> Key:
    return fact.query.activity.key if isinstance(fact, Happened) else fact.subject


class _Choice(NamedTuple):
    """An alternative that is open: the ways that are left, and what they are about."""

    options: tuple[Formula, ...]
    about: frozenset[Key]


@dataclass(slots=True)
class Solver:
    """Looks for states in which formulas hold."""

    _answers: dict[tuple[Formula, ...], bool] = field(default_factory=dict)
    _queries: dict[tuple[Query, Query], bool] = field(default_factory=dict)
    _nothing: dict[Query, bool] = field(default_factory=dict)
    _opposites: dict[Formula, Formula] = field(default_factory=dict)
    _alone: dict[Fact, Known | None] = field(default_factory=dict)
    _about: dict[Or, frozenset[Key]] = field(default_factory=dict)
    _left: int = 0

    def is_impossible(self, *formulas: Formula) -> bool:
        """Whether it is certain that nobody is as all the formulas say."""
        known = self._answers.get(formulas)
        if known is None:
            try:
                known = next(self.states(*formulas), None) is None
            except TooLargeError:
                known = False
            self._answers[formulas] = known
        return known

    def states(self, *formulas: Formula) -> Iterator[State]:
        """The states without contradiction; raises `TooLargeError` where it takes too long."""
        self._left = STEPS
        return self._ways({}, list(formulas), [])

    def _ways(self, state: State, pending: list[Formula], open_: list[_Choice]) -> Iterator[State]:
        """All ways to make pending formulas and open alternatives true."""
        state = dict(state)
        while pending:
            changed: set[Key] = set()
            fresh = self._narrow(state, pending, changed)
            if fresh is None:
                return
            settled = self._settle(state, open_, fresh, changed)
            if settled is None:
                return
            pending, open_ = settled
        if not open_:
            yield state
            return
        shortest = min(open_, key=lambda each: len(each.options))
        rest = [each for each in open_ if each is not shortest]
        for option in shortest.options:
            yield from self._ways(state, [option], rest)

    def _narrow(
        self, state: State, pending: list[Formula], changed: set[Key]
    ) -> list[_Choice] | None:
        """Put facts into the state; the alternatives among them, None at a contradiction."""
        fresh: list[_Choice] = []
        waiting = list(reversed(pending))
        while waiting:
            formula = waiting.pop()
            match formula:
                case And():
                    waiting.extend(reversed(formula.items))
                case Or():
                    if not formula.options:
                        return None
                    fresh.append(_Choice(formula.options, self._subjects(formula)))
                case _:
                    key = _key(formula)
                    known = self._narrowed(state.get(key), formula)
                    if known is None:
                        return None
                    state[key] = known
                    changed.add(key)
        return fresh

    def _subjects(self, formula: Or) -> frozenset[Key]:
        known = self._about.get(formula)
        if known is None:
            known = self._about[formula] = frozenset(map(_key, facts(formula)))
        return known

    def _settle(
        self, state: State, open_: list[_Choice], fresh: list[_Choice], changed: set[Key]
    ) -> tuple[list[Formula], list[_Choice]] | None:
        """Options that are out are dropped; the last one of an alternative is pending.

        None where an alternative has none left. What is not about anything that has changed
        is as it was.
        """
        pending: list[Formula] = []
        still: list[_Choice] = []
        for each in open_:
            if each.about.isdisjoint(changed):
                still.append(each)
            elif not self._look_at(each, state, pending, still):
                return None
        for each in fresh:
            if not self._look_at(each, state, pending, still):
                return None
        return pending, still

    def _look_at(
        self, choice: _Choice, state: State, pending: list[Formula], still: list[_Choice]
    ) -> bool:
        """Settle one alternative; False where it has no option left."""
        options = [option for option in choice.options if self._may_be(state, option)]
        if len(options) == 1:
            pending.append(options[0])
        elif options and not any(self._is_known(state, option) for option in options):
            still.append(_Choice(tuple(options), choice.about))
        return bool(options)

    def _may_be(self, state: State, formula: Formula) -> bool:
        """Whether a fact does not contradict the state; of anything else that is open."""
        match formula:
            case And():
                return all(self._may_be(state, each) for each in formula.items)
            case Or():
                return bool(formula.options)
            case _:
                return self._narrowed(state.get(_key(formula)), formula) is not None

    def _is_known(self, state: State, formula: Formula) -> bool:
        """Whether the state leaves no other way than that a fact holds."""
        if isinstance(formula, And | Or | Happened):
            return False
        opposite = self._opposites.get(formula)
        if opposite is None:
            opposite = self._opposites[formula] = denied(formula)
        if isinstance(opposite, Or):
            return not any(self._may_be(state, each) for each in opposite.options)
        return not self._may_be(state, opposite)

    # -- facts ----------------------------------------------------------------------------

    def _narrowed(self, known: Known | None, fact: Fact) -> Known | None:
        """What is known of something, narrowed by one fact; None where that leaves nothing."""
        self._left -= 1
        if self._left < 0:
            raise TooLargeError
        if known is not None:
            return self._joined(known, fact)
        if fact not in self._alone:
            self._alone[fact] = self._joined(None, fact)
        return self._alone[fact]

    def _joined(self, known: Known | None, fact: Fact) -> Known | None:
        match fact:
            case Among():
                return _number(known, fact)
            case Says():
                return _text(known, fact)
            case Since() | NoTime():
                return _time(known, fact)
            case Happened():
                return self._count(known, fact)

    def _count(self, known: Known | None, fact: Happened) -> Counts | None:
        known = Counts() if known is None else known
        assert isinstance(known, Counts)
        if fact.denied:
            if any(
                times >= fact.times and self._is_part(query, fact.query)
                for query, times in known.enough
            ):
                return None
            return known._replace(fewer=(*known.fewer, (fact.query, fact.times)))
        if self._finds_nothing(fact.query) or any(
            fact.times >= times and self._is_part(fact.query, query) for query, times in known.fewer
        ):
            return None
        return known._replace(enough=(*known.enough, (fact.query, fact.times)))

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


def _number(known: Known | None, fact: Among) -> Amount | None:
    subject = fact.subject
    known = _any_number(subject) if known is None else known
    assert isinstance(known, Amount)
    numbers = known.numbers.common(fact.numbers)
    if subject.type.is_whole:
        numbers = numbers.whole()
    may_be_empty = known.may_be_empty and fact.or_empty
    return Amount(may_be_empty, numbers) if may_be_empty or numbers.stretches else None


def _any_number(subject: Subject) -> Amount:
    """All values of a subject that is a number, or yes and no."""
    if subject.kind in (Kind.FIELD, Kind.ATTRIBUTE, Kind.MEMBERSHIP, Kind.READ_AS_NUMBER):
        return Amount(True, BOTH if subject.type is DataType.BOOLEAN else Numbers.all())
    if subject.kind is Kind.DRAW:
        return Amount(False, Numbers.between(0, 1, has_high=False))
    return Amount(False, BOTH if subject.type is DataType.BOOLEAN else Numbers.all())


def _text(known: Known | None, fact: Says) -> Texts | None:
    known = _ANY_TEXT if known is None else known
    assert isinstance(known, Texts)
    narrowed = _said(known, fact)
    return None if narrowed.is_impossible else narrowed


_ANY_TEXT = Texts()


def _said(known: Texts, fact: Says) -> Texts:
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


def _time(known: Known | None, fact: Since | NoTime) -> Times | None:
    known = Times(may_be_empty=fact.subject.kind is not Kind.TIME) if known is None else known
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
    return known if known.may_be_empty or known.may_be_there else None
