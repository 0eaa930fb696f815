"""The rows of every table as they are after a run, for one partition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowlang.datatypes import DataType
from flowlang.names import name_key
from flowlang.people.arrays import as_one, below, holds
from flowlang.people.cells import WHOLE_ID
from flowlang.people.chronology import by_person_and_time
from flowlang.people.columns import value_type, written
from flowlang.people.dataset import Dataset
from flowlang.people.partition import Outcome, Partition
from flowlang.people.schema import FieldColumn
from flowlang.people.tables import COLUMNS

_TEXT, _TIME, _WHOLE, _FLAG = (
    DataType.STRING,
    DataType.DATETIME,
    DataType.INTEGER,
    DataType.BOOLEAN,
)


AT_ONCE = 1 << 18
"""So many activities are rows of a table at once."""


class Column(NamedTuple):
    """One column of a table that is written: its name, its type, and its values."""

    name: str
    type: DataType
    values: pa.Array


Table = list[Column]


def selected(table: Table, rows: Any) -> Table:
    """Some rows of a table, by their places; those that stand together are not copied."""
    first, many = (int(rows[0]), len(rows)) if len(rows) else (0, 0)
    if (np.diff(rows) == 1).all():
        return [column._replace(values=column.values.slice(first, many)) for column in table]
    chosen = pa.array(rows)
    return [column._replace(values=column.values.take(chosen)) for column in table]


def input_columns(
    dataset: Dataset, partition: Partition, rows: pa.Table, changed: Mapping[str, pa.Array]
) -> Table:
    """The columns of people as they came, in their order, with what changed, and the ids."""
    table: Table = []
    id_type = _WHOLE if pa.types.is_integer(partition.ids.type) else _TEXT
    for column in dataset.columns:
        if column.is_id:
            table.append(Column(column.name, id_type, partition.ids))
        elif column.field is None:
            table.append(Column(column.name, _TEXT, as_one(rows[column.name])))
        else:
            values = changed.get(column.field.key, partition.fields[column.field.key])
            table.append(Column(column.name, column.field.type, values))
    if not dataset.has_id:
        table.append(Column("id", id_type, partition.ids))
    return table


def no_people(dataset: Dataset) -> Table:
    """The columns of people as they came, without a row."""
    names = [each.name for each in dataset.columns] + ([] if dataset.has_id else ["id"])
    return [Column(name, _TEXT, pa.array([], pa.string())) for name in names]


def people_rows(dataset: Dataset, partition: Partition, rows: pa.Table, outcome: Outcome) -> Table:
    """People who are still there: the input's columns in their order, then what came new."""
    table = input_columns(dataset, partition, rows, outcome.fields)
    seen = {column.field.key for column in dataset.columns if column.field is not None}
    by_key = {each.key: each for each in dataset.schema.fields}
    for key in dataset.schema.written:
        if key not in seen:
            table.append(_new_field(by_key[key], partition, outcome))
    if len(outcome.deleted):
        kept = np.setdiff1d(np.arange(partition.size), outcome.deleted.to_numpy())
        table = selected(table, kept)
    return table


def _new_field(field: FieldColumn, partition: Partition, outcome: Outcome) -> Column:
    values = outcome.fields.get(field.key)
    if values is None:
        values = pa.nulls(partition.size, value_type(field.type))
    return Column(field.name, field.type, values)


def activity_rows(
    dataset: Dataset, partition: Partition, outcome: Outcome
) -> tuple[Iterator[Table], Table]:
    """The activities of those who are there by person and time, and those of who was deleted.

    The former come some at a time: as rows of a table they take many times the room.
    """
    log = _Log.of(dataset, partition, outcome)
    places, persons = log.order()
    gone = np.isin(persons, outcome.deleted.to_numpy())
    kept = places[~gone] if gone.any() else places
    pieces = (log.rows(kept[first : first + AT_ONCE]) for first in range(0, len(kept), AT_ONCE))
    return pieces if len(kept) else iter([log.rows(kept)]), log.rows(places[gone])


