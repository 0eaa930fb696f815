"""What a partition looks like after a run, as Arrow tables."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from flowlang.engine import layout
from flowlang.engine.buffers import array_of
from flowlang.engine.order import Order
from flowlang.engine.state import Memberships, State, changed_columns
from flowlang.engine.vectors import EMPTY, NEVER, Array, Text, Times, arrow_type
from flowlang.people.partition import Outcome


def outcome_of(state: State) -> Outcome:
    """The outcome of a partition when nothing is left to happen."""
    return Outcome(
        fields=changed_columns(state),
        deleted=pa.array(np.flatnonzero(state.deleted).astype(np.int32)),
        activities=layout.written(state.log, state.logged),
        lists=_lists(state) if state.lists_changed else None,
        programs=_programs(state) if state.programs_changed else None,
        campaigns=_campaigns(state) if state.campaigns_changed else None,
        waiting=waiting_of(state) if state.trips.changed else None,
    )


def waiting_of(state: State) -> pa.Table:
    """The trips that wait, as a table."""
    partition = state.partition
    return state.trips.written(
        partition.ids, lambda: layout.numbers(state.log, state.logged), partition.activities
    )


def _ordered(table: pa.Table) -> pa.Table:
    """A table by person; the order of one person's rows stays."""
    people = table["person"].to_numpy()
    if (people[1:] >= people[:-1]).all():
        return table
    return table.take(pa.array(np.argsort(people, kind="stable")))


def _untouched(table: pa.Table, name: str, numbers: list[int]) -> list[pa.Table]:
    """The rows of a table about what the run did not look at."""
    if not table.num_rows:
        return []
    return [table.filter(pa.array(~np.isin(table[name].to_numpy(), numbers)))]


def _lists(state: State) -> pa.Table:
    before = state.partition.lists
    lists = sorted(state.lists, key=lambda each: each.qualified_name)
    numbers = [state.plan.list_numbers[each] for each in lists]
    order = Order.of([np.flatnonzero(state.lists[each]) for each in lists], state.size)
    known = pa.table([order.persons(), order.column(numbers, np.int32)], schema=before.schema)
    return _ordered(pa.concat_tables([*_untouched(before, "list", numbers), known]))


def _programs(state: State) -> pa.Table:
    before = state.partition.programs
    numbers = {each: state.plan.program_numbers[each] for each in state.memberships}
    pieces = _untouched(before, "program", list(numbers.values()))
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
    # A column that a piece lacks is empty there.
    return _ordered(pa.concat_tables(pieces, promote_options="permissive"))


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
    campaigns = sorted(
        (each for each in state.entries if each in state.plan.campaign_numbers),
        key=lambda each: each.qualified_name,
    )
    numbers = [state.plan.campaign_numbers[each] for each in campaigns]
    entries = [state.entries[each] for each in campaigns]
    rows = [np.flatnonzero(each.times > 0) for each in entries]
    order = Order.of(rows, state.size)
    last = [each.last[who] for each, who in zip(entries, rows, strict=True)]
    times = [each.times[who] for each, who in zip(entries, rows, strict=True)]
    known = pa.table(
        [
            order.persons(),
            order.column(numbers, np.int32),
            _moments(order.column(last, np.int64)),
            order.column(times, np.int32),
        ],
        schema=before.schema,
    )
    return _ordered(pa.concat_tables([*_untouched(before, "campaign", numbers), known]))


def _texts(text: Text) -> pa.Array:
    return text.arrow().cast(pa.string())


def _moments(times: Times) -> pa.Array:
    never = times == NEVER
    return array_of(times, never if never.any() else None, pa.int64())
