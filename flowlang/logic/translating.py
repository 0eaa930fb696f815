"""Filters as formulas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from flowlang.datatypes import DataType, Family
from flowlang.logic.comparing import compared, opaque
from flowlang.logic.edges import NOW, later
from flowlang.logic.formulas import (
    FALSE,
    TRUE,
    Among,
    Formula,
    Happened,
    How,
    Kind,
    Query,
    Says,
    Since,
    Subject,
    both,
    denied,
    either,
    yes,
)
from flowlang.logic.numbers import Numbers
from flowlang.logic.wording import asked
from flowlang.model.assets import Activity, Attribute, Field, Program, Segmentation
from flowlang.model.campaigns import Trigger
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
    MembershipAttribute,
    Not,
    Random,
    Test,
    WaitingIn,
)

SEGMENTS = 30
"""Of a segmentation with more segments only that they exclude each other is known."""

_TYPES = {
    MembershipAttribute.STATUS: DataType.STRING,
    MembershipAttribute.SUCCESS: DataType.BOOLEAN,
    MembershipAttribute.SUCCESS_DATE: DataType.DATETIME,
    MembershipAttribute.MEMBERSHIP_DATE: DataType.DATETIME,
    MembershipAttribute.STREAM: DataType.STRING,
    MembershipAttribute.CADENCE: DataType.STRING,
}

TIME = Subject(Kind.TIME, "time", "time", DataType.DATETIME)
"""When an activity happened."""

_MakeSubject = Callable[[Field | Attribute | MembershipAttribute, DataType], Subject]


@dataclass(slots=True)
class Translator:
    """Makes formulas of filters in one zone; each filter once."""

    zone: ZoneInfo
    _known: dict[tuple[Filter, bool], Formula] = field(default_factory=dict)
    _activities: dict[Did | Trigger, Formula] = field(default_factory=dict)

    def formula(self, filter_: Filter, *, holds: bool = True) -> Formula:
        """When a filter holds, or when it does not."""
        key = (filter_, holds)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._made(filter_, holds)
        return known

    def _made(self, filter_: Filter, holds: bool) -> Formula:
        match filter_:
            case All():
                join = both if holds else either
                return join(*(self.formula(each, holds=holds) for each in filter_.items))
            case Any():
                join = either if holds else both
                return join(*(self.formula(each, holds=holds) for each in filter_.items))
            case Not():
                return self.formula(filter_.item, holds=not holds)
            case InSmartList():
                join = either if holds else both
                lists = filter_.smart_lists
                return join(*(self.formula(each.filter, holds=holds) for each in lists))
            case InSegment():
                return self._in_segments(filter_, holds)
            case _:
                found = self._single(filter_)
                return found if holds else denied(found)

    def _single(self, filter_: Filter) -> Formula:
        match filter_:
            case Everyone():
                return TRUE
            case Test():
                return self._test(filter_, person_subject, lacking_counts=True)
            case InList():
                return either(
                    *(
                        yes(Subject(Kind.LIST, each.qualified_name, each.name, DataType.BOOLEAN))
                        for each in filter_.lists
                    )
                )
            case InCampaign():
                return either(
                    *(
                        yes(
                            Subject(
                                Kind.CAMPAIGN,
                                each.qualified_name,
                                each.qualified_name,
                                DataType.BOOLEAN,
                            )
                        )
                        for each in filter_.campaigns
                    )
                )
            case InProgram():
                return either(*(self._in_program(filter_, each) for each in filter_.programs))
            case Did():
                return self._did(filter_)
            case Random():
                share = Numbers.between(filter_.low, filter_.high, has_high=False)
                subject = Subject(Kind.DRAW, filter_.place, "chance", DataType.FLOAT)
                return Among(subject, False, share)
            case WaitingIn():
                key: object = tuple(each.qualified_name for each in filter_.campaigns)
                return yes(Subject(Kind.UNKNOWN, ("waiting", key), "waiting", DataType.BOOLEAN))
            case _:
                unknown = ("filter", id(filter_))
                return yes(Subject(Kind.UNKNOWN, unknown, "unknown", DataType.BOOLEAN))

    def _test(self, test: Test, subject_of: _MakeSubject, *, lacking_counts: bool) -> Formula:
        subject = subject_of(test.subject, test.type)
        try:
            return compared(
                subject, test.operator, test.values, self.zone, lacking_counts=lacking_counts
            )
        except (OverflowError, ValueError):  # a date at the very end of the calendar
            return opaque(subject, test.operator, test.values)

    # -- segments -------------------------------------------------------------------------

    def _in_segments(self, filter_: InSegment, holds: bool) -> Formula:
        segmentation = filter_.segmentation
        everything = set(range(-1, len(segmentation.segments)))
        wanted = set(filter_.segments)
        inside = wanted if holds else everything - wanted
        subject = Subject(
            Kind.SEGMENT,
            segmentation.qualified_name,
            segmentation.name,
            DataType.INTEGER,
        )
        known = Among(subject, False, Numbers.of(inside))
        if len(everything) > SEGMENTS:
            return known if inside else FALSE
        options = (self._in_segment(segmentation, each) for each in sorted(inside))
        return both(known, either(*options))

    def _in_segment(self, segmentation: Segmentation, position: int) -> Formula:
        """In none of the segments before one, and in that one; in none at all for `Default`."""
        segments = segmentation.segments
        before = segments if position < 0 else segments[:position]
        outside = [self.formula(each.filter, holds=False) for each in before]
        if position < 0:
            return both(*outside)
        return both(self.formula(segments[position].filter), *outside)

    # -- memberships ----------------------------------------------------------------------

    def _in_program(self, filter_: InProgram, program: Program) -> Formula:
        parts = [yes(Subject(Kind.PROGRAM, program.name, program.name, DataType.BOOLEAN))]
        if filter_.statuses:
            status = _membership_subject(program, MembershipAttribute.STATUS)
            parts.append(Says(status, How.IS_EXACTLY, frozenset(filter_.statuses)))
        if filter_.where is not None:

            def subject_of(
                what: Field | Attribute | MembershipAttribute, type_: DataType
            ) -> Subject:
                return _membership_subject(program, what)

            parts.append(self._constraint(filter_.where, subject_of, lacking_counts=True))
        return both(*parts)

    def _constraint(
        self, filter_: Filter, subject_of: _MakeSubject, *, lacking_counts: bool
    ) -> Formula:
        """What is asked of one membership or activity."""
        match filter_:
            case All():
                parts = (
                    self._constraint(each, subject_of, lacking_counts=lacking_counts)
                    for each in filter_.items
                )
                return both(*parts)
            case Any():
                parts = (
                    self._constraint(each, subject_of, lacking_counts=lacking_counts)
                    for each in filter_.items
                )
                return either(*parts)
            case Not():
                inside = self._constraint(filter_.item, subject_of, lacking_counts=lacking_counts)
                return denied(inside)
            case Test():
                return self._test(filter_, subject_of, lacking_counts=lacking_counts)
            case Everyone():
                return TRUE
            case _:
                unknown = ("filter", id(filter_))
                return yes(Subject(Kind.UNKNOWN, unknown, "unknown", DataType.BOOLEAN))

    # -- activities -----------------------------------------------------------------------

    def _did(self, filter_: Did) -> Formula:
        parts = [self.activity(filter_), Since(TIME, later(NOW), denied=True)]
        window = filter_.window
        if window is not None:
            try:
                inside = compared(
                    TIME, window.operator, window.values, self.zone, lacking_counts=False
                )
            except (OverflowError, ValueError):
                inside = opaque(TIME, window.operator, window.values)
            parts.append(inside)
        query = Query(filter_.activity, both(*parts), asked(filter_))
        return Happened(query, filter_.at_least, filter_.negated)

    def activity(self, filter_: Did | Trigger) -> Formula:
        """What must hold of one activity, its time aside."""
        known = self._activities.get(filter_)
        if known is None:
            known = self._activities[filter_] = self._activity(filter_)
        return known

    def _activity(self, filter_: Did | Trigger) -> Formula:
        activity = filter_.activity
        primary = activity.primary
        parts: list[Formula] = []
        if filter_.assets:
            wanted = frozenset(each.casefold() for each in filter_.assets)
            parts.append(Says(_primary_subject(activity), How.IS, wanted))
        if filter_.of_field is not None:
            keys = tuple(sorted(filter_.of_field.keys))
            name = filter_.of_field.label
            parts.append(yes(Subject(Kind.OF_FIELD, keys, name, DataType.BOOLEAN)))
            parts.append(Says(_primary_subject(activity), How.IS_FILLED, frozenset()))
        if filter_.where is not None:

            def subject_of(
                what: Field | Attribute | MembershipAttribute, type_: DataType
            ) -> Subject:
                assert isinstance(what, Attribute)
                if primary is not None and what.key == primary.key:
                    if type_.family is Family.TEXT:
                        return _primary_subject(activity)
                    return Subject(Kind.ATTRIBUTE, what.key, what.label, type_)
                return _attribute_subject(what, type_)

            parts.append(self._constraint(filter_.where, subject_of, lacking_counts=False))
        return both(*parts)


def person_subject(what: Field | Attribute | MembershipAttribute, type_: DataType) -> Subject:
    """A person's or company's field."""
    assert isinstance(what, Field)
    return Subject(Kind.FIELD, what.key, what.label, type_)


def _membership_subject(program: Program, what: Field | Attribute | MembershipAttribute) -> Subject:
    if isinstance(what, MembershipAttribute):
        words = what.value.replace("_", " ")
        return Subject(Kind.MEMBERSHIP, what, words, _TYPES[what], program.name)
    assert isinstance(what, Field)
    return Subject(Kind.MEMBERSHIP, what.key, what.label, what.type, program.name)


def _attribute_subject(what: Attribute, type_: DataType) -> Subject:
    if type_.family is Family.TEXT:
        type_ = DataType.STRING
    return Subject(Kind.ATTRIBUTE, what.key, what.label, type_)


def _primary_subject(activity: Activity) -> Subject:
    primary = activity.primary
    name = "asset" if primary is None else primary.label
    return Subject(Kind.ATTRIBUTE, "=asset", name, DataType.STRING)