@dataclass(slots=True)
class _Log:
    """The activities of a partition: those that were there before, then the new ones.

    `persons` and `times` are of the old ones and the new ones.
    """

    old: Table
    new: Table
    many_old: int
    persons: Any
    times: Any

    @classmethod
    def of(cls, dataset: Dataset, partition: Partition, outcome: Outcome) -> _Log:
        """What a dataset has of a partition, and what came new."""
        first = partition.first_row
        before = dataset.rows_between("activities", first, first + partition.size)
        new = _new_activities(partition, outcome)
        for extra in _extra_names(dataset, "activities"):
            new.append(Column(extra, _TEXT, pa.nulls(len(new[0].values), pa.string())))
        persons = outcome.activities["person"].to_numpy()
        times = outcome.activities["time"].to_numpy()
        if before is None or not before.num_rows:
            return cls([], new, 0, persons, times)
        old_persons = before["=row"].to_numpy() - first
        return cls(
            _old_activities(dataset, before),
            new,
            before.num_rows,
            np.concatenate([old_persons, persons]),
            np.concatenate([before["=time"].to_numpy(), times]),
        )

    def order(self) -> tuple[Any, Any]:
        """The places of all activities by person and time, and whose they are."""
        if not self.many_old and (self.persons[1:] >= self.persons[:-1]).all():
            return np.arange(len(self.persons)), self.persons
        places = by_person_and_time(self.persons, self.times)
        return places, self.persons[places]

    def rows(self, places: Any) -> Table:
        """Some activities, by their places among all."""
        if not self.many_old:
            return selected(self.new, places)
        is_old = places < self.many_old
        old = selected(self.old, places[is_old])
        new = selected(self.new, places[~is_old] - self.many_old)
        standing = np.where(is_old, np.cumsum(is_old), len(old[0].values) + np.cumsum(~is_old)) - 1
        return selected(_concatenated(old, new), standing)


def _plain(values: pa.Array) -> pa.Array:
    """Values without their dictionary, so that arrays of several sources fit together."""
    values = as_one(values)
    return values.cast(values.type.value_type) if pa.types.is_dictionary(values.type) else values


def _new_activities(partition: Partition, outcome: Outcome) -> Table:
    activities = outcome.activities
    people = as_one(activities["person"])
    ids = partition.ids.take(people)
    guids = _guids(partition.ids, people, as_one(activities["number"]))
    times = as_one(activities["time"]).cast(pa.timestamp("s", tz="UTC"))
    values = (
        (_TEXT, guids),
        (_WHOLE if pa.types.is_integer(ids.type) else _TEXT, ids),
        (_TIME, times),
        (_WHOLE, as_one(activities["type"])),
        (_TEXT, as_one(activities["campaign"])),
        (_TEXT, pa.nulls(len(people), pa.string())),
        (_TEXT, as_one(activities["asset"])),
        (_TEXT, as_one(activities["attributes"])),
        (_TEXT, as_one(activities["result"])),
    )
    return [
        Column(name, type_, array)
        for name, (type_, array) in zip(COLUMNS["activities"], values, strict=True)
    ]


def _guids(ids: pa.Array, people: pa.Array, numbers: pa.Array) -> pa.Array:
    """`<id>-<n>` for each activity; every id and every number is written down once."""
    distinct = numbers.dictionary_encode()
    tails = pc.binary_join_element_wise("", distinct.dictionary.cast(pa.string()), "-")
    starts = ids.cast(pa.string()).take(people)
    return pc.binary_join_element_wise(starts, tails.take(distinct.indices), "")


def _extra_names(dataset: Dataset, name: str) -> list[str]:
    """Columns of a table that are none of its own."""
    known = set(COLUMNS[name])
    return [each for each in dataset.cells_of(name) if each not in known]


