"""What a dataset says about people beside their fields, as facts that can be compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from flowlang.names import name_key
from flowlang.people.columns import emptied
from flowlang.people.files import TableFile
from flowlang.people.problems import BadData, OnBadData, RefusedError
from flowlang.people.tables import COLUMNS, as_text

FACTS = pa.schema(
    [("person", pa.string()), ("kind", pa.string()), ("name", pa.string()), ("value", pa.string())]
)
"""One fact a row: no person has two of the same kind and name."""


def read_cells(file: TableFile) -> pa.Table:
    """All cells of a table as text, null where they are empty, under their keys as names."""
    batches = list(file.batches(BadData(), OnBadData.ERROR))
    keys = [name_key(each) for each in file.names]
    if not batches:
        return pa.table({key: pa.array([], pa.string()) for key in keys})
    whole = pa.Table.from_batches(batches)
    return pa.table({key: emptied(as_text(whole[at])) for at, key in enumerate(keys)})


def facts_of(tables: Mapping[str, TableFile], activity_names: Mapping[str, str]) -> pa.Table:
    """The facts of all tables beside people; `activity_names` are by the ids of their types."""
    found = [FACTS.empty_table()]
    for name, read in _READERS.items():
        if name in tables:
            cells = read_cells(tables[name])
            if "leadid" not in cells.column_names:
                raise RefusedError(f"{tables[name].path} lacks the column leadId")
            facts = read(cells.filter(pc.is_valid(cells["leadid"])))
            found.append(_one_each(facts, "max"))
    if "activities" in tables:
        found.append(_activities(read_cells(tables["activities"]), tables, activity_names))
    return pa.concat_tables(found)


def _lists(cells: pa.Table) -> pa.Table:
    return _facts(cells, "list", _column(cells, "list"), pa.scalar("member"))


def _programs(cells: pa.Table) -> pa.Table:
    """The membership itself, told by its status, and every other attribute that has a value."""
    program = _column(cells, "program")
    known = {name_key(each): each for each in COLUMNS["program_members"]}
    found = [_facts(cells, "program", program, pc.fill_null(_column(cells, "status"), "member"))]
    for key in cells.column_names:
        if key not in ("program", "leadid", "status"):
            name = pc.binary_join_element_wise(program, known.get(key, key), ", ")
            found.append(_facts(cells, "program", name, cells[key]))
    return pa.concat_tables(found)


def _entries(cells: pa.Table) -> pa.Table:
    times = pc.fill_null(_column(cells, "timesentered"), "1")
    return _facts(cells, "campaign", _column(cells, "campaign"), times)


def _waits(cells: pa.Table) -> pa.Table:
    """Where somebody waits; several waits in one campaign are one fact."""
    until = _column(cells, "until")
    place = pc.binary_join_element_wise("wait ", _column(cells, "wait"), " until ", until, "")
    facts = _facts(cells, "waiting", _column(cells, "campaign"), place).sort_by("value")
    together = _one_each(facts, "list")
    return together.set_column(3, "value", pc.binary_join(together["value"], ", "))


def _activities(
    cells: pa.Table, tables: Mapping[str, TableFile], names: Mapping[str, str]
) -> pa.Table:
    """How often somebody did, or was done, what the log tells; records of skips are none."""
    for each in ("leadid", "activitytypeid"):
        if each not in cells.column_names:
            raise RefusedError(f"{tables['activities'].path} lacks the column {each}")
    result = pc.fill_null(_column(cells, "actionresult"), "succeeded")
    cells = cells.filter(pc.and_(pc.equal(result, "succeeded"), pc.is_valid(cells["leadid"])))
    encoded = pc.dictionary_encode(cells["activitytypeid"].combine_chunks())
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    words = [names.get(each, f"activity {each}") for each in encoded.dictionary.to_pylist()]
    type_ = pa.array(words, pa.string()).take(encoded.indices)
    asset = pc.fill_null(_column(cells, "primaryattributevalue"), "")
    quoted = pc.binary_join_element_wise(' "', asset, '"', "")
    quoted = pc.if_else(pc.equal(asset, ""), "", quoted)
    name = pc.binary_join_element_wise(type_, quoted, "")
    return _one_each(_facts(cells, "activity", name, pa.scalar("1")), "count").cast(FACTS)


_READERS: dict[str, Callable[[pa.Table], pa.Table]] = {
    "list_members": _lists,
    "program_members": _programs,
    "campaign_members": _entries,
    "waiting": _waits,
}


def _one_each(facts: pa.Table, how: str) -> pa.Table:
    """One row for each person, kind and name; `how` the values of several become one."""
    keys = FACTS.names[:3]
    grouped = facts.group_by(keys, use_threads=False).aggregate([("value", how)])
    return grouped.select([*keys, f"value_{how}"]).rename_columns(FACTS.names)


def _column(cells: pa.Table, key: str) -> pa.Array:
    if key not in cells.column_names:
        return pa.nulls(cells.num_rows, pa.string())
    whole = cells[key].combine_chunks()
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole


def _facts(
    cells: pa.Table, kind: str, names: pa.Array | pa.ChunkedArray, values: pa.Array | pa.Scalar
) -> pa.Table:
    """Rows of facts; where there is no name or no value, there is none."""
    rows = cells.num_rows
    if isinstance(values, pa.Scalar):
        values = pa.repeat(values, rows)
    table = pa.table(
        [cells["leadid"], pa.repeat(pa.scalar(kind), rows), names, values], schema=FACTS
    )
    return table.filter(pc.and_(pc.is_valid(table["name"]), pc.is_valid(table["value"])))
