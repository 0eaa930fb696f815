"""What a dataset says about people beside their fields, as facts that can be compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowlang.comparison.words import Words
from flowlang.names import name_key
from flowlang.people.columns import emptied
from flowlang.people.files import TableFile
from flowlang.people.problems import BadData, OnBadData, RefusedError
from flowlang.people.tables import COLUMNS, as_text

Numbers = np.ndarray[Any, np.dtype[np.int64]]


class Facts(NamedTuple):
    """Facts of one dataset, one for each key, by key.

    A key is the row of a person, then the number of what it is about; values are numbers of
    words, too.
    """

    keys: Numbers
    values: Numbers


class Vocabulary(NamedTuple):
    """What facts are about, as pairs of a kind and a name, and what they say."""

    subjects: Words[tuple[str, str]]
    values: Words[str]


SUBJECT_BITS = 32
"""The lower bits of a key are the subject, those above them the person."""


def read_cells(file: TableFile) -> pa.Table:
    """All cells of a table as text, null where they are empty, under their keys as names."""
    batches = list(file.batches(BadData(), OnBadData.ERROR))
    keys = [name_key(each) for each in file.names]
    if not batches:
        return pa.table({key: pa.array([], pa.string()) for key in keys})
    whole = pa.Table.from_batches(batches)
    return pa.table({key: emptied(as_text(whole[at])) for at, key in enumerate(keys)})


def facts_of(
    tables: Mapping[str, TableFile],
    ids: pa.Array,
    activity_names: Mapping[str, str],
    vocabulary: Vocabulary,
) -> Facts:
    """The facts about people with these ids; `activity_names` are by the ids of the types."""
    found = [Facts(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    for name, read in _READERS.items():
        if name in tables:
            reader = _Reader(tables[name], ids, activity_names, vocabulary)
            found += read(reader)
    keys = np.concatenate([each.keys for each in found])
    order = np.argsort(keys, kind="stable")
    return Facts(keys[order], np.concatenate([each.values for each in found])[order])


class _Reader:
    """Reads one table; rows about other people are left out."""

    def __init__(
        self,
        file: TableFile,
        ids: pa.Array,
        activity_names: Mapping[str, str],
        vocabulary: Vocabulary,
    ) -> None:
        cells = read_cells(file)
        if "leadid" not in cells.column_names:
            raise RefusedError(f"{file.path} lacks the column leadId")
        person = pc.index_in(cells["leadid"], ids)
        here = pc.is_valid(person)
        self.cells = cells.filter(here)
        self.people = person.filter(here).to_numpy().astype(np.int64)
        self.activity_names = activity_names
        self.vocabulary = vocabulary

    def lists(self) -> list[Facts]:
        """In which lists somebody is."""
        members = pa.repeat(pa.scalar("member"), len(self.people))
        return [self._facts("list", self._column("list"), members)]

    def programs(self) -> list[Facts]:
        """The membership itself, told by its status, and all other attributes with a value."""
        program = self._column("program")
        known = {name_key(each): each for each in COLUMNS["program_members"]}
        status = pc.fill_null(self._column("status"), "member")
        found = [self._facts("program", program, status)]
        for key in self.cells.column_names:
            if key not in ("program", "leadid", "status"):
                name = pc.binary_join_element_wise(program, known.get(key, key), ", ")
                found.append(self._facts("program", name, self._column(key)))
        return found

    def entries(self) -> list[Facts]:
        """How often somebody has entered a campaign."""
        times = pc.fill_null(self._column("timesentered"), "1")
        return [self._facts("campaign", self._column("campaign"), times)]

    def waits(self) -> list[Facts]:
        """Where somebody waits; several waits in one campaign are one fact."""
        until = self._column("until")
        place = pc.binary_join_element_wise("wait ", self._column("wait"), "")
        place = pc.binary_join_element_wise(place, until, " until ")
        keys, rows = self._keys("waiting", self._column("campaign"), place)
        table = pa.table({"key": keys, "place": place.take(pa.array(rows))})
        sorted_ = table.sort_by([("key", "ascending"), ("place", "ascending")])
        together = sorted_.group_by("key", use_threads=False).aggregate([("place", "list")])
        values = self.vocabulary.values.numbers(pc.binary_join(together["place_list"], ", "))
        return [Facts(together["key"].to_numpy(), values)]

    def activities(self) -> list[Facts]:
        """How often the log tells something of somebody; records of skips tell nothing."""
        type_ = self._column("activitytypeid")
        words = pc.unique(type_).to_pylist()
        names = [self.activity_names.get(each, f"activity {each}") for each in words]
        named = pa.array(names, pa.string()).take(pc.index_in(type_, pa.array(words, pa.string())))
        asset = self._column("primaryattributevalue")
        quoted = pc.binary_join_element_wise('"', asset, '"', "")
        name = pc.binary_join_element_wise(named, quoted, " ")
        name = pc.coalesce(name, named)
        result = pc.fill_null(self._column("actionresult"), "succeeded")
        counts = pc.if_else(pc.equal(result, "succeeded"), name, pa.scalar(None, pa.string()))
        keys, _ = self._keys("activity", counts, counts)
        keys, times = np.unique(keys, return_counts=True)
        return [Facts(keys, self.vocabulary.values.numbers(pa.array(times).cast(pa.string())))]

    def _column(self, key: str) -> pa.Array:
        if key not in self.cells.column_names:
            return pa.nulls(self.cells.num_rows, pa.string())
        whole = self.cells[key].combine_chunks()
        return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole

    def _facts(self, kind: str, names: pa.Array, values: pa.Array) -> Facts:
        """A fact for each row with a name and a value, and the first where a key has several."""
        keys, rows = self._keys(kind, names, values)
        keys, first = np.unique(keys, return_index=True)
        return Facts(keys, self.vocabulary.values.numbers(values.take(pa.array(rows[first]))))

    def _keys(self, kind: str, names: pa.Array, values: pa.Array) -> tuple[Numbers, Numbers]:
        """The keys of the rows that have a name and a value, and these rows."""
        told = pc.and_(pc.is_valid(names), pc.is_valid(values))
        rows = np.flatnonzero(told.to_numpy(zero_copy_only=False))
        subjects = self.vocabulary.subjects.numbers(
            names.take(pa.array(rows)), lambda name: (kind, name)
        )
        return (self.people[rows] << SUBJECT_BITS) | subjects, rows


_READERS: dict[str, Callable[[_Reader], list[Facts]]] = {
    "list_members": _Reader.lists,
    "program_members": _Reader.programs,
    "campaign_members": _Reader.entries,
    "waiting": _Reader.waits,
    "activities": _Reader.activities,
}