def _old_activities(dataset: Dataset, table: pa.Table) -> Table:
    """Activities of the input: cells as they were; typed where a typed file wants them."""
    result: Table = []
    for name in [*COLUMNS["activities"], *_extra_names(dataset, "activities")]:
        cells = as_one(table[name])
        if dataset.form == "parquet" and name == "activityDate":
            result.append(
                Column(name, _TIME, as_one(table["=time"]).cast(pa.timestamp("s", tz="UTC")))
            )
        elif dataset.form == "parquet" and name == "activityTypeId":
            result.append(Column(name, _WHOLE, as_one(table["=type"])))
        elif name == "leadId":
            result.append(_lead_ids(dataset, cells))
        else:
            result.append(Column(name, _type_of(cells), cells))
    return result


def _type_of(cells: pa.Array) -> DataType:
    """The type of cells, of which some stay what they are in a typed file."""
    if pa.types.is_timestamp(cells.type):
        return _TIME
    return _WHOLE if pa.types.is_integer(cells.type) else _TEXT


def _lead_ids(dataset: Dataset, cells: pa.Array) -> Column:
    if dataset.whole_leads:
        return Column("leadId", _WHOLE, cells.cast(pa.int64()))
    return Column("leadId", _TEXT, cells.cast(pa.string()))


def stranger_rows(dataset: Dataset, name: str) -> Table:
    """Rows of a table about people who are not in the dataset, by id."""
    table = dataset.rows_between(name, -1, 0)
    if table is None:
        return []
    return (
        _old_activities(dataset, table) if name == "activities" else _verbatim(dataset, name, table)
    )


def by_lead(table: Table) -> Table:
    """Rows by the id of their person; the order within a person stays.

    Ids that are all whole numbers are compared as such, however they are kept here.
    """
    ids = next(column.values for column in table if column.name == "leadId")
    texts = _plain(ids).cast(pa.string()).fill_null("")
    if pc.all(pc.match_substring_regex(texts, WHOLE_ID)).as_py():
        keys = texts.cast(pa.int64()).to_numpy()
    else:
        keys = np.array(texts.to_pylist(), dtype=object)
    return selected(table, np.argsort(keys, kind="stable"))


def _verbatim(dataset: Dataset, name: str, table: pa.Table) -> Table:
    """Rows of the input as they were, typed as the rows that are made anew."""
    typed = {each.name: each.type for each in empty_rows(dataset, name)}
    result: Table = []
    for each, type_ in typed.items():
        cells = (
            as_one(table[each])
            if each in table.column_names
            else pa.nulls(table.num_rows, pa.string())
        )
        if each == "leadId":
            result.append(_lead_ids(dataset, cells))
            continue
        value = _VALUES.get((name, each))
        if value is not None and dataset.form == "parquet":
            array = as_one(table[f"={value}"])
            result.append(Column(each, type_, _as_type(array, type_)))
        else:
            result.append(Column(each, _TEXT, cells))
    return result


_VALUES = {
    ("program_members", "reachedSuccess"): "success",
    ("program_members", "reachedSuccessDate"): "success_date",
    ("program_members", "membershipDate"): "membership_date",
    ("campaign_members", "lastEnteredAt"): "last_entered",
    ("campaign_members", "timesEntered"): "times",
    ("waiting", "wait"): "wait",
    ("waiting", "until"): "until",
    ("waiting", "since"): "since",
}


def _as_type(array: pa.Array, type_: DataType) -> pa.Array:
    return array.cast(pa.int64()).cast(value_type(type_)) if type_ is _TIME else array


_NUMBERS = {"list_members": "list", "program_members": "program", "campaign_members": "campaign"}


def _names(dataset: Dataset, name: str) -> tuple[str, ...]:
    schema = dataset.schema
    if name == "list_members":
        return schema.lists
    if name == "program_members":
        return schema.programs
    return tuple(each for each, _ in schema.campaigns)


