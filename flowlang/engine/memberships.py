"""Becoming a member of a program, and going on in it."""

from __future__ import annotations

from flowlang.engine.state import Memberships, State
from flowlang.engine.vectors import NEVER, Rows, Times, constant_text
from flowlang.model.assets import Status


def join_program(members: Memberships, state: State, rows: Rows, times: Times) -> Rows:
    """Make members of those people who are none, each at their moment, and give them."""
    stranger = ~members.member[rows]
    fresh = rows[stranger]
    if len(fresh):
        members.member[fresh] = True
        members.membership_date[fresh] = times[stranger]
        members.success[fresh] = False
        members.success_date[fresh] = NEVER
        members.origin[fresh] = -1
        nothing = constant_text(None, len(fresh))
        for text in (members.status, members.stream, members.cadence):
            text.put(fresh, nothing)
        state.programs_changed = True
    return fresh


def put_status(
    members: Memberships, state: State, rows: Rows, times: Times, status: Status
) -> None:
    """Give members a status, and success where it comes with it; success stays."""
    members.status.put(rows, constant_text(status.name, len(rows)))
    if status.success:
        fresh = ~members.success[rows]
        members.success_date[rows[fresh]] = times[fresh]
        members.success[rows] = True
    state.programs_changed = True
