"""Filters: for whom of a cohort they hold."""

from __future__ import annotations

import numpy as np

from flowlang.datatypes import DataType
from flowlang.engine import activities
from flowlang.engine.calendar import Now
from flowlang.engine.chance import draws
from flowlang.engine.constraints import Subject, compare, constraint
from flowlang.engine.state import Memberships, State
from flowlang.engine.tokens import Context
from flowlang.engine.vectors import NEVER, Array, Mask, Plain, Rows, Vector
from flowlang.model.assets import Field
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
    Operator,
    Random,
    Test,
    WaitingIn,
)


def passing(filter_: Filter, state: State, rows: Rows, now: Now, context: Context | None) -> Mask:
    """For whom of some people a filter holds, each at their own moment.

    `context` is that of the campaign which asks, None where my tokens mean what they mean
    where they are written.
    """
    size = len(rows)
    match filter_:
        case All():
            return _all(filter_, state, rows, now, context)
        case Any():
            found = np.zeros(size, np.bool_)
            for item in filter_.items:
                left = np.flatnonzero(~found)
                if not len(left):
                    break
                found[left] = passing(item, state, rows[left], _at(now, left), context)
            return found
        case Not():
            return ~passing(filter_.item, state, rows, now, context)
        case Everyone():
            return np.ones(size, np.bool_)
        case Test():
            return _test(filter_, state, rows, now, context)
        case InList():
            found = np.zeros(size, np.bool_)
            for list_ in filter_.lists:
                found |= state.list_members(list_)[rows]
            return found
        case InSmartList():
            found = np.zeros(size, np.bool_)
            for smart_list in filter_.smart_lists:
                held = passing(smart_list.filter, state, rows, now, None)
                state.note(smart_list.filter, held)
                found |= held
            return found
        case InSegment():
            segment = np.full(size, -1, np.int32)
            for number, each in enumerate(filter_.segmentation.segments):
                left = np.flatnonzero(segment < 0)
                held = passing(each.filter, state, rows[left], _at(now, left), None)
                state.note(each.filter, held)
                segment[left[held]] = number
            return np.isin(segment, filter_.segments)
        case InCampaign():
            found = np.zeros(size, np.bool_)
            for campaign in filter_.campaigns:
                found |= state.campaign_entries(campaign).times[rows] > 0
            return found
        case InProgram():
            return _in_program(filter_, state, rows, now, context)
        case Did():
            return activities.did(filter_, state, rows, now, context)
        case Random():
            chance = draws(state.plan.seed, filter_.place, state.keys[rows], now)
            return (chance >= filter_.low) & (chance < filter_.high)
        case WaitingIn():
            found = np.zeros(size, np.bool_)
            for campaign in filter_.campaigns:
                number = state.plan.campaign_numbers[campaign]
                found |= state.trips.in_campaign(number, state.size)[rows]
            return found
        case _:
            message = f"no meaning for {type(filter_).__name__}"
            raise AssertionError(message)


def _at(now: Now, places: Array) -> Now:
    return now if isinstance(now, int) else now[places]


def _all(filter_: All, state: State, rows: Rows, now: Now, context: Context | None) -> Mask:
    """Every item in turn, each asked only of those who passed the ones before."""
    size = len(rows)
    places: Array | None = None
    for item in filter_.items:
        some = rows if places is None else rows.take(places)
        if not len(some):
            break
        held = passing(item, state, some, now if places is None else _at(now, places), context)
        if not held.all():
            places = np.flatnonzero(held) if places is None else places.compress(held)
    if places is None:
        return np.ones(size, np.bool_)
    found = np.zeros(size, np.bool_)
    found[places] = True
    return found


def _test(test: Test, state: State, rows: Rows, now: Now, context: Context | None) -> Mask:
    """A comparison of a person's or company's field."""
    field_ = test.subject
    assert isinstance(field_, Field)
    if test.operator is Operator.IS_EMPTY:
        return state.is_empty(field_, rows)
    if test.operator is Operator.IS_NOT_EMPTY:
        return ~state.is_empty(field_, rows)
    vector = state.column(field_)
    if len(rows) < state.size:
        vector = vector.take(rows)
    return compare(test, vector, state, now, context, lacking_counts=True)


def _in_program(
    filter_: InProgram, state: State, rows: Rows, now: Now, context: Context | None
) -> Mask:
    found = np.zeros(len(rows), np.bool_)
    for program in filter_.programs:
        members = state.program_members(program)
        fits = members.member[rows]
        if filter_.statuses:
            fits = fits & members.status.take(rows).where(
                ("status", filter_.statuses), lambda text: text in filter_.statuses
            )
        if filter_.where is not None:
            places = np.flatnonzero(fits)
            some = rows[places]

            def read(
                subject: Subject,
                type_: DataType,
                members: Memberships = members,
                some: Rows = some,
            ) -> Vector:
                return membership_vector(subject, members).take(some)

            held = constraint(
                filter_.where, read, state, len(some), _at(now, places), context, True
            )
            fits = np.zeros(len(rows), np.bool_)
            fits[places[held]] = True
        found |= fits
    return found


def membership_vector(subject: Subject, members: Memberships) -> Vector:
    """An attribute or member field of everyone's membership."""
    match subject:
        case MembershipAttribute.STATUS:
            return members.status
        case MembershipAttribute.SUCCESS:
            return Plain(members.success)
        case MembershipAttribute.SUCCESS_DATE:
            return _moments(members.success_date)
        case MembershipAttribute.MEMBERSHIP_DATE:
            return _moments(members.membership_date)
        case MembershipAttribute.STREAM:
            return members.stream
        case MembershipAttribute.CADENCE:
            return members.cadence
        case Field():
            return members.fields[subject.key]
        case _:
            raise AssertionError(subject)


def _moments(times: Array) -> Plain:
    return Plain(np.where(times == NEVER, 0, times), times == NEVER)
