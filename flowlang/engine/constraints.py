"""Comparisons, and constraints made of them: of fields, of activities, of memberships."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from flowlang.datatypes import DataType
from flowlang.engine.calendar import Now
from flowlang.engine.predicates import holds
from flowlang.engine.resolve import depends_on_now, moments, operands
from flowlang.engine.state import State
from flowlang.engine.tokens import Context
from flowlang.engine.vectors import Mask, Vector
from flowlang.model.assets import Attribute, Field
from flowlang.model.filters import All, Any, Everyone, Filter, MembershipAttribute, Not, Test

Subject = Field | Attribute | MembershipAttribute
"""What a comparison may be about."""


def compare(
    test: Test,
    vector: Vector,
    state: State,
    now: Now,
    context: Context | None,
    *,
    lacking_counts: bool,
) -> Mask:
    """Where a comparison holds for a vector, its tokens resolved at each moment."""
    calendar = state.plan.calendar
    type_, operator = test.type, test.operator
    if test.literals is not None:
        return holds(
            vector, type_, operator, test.literals, now, calendar, lacking_counts=lacking_counts
        )
    if isinstance(now, int) or not depends_on_now(test.values):
        moment = now if isinstance(now, int) else 0
        values = operands(test.values, type_, state, context, moment)
        return holds(vector, type_, operator, values, now, calendar, lacking_counts=lacking_counts)
    found = np.zeros(len(vector), np.bool_)
    for moment, places in moments(now):
        assert places is not None
        values = operands(test.values, type_, state, context, moment)
        some = vector.take(places)
        found[places] = holds(
            some, type_, operator, values, moment, calendar, lacking_counts=lacking_counts
        )
    return found


def constraint(
    filter_: Filter,
    read: Callable[[Subject, DataType], Vector],
    state: State,
    size: int,
    now: Now,
    context: Context | None,
    lacking_counts: bool,
) -> Mask:
    """Where a constraint holds for activities or memberships; `read` gives their values."""
    match filter_:
        case All():
            found = np.ones(size, np.bool_)
            for item in filter_.items:
                found &= constraint(item, read, state, size, now, context, lacking_counts)
            return found
        case Any():
            found = np.zeros(size, np.bool_)
            for item in filter_.items:
                found |= constraint(item, read, state, size, now, context, lacking_counts)
            return found
        case Not():
            return ~constraint(filter_.item, read, state, size, now, context, lacking_counts)
        case Everyone():
            return np.ones(size, np.bool_)
        case Test():
            vector = read(filter_.subject, filter_.type)
            return compare(filter_, vector, state, now, context, lacking_counts=lacking_counts)
        case _:
            message = f"no meaning for {type(filter_).__name__} in a constraint"
            raise AssertionError(message)
