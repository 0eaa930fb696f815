"""A filter asked part by part of one person: every answer is the engine's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from flowlang.datatypes import DataType, Family
from flowlang.engine.chance import draws
from flowlang.engine.filters import membership_vector, passing
from flowlang.engine.state import State
from flowlang.engine.tokens import Context
from flowlang.engine.vectors import NEVER, Rows
from flowlang.model.assets import Attribute, Field, Program
from flowlang.model.filters import (
    All,
    Any,
    Did,
    Everyone,
    Filter,
    InCampaign,
    InList,
    InProgram,
    InSegment,
    InSmartList,
    Not,
    Operator,
    Random,
    Test,
    WaitingIn,
)
from flowlang.trace.deeds import answer_did
from flowlang.trace.story import Question
from flowlang.trace.tokens import in_filter
from flowlang.trace.values import EMPTY, Cell, cell, moment_told
from flowlang.trace.words import place, written

_COUNT_AS_EARLIER = (Operator.BEFORE, Operator.ON_OR_BEFORE, Operator.IN_PAST_BEFORE)


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks one person, at one moment, in the context of one campaign.

    `context` is None where my tokens mean what they mean where they are written.
    """

    state: State
    row: int
    now: int
    context: Context | None

    @property
    def rows(self) -> Rows:
        """The person as a cohort's rows."""
        return np.array([self.row], np.intp)

    def holds(self, filter_: Filter) -> bool:
        """Whether a filter holds; that somebody asked leaves no trace in what is counted."""
        counted, self.state.asked = self.state.asked, None
        try:
            return bool(passing(filter_, self.state, self.rows, self.now, self.context)[0])
        finally:
            self.state.asked = counted

    def ask(self, filter_: Filter) -> Question:
        """A filter with all its parts."""
        question = begun(filter_, _KINDS[type(filter_)], self.holds(filter_))
        match filter_:
            case All() | Any():
                question.parts = [self.ask(item) for item in filter_.items]
            case Not():
                question.parts = [self.ask(filter_.item)]
            case Test():
                self._test(filter_, question)
            case InList():
                self._lists(filter_, question)
            case InSmartList():
                self._smart_lists(filter_, question)
            case InSegment():
                self._segment(filter_, question)
            case InCampaign():
                self._entered(filter_, question)
            case InProgram():
                self._membership(filter_, question)
            case Did():
                question.tokens = in_filter(filter_, self.state, self.context, self.now)
                answer_did(filter_, question, self.state, self.row, self.now, self.context)
            case Random():
                self._draw(filter_, question)
            case WaitingIn():
                self._waits(filter_, question)
            case _:
                pass
        return question

    def _test(self, test: Test, question: Question) -> None:
        assert isinstance(test.subject, Field)
        vector = self.state.column(test.subject)
        found = cell(vector, self.row, test.subject.type, self.state.plan.calendar.zone)
        answer_test(test, found, question)
        question.tokens = in_filter(test, self.state, self.context, self.now)

    def _lists(self, filter_: InList, question: Question) -> None:
        on = [
            each.qualified_name for each in filter_.lists if self.state.list_members(each)[self.row]
        ]
        question.value = bool(on)
        if not on:
            question.detail = "not on it" if len(filter_.lists) == 1 else "on none of them"
        else:
            question.detail = "on it" if len(filter_.lists) == 1 else f"on {_named(on)}"

    def _smart_lists(self, filter_: InSmartList, question: Question) -> None:
        inside = replace(self, context=None)
        for each in filter_.smart_lists:
            behind = inside.ask(each.filter)
            text = f'smart list "{each.qualified_name}"'
            spot = place(each.source, each.span)
            question.parts.append(Question("smart_list", text, behind.holds, spot, parts=[behind]))

    def _segment(self, filter_: InSegment, question: Question) -> None:
        """The segment the person is in, and the filters of it and of those before it."""
        segments = filter_.segmentation.segments
        found = next(
            number
            for number in (*range(len(segments)), -1)
            if self.holds(replace(filter_, segments=(number,)))
        )
        name = segments[found].name if found >= 0 else "Default"
        question.value, question.detail = name, f'in "{name}"'
        inside = replace(self, context=None)
        for each in segments[: found + 1] if found >= 0 else segments:
            behind = inside.ask(each.filter)
            spot = behind.place
            question.parts.append(
                Question("segment", f'segment "{each.name}"', behind.holds, spot, parts=[behind])
            )

    def _entered(self, filter_: InCampaign, question: Question) -> None:
        told = []
        total = 0
        for campaign in filter_.campaigns:
            entries = self.state.campaign_entries(campaign)
            times, last = int(entries.times[self.row]), int(entries.last[self.row])
            total += times
            if times:
                name = "" if len(filter_.campaigns) == 1 else f'"{campaign.qualified_name}" '
                told.append(name + self.entries_told(times, last))
        question.value = total
        question.detail = "; ".join(told) or "never entered"

    def entries_told(self, times: int, last: int) -> str:
        """How often a campaign was entered, and when last."""
        when = "" if last == NEVER else f", the last time {self._moment(last)}"
        return f"entered {_times(times)}{when}"

    def _membership(self, filter_: InProgram, question: Question) -> None:
        told = []
        for program in filter_.programs:
            members = self.state.program_members(program)
            name = f'"{program.name}": ' if len(filter_.programs) > 1 else ""
            if not members.member[self.row]:
                told.append(f"{name}not a member")
                continue
            zone = self.state.plan.calendar.zone
            status = cell(members.status, self.row, DataType.TEXT, zone)
            question.value = status.value
            since = int(members.membership_date[self.row])
            when = "" if since == NEVER else f" since {self._moment(since)}"
            told.append(f"{name}{status.told}{when}")
            if filter_.where is not None:
                question.parts.append(self._constraint(filter_, program, filter_.where))
        question.detail = "; ".join(told)

    def _constraint(self, filter_: InProgram, program: Program, where: Filter) -> Question:
        """What is asked of the membership of one program."""
        alone = replace(filter_, programs=(program,), statuses=())

        def holds(part: Filter) -> bool:
            return self.holds(replace(alone, where=part))

        def read(test: Test) -> Cell:
            assert not isinstance(test.subject, Attribute)
            vector = membership_vector(test.subject, self.state.program_members(program))
            return cell(vector, self.row, test.type, self.state.plan.calendar.zone)

        return constrained(where, holds, read)

    def _draw(self, filter_: Random, question: Question) -> None:
        key = self.state.keys[self.rows]
        draw = float(draws(self.state.plan.seed, filter_.place, key, self.now)[0])
        question.value = draw
        low, high = _percent(filter_.low), _percent(filter_.high)
        wanted = f"below {high}" if filter_.low == 0 else f"from {low} to below {high}"
        question.detail = f"drew {_percent(draw, 4)}, wanted {wanted}"

    def _waits(self, filter_: WaitingIn, question: Question) -> None:
        names = [
            each.qualified_name
            for each in filter_.campaigns
            if self.holds(replace(filter_, campaigns=(each,)))
        ]
        question.value = bool(names)
        question.detail = f"waits in {_named(names)}" if names else "does not wait"

    def _moment(self, seconds: int) -> str:
        return moment_told(seconds, self.state.plan.calendar.zone)


