"""What a partition looks like after a run, as Arrow tables."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from flowlang.engine.state import Memberships, State, changed_columns
from flowlang.engine.vectors import EMPTY, NEVER, Array, Text, Times, arrow_type
from flowlang.model.campaigns import Campaign
from flowlang.people.partition import Outcome


def outcome_of(state: State) -> Outcome:
    """The outcome of a partition when nothing is left to happen."""
    return Outcome(
        fields=changed_columns(state),
        deleted=pa.array(np.flatnonzero(state.deleted).astype(np.int32)),
        activities=state.log.written(state.logged),
        lists=_lists(state) if state.lists_changed else None,
        programs=_programs(state) if state.programs_changed else None,
        campaigns=_campaigns(state) if state.campaigns_changed else None,
        waiting=_waiting(state) if state.trips.changed else None,
    )


def _waiting(state: State) -> pa.Table:
    return state.trips.written(state.partition.ids, state.log.numbers(state.logged))


def _gathered(pieces: list[pa.Table], like: pa.Table) -> pa.Table:
    """Pieces put together by person, in the order of the pieces; shaped like another table."""
    if not pieces:
        return like.schema.empty_table()
    table = pa.concat_tables(pieces)
    order = np.argsort(table["person"].to_numpy(), kind="stable")
    return table.take(pa.array(order))


def _untouched(table: pa.Table, name: str, numbers: list[int]) -> pa.Table:
    """The rows of a table about what the run did not look at."""
    return table.filter(pa.array(~np.isin(table[name].to_numpy(), numbers)))


def _lists(state: State) -> pa.Table:
    before = state.partition.lists
    numbers = {each: state.plan.list_numbers[each] for each in state.lists}
    pieces = [_untouched(before, "list", list(numbers.values()))]
    for list_, members in state.lists.items():
        rows = np.flatnonzero(members).astype(np.int32)
        number = np.full(len(rows), numbers[list_], np.int32)
        pieces.append(pa.table({"person": rows, "list": number}).cast(before.schema))
    return _gathered(pieces, before)


def _programs(state: State) -> pa.Table:
    before = state.partition.programs
    numbers = {each: state.plan.program_numbers[each] for each in state.memberships}
    pieces = [_untouched(before, "program", list(numbers.values()))]
    fields = state.plan.instance.member_fields
    for program, members in state.memberships.items():
        rows = np.flatnonzero(members.member).astype(np.int32)
        columns = _membership_columns(members, rows)
        columns["program"] = pa.array(np.full(len(rows), numbers[program], np.int32))
        for field in fields:
            vector = members.fields[field.key].take(rows)
            columns[field.key] = (
                _texts(vector) if isinstance(vector, Text) else vector.arrow(arrow_type(field.type))
            )
        # A member field without a column gets one where it is written.
        names = [
            *before.column_names,
            *(each for each in columns if each not in before.schema.names),
        ]
        pieces.append(pa.table({name: columns[name] for name in names}))
    return _gathered_permissive(pieces)


def _gathered_permissive(pieces: list[pa.Table]) -> pa.Table:
    """Pieces put together by person; a column that a piece lacks is empty there."""
    table = pa.concat_tables(pieces, promote_options="permissive")
    order = np.argsort(table["person"].to_numpy(), kind="stable")
    return table.take(pa.array(order))


def _membership_columns(members: Memberships, rows: Array) -> dict[str, pa.Array]:
    origin = members.origin[rows]
    return {
        "person": pa.array(rows, pa.int32()),
        "status": _texts(members.status.take(rows)),
        "success": pa.array(members.success[rows]),
        "success_date": _moments(members.success_date[rows]),
        "membership_date": _moments(members.membership_date[rows]),
        "stream": _texts(members.stream.take(rows)),
        "cadence": _texts(members.cadence.take(rows)),
        "origin": pa.array(origin, pa.int32(), mask=origin == EMPTY),
    }


def _campaigns(state: State) -> pa.Table:
    before = state.partition.campaigns
    entries = {
        campaign: each
        for campaign, each in state.entries.items()
        if campaign in state.plan.campaign_numbers
    }
    numbers: dict[Campaign, int] = {each: state.plan.campaign_numbers[each] for each in entries}
    pieces = [_untouched(before, "campaign", list(numbers.values()))]
    for campaign, entry in entries.items():
        rows = np.flatnonzero(entry.times > 0).astype(np.int32)
        pieces.append(
            pa.table(
                {
                    "person": rows,
                    "campaign": np.full(len(rows), numbers[campaign], np.int32),
                    "last_entered": _moments(entry.last[rows]),
                    "times": entry.times[rows],
                }
            ).cast(before.schema)
        )
    return _gathered(pieces, before)


def _texts(text: Text) -> pa.Array:
    return text.arrow().cast(pa.string())


def _moments(times: Times) -> pa.Array:
    return pa.array(times, pa.int64(), mask=times == NEVER)
