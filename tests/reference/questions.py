"""Filters: what is asked of one person at one moment."""

from __future__ import annotations

import hashlib
from typing import Any

from flowlang.datatypes import DataType, Family
from flowlang.model import filters
from flowlang.model.assets import Attribute, Field
from flowlang.model.campaigns import Trigger
from flowlang.model.filters import MembershipAttribute, Operator
from flowlang.model.values import (
    Day,
    Duration,
    Moment,
    ScoreChange,
    Template,
    TimeFrame,
    TokenFamily,
    TokenUse,
)
from flowlang.names import name_key
from tests.reference import clock
from tests.reference.person import Activity, Membership, Person
from tests.reference.values import Values, attribute_text, parsed

MASK = 2**64 - 1


def mix(value: int) -> int:
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB & MASK
    return value ^ (value >> 31)


def text_number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode()).digest()[:8], "big")


def draw(seed: int, place: str, person: str, now: int) -> float:
    canonical = person.isascii() and person.isdigit() and str(int(person)) == person
    number = int(person) if canonical and int(person) < 2**63 else text_number(person)
    first = mix((seed & MASK) ^ text_number(place))
    return (mix(mix(first ^ number) ^ (now & MASK)) >> 11) / 2**53


class Asker:
    """Asks filters of one person, at one moment, in one token context."""

    def __init__(self, run: Any, person: Person, now: int, tokens: Any) -> None:
        self.run = run
        self.person = person
        self.now = now
        self.tokens = tokens
        self.zone = run.instance.project.timezone
        self.values = Values(run, person, now, tokens)

    def passes(self, filter_: filters.Filter | None) -> bool:
        person = self.person
        match filter_:
            case None | filters.Everyone():
                return True
            case filters.All():
                return all(self.passes(item) for item in filter_.items)
            case filters.Any():
                return any(self.passes(item) for item in filter_.items)
            case filters.Not():
                return not self.passes(filter_.item)
            case filters.Test():
                assert isinstance(filter_.subject, Field)
                return self.compare(filter_, person.values.get(filter_.subject.key), False)
            case filters.InList():
                return any(each.qualified_name in person.lists for each in filter_.lists)
            case filters.InSmartList():
                inside = Asker(self.run, person, self.now, None)
                return any(inside.passes(each.filter) for each in filter_.smart_lists)
            case filters.InSegment():
                inside = Asker(self.run, person, self.now, None)
                for number, segment in enumerate(filter_.segmentation.segments):
                    if inside.passes(segment.filter):
                        return number in filter_.segments
                return -1 in filter_.segments
            case filters.InCampaign():
                return any(
                    person.entries.get(each.qualified_name, (0, 0))[1] > 0
                    for each in filter_.campaigns
                )
            case filters.InProgram():
                return any(
                    each.name in person.programs
                    and self.is_member(filter_, person.programs[each.name])
                    for each in filter_.programs
                )
            case filters.Did():
                enough = self.count(filter_) >= filter_.at_least
                return enough is not filter_.negated
            case filters.Random():
                chance = draw(self.run.seed, filter_.place, person.id, self.now)
                return filter_.low <= chance < filter_.high
            case filters.WaitingIn():
                return any(trip.campaign in filter_.campaigns for trip in person.trips)
        raise AssertionError(filter_)

    # -- memberships and activities ---------------------------------------------------

    def is_member(self, filter_: filters.InProgram, member: Membership) -> bool:
        if filter_.statuses and member.status not in filter_.statuses:
            return False
        return filter_.where is None or self.constraint(
            filter_.where, lambda test: self.compare(test, of_member(test.subject, member), False)
        )

    def constraint(self, filter_: filters.Filter, ask: Any) -> bool:
        match filter_:
            case filters.All():
                return all(self.constraint(item, ask) for item in filter_.items)
            case filters.Any():
                return any(self.constraint(item, ask) for item in filter_.items)
            case filters.Not():
                return not self.constraint(filter_.item, ask)
            case filters.Everyone():
                return True
            case filters.Test():
                return bool(ask(filter_))
        raise AssertionError(filter_)

    def count(self, filter_: filters.Did) -> int:
        return sum(
            activity.type == filter_.activity.number
            and activity.counts
            and activity.time <= self.now
            and self.fits(filter_, activity)
            and self.in_window(filter_.window, activity.time)
            for activity in self.person.log
        )

    def in_window(self, window: filters.Window | None, time: int) -> bool:
        if window is None:
            return True
        values = self.operands(window.values, DataType.DATETIME)
        return bool(values) and self.date_holds(window.operator, time, values)

    def fits(self, filter_: filters.Did | Trigger, activity: Activity) -> bool:
        """Asset, field and attributes of an activity, whatever its time."""
        asset = activity.asset or ""
        if filter_.assets and asset.casefold() not in {each.casefold() for each in filter_.assets}:
            return False
        if filter_.of_field is not None and name_key(asset) not in filter_.of_field.keys:
            return False
        return filter_.where is None or self.constraint(
            filter_.where, lambda test: self.compare_attribute(test, filter_, activity)
        )

    def compare_attribute(
        self, test: filters.Test, filter_: filters.Did | Trigger, activity: Activity
    ) -> bool:
        assert isinstance(test.subject, Attribute)
        primary = filter_.activity.primary
        if primary is not None and test.subject.key == primary.key:
            text = activity.asset or None
        else:
            text = attribute_text(activity.attributes, test.subject.key)
        value = None if text is None else parsed(text, test.type)
        return self.compare(test, value, True)

    # -- comparisons ------------------------------------------------------------------

    def operands(self, values: tuple[Any, ...], type_: DataType) -> list[Any]:
        found = []
        for value in values:
            if isinstance(value, Template):
                found.append(self.values.text(value))
            elif isinstance(value, TokenUse):
                resolved = self.operand(value, type_)
                if resolved is not None:
                    found.append(resolved)
            else:
                found.append(value)
        return found

    def operand(self, use: TokenUse, type_: DataType) -> Any:
        if type_.family is Family.TEXT:
            text = self.values.text(use)
            if use.family is TokenFamily.MY and self.values.my(use) is None and not use.default:
                return None
            return text
        if use.family is TokenFamily.MY:
            value = self.values.my(use)
            return use.default if value is None else value
        if use.key == "date":
            return Day(clock.day_number(clock.local(self.now, self.zone).date()))
        return Moment(self.now)

    def compare(self, test: filters.Test, value: Any, is_attribute: bool) -> bool:
        operator = test.operator
        if operator is Operator.IS_EMPTY:
            return value is None
        if operator is Operator.IS_NOT_EMPTY:
            return value is not None
        positive = {
            Operator.IS_NOT: Operator.IS,
            Operator.NOT_CONTAINS: Operator.CONTAINS,
            Operator.NOT_STARTS_WITH: Operator.STARTS_WITH,
        }.get(operator)
        operands = self.operands(test.values, test.type)
        if positive is not None:
            return not self.holds(positive, test.type, value, operands, is_attribute)
        return self.holds(operator, test.type, value, operands, is_attribute)

    def holds(
        self, operator: Operator, type_: DataType, value: Any, operands: list[Any], lacks: bool
    ) -> bool:
        if not operands:
            return False
        if type_.family is Family.TEXT:
            if all(isinstance(each, str) for each in operands):
                return value is not None and text_holds(operator, value, operands)
            number = None if value is None else parsed(value, DataType.FLOAT)
            return number is not None and number_holds(operator, number, operands)
        if type_ is DataType.BOOLEAN:
            if value is None:
                return not lacks and False in operands
            return value in operands
        if type_.family is Family.DATE:
            if value is None:
                return not lacks and operator in (
                    Operator.BEFORE,
                    Operator.ON_OR_BEFORE,
                    Operator.IN_PAST_BEFORE,
                )
            if type_ is DataType.DATE:
                value = clock.midnight(value, self.zone)
            return self.date_holds(operator, value, operands)
        if value is None:
            return not lacks and number_holds(operator, 0, operands)
        return number_holds(operator, value, operands)

    def range_of(self, operand: Any) -> tuple[int, int]:
        """The first and the last second that a written date means."""
        if isinstance(operand, Day):
            begin = clock.midnight(operand.days, self.zone)
            return begin, clock.midnight(operand.days + 1, self.zone) - 1
        assert isinstance(operand, Moment)
        return operand.seconds, operand.seconds

    def date_holds(self, operator: Operator, time: int, operands: list[Any]) -> bool:
        first = operands[0]
        now, zone = self.now, self.zone
        if isinstance(first, TimeFrame):
            starts = self.run.instance.project.week_starts_on
            begin, end = clock.frame(first, now, zone, starts)
            return begin <= time < end
        if isinstance(first, Duration):
            past = clock.shift(now, first, -1, zone)
            future = clock.shift(now, first, 1, zone)
            return {
                Operator.IN_PAST: past <= time <= now,
                Operator.IN_PAST_BEFORE: time < past,
                Operator.IN_FUTURE: now < time <= future,
                Operator.IN_FUTURE_AFTER: time > future,
            }[operator]
        ranges = [self.range_of(each) for each in operands]
        match operator:
            case Operator.IS:
                return any(begin <= time <= end for begin, end in ranges)
            case Operator.BEFORE:
                return time < ranges[0][0]
            case Operator.AFTER:
                return time > ranges[0][1]
            case Operator.ON_OR_BEFORE:
                return time <= ranges[0][1]
            case Operator.ON_OR_AFTER:
                return time >= ranges[0][0]
            case Operator.BETWEEN:
                return ranges[0][0] <= time <= ranges[1][1]
        raise AssertionError(operator)