def membership_rows(dataset: Dataset, name: str, partition: Partition, outcome: Outcome) -> Table:
    """Memberships by person and name, those of unknown lists, programs, campaigns among them."""
    known = {
        "list_members": outcome.lists if outcome.lists is not None else partition.lists,
        "program_members": outcome.programs if outcome.programs is not None else partition.programs,
        "campaign_members": (
            outcome.campaigns if outcome.campaigns is not None else partition.campaigns
        ),
    }[name]
    number = _NUMBERS[name]
    numbers = known[number].to_numpy()
    people = known["person"].to_numpy()
    table = _known_rows(dataset, name, partition, known)
    before = dataset.rows_between(name, partition.first_row, partition.first_row + partition.size)
    if before is not None:
        table = _with_extras(dataset, name, table, people, numbers, before, partition.first_row)
        unknown = before.filter(pc.less(before[f"={number}"], 0))
        if unknown.num_rows:
            strangers = _verbatim(dataset, name, unknown)
            table = _concatenated(table, strangers)
            people = np.concatenate([people, unknown["=row"].to_numpy() - partition.first_row])
    ranks = _ranks(table[0].values)
    key = people.astype(np.int64) * (int(ranks.max(initial=0)) + 1) + ranks
    if len(outcome.deleted):
        kept = np.flatnonzero(~np.isin(people, outcome.deleted.to_numpy()))
        return selected(table, kept[np.argsort(key[kept], kind="stable")])
    if (key[1:] >= key[:-1]).all():
        return table
    return selected(table, np.argsort(key, kind="stable"))