def begun(filter_: Filter, kind: str, holds: bool) -> Question:
    """A question without details."""
    return Question(
        kind, written(filter_.source, filter_.span), holds, place(filter_.source, filter_.span)
    )


def answer_test(test: Test, found: Cell, question: Question, *, counts: bool = True) -> None:
    """What was compared; `counts` tells that an empty value counts as the least one."""
    question.value, question.detail = found
    if found.value is not None or test.operator in (Operator.IS_EMPTY, Operator.IS_NOT_EMPTY):
        return
    family = test.type.family
    if not counts or family is Family.TEXT:
        question.detail = EMPTY
    elif family is Family.NUMBER:
        question.detail = "empty, which counts as 0"
    elif family is Family.BOOLEAN:
        question.detail = "empty, which counts as false"
    else:
        early = test.operator in _COUNT_AS_EARLIER
        question.detail = "no date, which counts as earlier" if early else "no date"


def constrained(
    filter_: Filter,
    holds: Callable[[Filter], bool],
    read: Callable[[Test], Cell],
    *,
    counts: bool = True,
) -> Question:
    """A constraint with all its parts; `read` gives what a comparison is about."""
    question = begun(filter_, _KINDS[type(filter_)], holds(filter_))
    match filter_:
        case All() | Any():
            question.parts = [
                constrained(item, holds, read, counts=counts) for item in filter_.items
            ]
        case Not():
            question.parts = [constrained(filter_.item, holds, read, counts=counts)]
        case Test():
            answer_test(filter_, read(filter_), question, counts=counts)
        case _:
            pass
    return question


_KINDS: dict[type[Filter], str] = {
    All: "all",
    Any: "any",
    Not: "not",
    Everyone: "everyone",
    Test: "comparison",
    InList: "list",
    InSmartList: "smart_lists",
    InSegment: "segments",
    InCampaign: "campaign",
    InProgram: "program",
    Did: "activity",
    Random: "random",
    WaitingIn: "waiting",
}


def _percent(share: float, digits: int = 10) -> str:
    return f"{round(share * 100, digits):g} %"


def _named(names: list[str]) -> str:
    return ", ".join(f'"{each}"' for each in names)


def _times(number: int) -> str:
    return "once" if number == 1 else "twice" if number == 2 else f"{number:,} times"