def text_holds(operator: Operator, value: str, operands: list[str]) -> bool:
    here = value.casefold()
    for operand in operands:
        wanted = operand.casefold()
        if not wanted:
            continue
        if operator is Operator.IS and here == wanted:
            return True
        if operator is Operator.CONTAINS and wanted in here:
            return True
        if operator is Operator.STARTS_WITH and here.startswith(wanted):
            return True
        if operator is Operator.ENDS_WITH and here.endswith(wanted):
            return True
    return False


def as_number(operand: Any) -> float:
    if isinstance(operand, ScoreChange):
        return operand.amount
    if isinstance(operand, str):
        number = parsed(operand, DataType.FLOAT)
        return float("nan") if number is None else float(number)
    return float(operand) if isinstance(operand, float) else int(operand)


def number_holds(operator: Operator, value: float, operands: list[Any]) -> bool:
    numbers = [as_number(each) for each in operands]
    match operator:
        case Operator.IS:
            return any(value == each for each in numbers)
        case Operator.AT_LEAST:
            return value >= numbers[0]
        case Operator.AT_MOST:
            return value <= numbers[0]
        case Operator.GREATER:
            return value > numbers[0]
        case Operator.LESS:
            return value < numbers[0]
        case Operator.BETWEEN:
            return numbers[0] <= value <= numbers[1]
    raise AssertionError(operator)


def of_member(subject: Any, member: Membership) -> Any:
    """An attribute or member field of a membership."""
    match subject:
        case MembershipAttribute.STATUS:
            return member.status
        case MembershipAttribute.SUCCESS:
            return member.success
        case MembershipAttribute.SUCCESS_DATE:
            return member.success_date
        case MembershipAttribute.MEMBERSHIP_DATE:
            return member.membership_date
        case MembershipAttribute.STREAM:
            return member.stream
        case MembershipAttribute.CADENCE:
            return member.cadence
    return member.fields.get(subject.key)