def _ranks(texts: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Where each text stands among the distinct ones, in the order of their characters."""
    encoded = texts
    if not pa.types.is_dictionary(texts.type):
        encoded = texts.cast(pa.string()).fill_null("").dictionary_encode()
    words = encoded.dictionary.to_pylist()
    ranks = np.empty(len(words), np.int64)
    ranks[sorted(range(len(words)), key=words.__getitem__)] = np.arange(len(words))
    found: np.ndarray[tuple[int], np.dtype[np.int64]]
    found = ranks[encoded.indices.to_numpy(zero_copy_only=False)]
    return found


def empty_rows(dataset: Dataset, name: str) -> Table:
    """The columns of a table of memberships or waits, with their types and no rows."""
    id_type = _WHOLE if dataset.whole_leads else _TEXT
    types = {
        "leadId": id_type,
        "reachedSuccess": _FLAG,
        "reachedSuccessDate": _TIME,
        "membershipDate": _TIME,
        "lastEnteredAt": _TIME,
        "timesEntered": _WHOLE,
        "wait": _WHOLE,
        "until": _TIME,
        "since": _TIME,
    }
    columns = [
        Column(each, types.get(each, _TEXT), pa.array([], value_type(types.get(each, _TEXT))))
        for each in COLUMNS[name]
    ]
    extras = _extra_names(dataset, name)
    columns += [Column(each, _TEXT, pa.array([], pa.string())) for each in extras]
    if name == "program_members":
        columns += [
            Column(each.name, each.type, pa.array([], value_type(each.type)))
            for each in _new_member_fields(dataset, extras)
        ]
    return columns


def _new_member_fields(dataset: Dataset, extras: list[str]) -> list[FieldColumn]:
    """Member fields for which the input has no column."""
    keys = {name_key(each) for each in extras}
    return [each for each in dataset.schema.member_fields if not keys & each.keys]


def _known_rows(dataset: Dataset, name: str, partition: Partition, known: pa.Table) -> Table:
    """Memberships that the schema knows, as columns; extra columns are empty yet."""
    rows = known.num_rows
    names = pa.array(_names(dataset, name), pa.string())
    ids = partition.ids.take(as_one(known["person"]))
    values: dict[str, pa.Array] = {
        COLUMNS[name][0]: pa.DictionaryArray.from_arrays(as_one(known[_NUMBERS[name]]), names),
        "leadId": ids if dataset.whole_leads else ids.cast(pa.string()),
    }
    if name == "program_members":
        values["status"] = as_one(known["status"])
        values["reachedSuccess"] = as_one(known["success"])
        values["reachedSuccessDate"] = _as_type(as_one(known["success_date"]), _TIME)
        values["membershipDate"] = _as_type(as_one(known["membership_date"]), _TIME)
        values["stream"] = as_one(known["stream"])
        values["cadence"] = as_one(known["cadence"])
    elif name == "campaign_members":
        values["lastEnteredAt"] = _as_type(as_one(known["last_entered"]), _TIME)
        values["timesEntered"] = as_one(known["times"])
    members = {key: each for each in dataset.schema.member_fields for key in each.keys}
    table: Table = []
    for column in empty_rows(dataset, name):
        if column.name in values:
            table.append(column._replace(values=values[column.name]))
            continue
        member = members.get(name_key(column.name)) if name == "program_members" else None
        if member is not None and member.key in known.column_names:
            table.append(Column(column.name, member.type, as_one(known[member.key])))
        else:
            table.append(column._replace(values=pa.nulls(rows, pa.string())))
    return table


def _with_extras(
    dataset: Dataset,
    name: str,
    table: Table,
    people: Any,
    numbers: Any,
    before: pa.Table,
    first_row: int,
) -> Table:
    """Known rows with the extra cells that they had in the input."""
    members = {key for each in dataset.schema.member_fields for key in each.keys}
    extras = [
        each
        for each in _extra_names(dataset, name)
        if name != "program_members" or name_key(each) not in members
    ]
    if not extras or not len(people) or not before.num_rows:
        return table
    width = len(_names(dataset, name)) + 1
    old = (before["=row"].to_numpy() - first_row) * width + before[f"={_NUMBERS[name]}"].to_numpy()
    order = np.argsort(old, kind="stable")
    wanted = people.astype(np.int64) * width + numbers
    at = np.minimum(np.searchsorted(old[order], wanted), len(old) - 1)
    found = old[order][at] == wanted
    places = pa.array(order[at], mask=~found)
    return [
        column._replace(values=as_one(before[column.name]).take(places))
        if column.name in extras
        else column
        for column in table
    ]


def _concatenated(table: Table, more: Table) -> Table:
    """Two tables of the same columns, the second one below the first."""
    by_name = {column.name: column for column in more}
    result: Table = []
    for column in table:
        other = by_name[column.name]
        first, second = column.values, other.values
        if holds(first) != holds(second):
            first, second = written(_plain(first), column.type), written(_plain(second), other.type)
            column = column._replace(type=_TEXT)
        result.append(column._replace(values=below(first, second)))
    return result


def waiting_rows(dataset: Dataset, partition: Partition, outcome: Outcome) -> Table:
    """Trips that wait, by person and in the order in which they began."""
    known = outcome.waiting if outcome.waiting is not None else partition.waiting
    names = pa.array([each for each, _ in dataset.schema.campaigns], pa.string())
    order = np.argsort(known["person"].to_numpy(), kind="stable")
    if len(outcome.deleted):
        gone = np.isin(known["person"].to_numpy()[order], outcome.deleted.to_numpy())
        order = order[~gone]
    known = known.take(pa.array(order))
    ids = partition.ids.take(as_one(known["person"]))
    values = {
        "campaign": names.take(as_one(known["campaign"])),
        "leadId": ids if dataset.whole_leads else ids.cast(pa.string()),
        "wait": as_one(known["wait"]),
        "until": _as_type(as_one(known["until"]), _TIME),
        "since": _as_type(as_one(known["since"]), _TIME),
        "trigger": as_one(known["trigger"]),
        "tokens": as_one(known["tokens"]),
    }
    return [
        column._replace(values=values.get(column.name, pa.nulls(known.num_rows, pa.string())))
        for column in empty_rows(dataset, "waiting")
    ]
