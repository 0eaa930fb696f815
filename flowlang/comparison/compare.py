"""Two datasets side by side: the people of both, and everything that differs for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowlang.comparison.facts import SUBJECT_BITS, Facts, Vocabulary, facts_of, read_cells
from flowlang.comparison.words import Words
from flowlang.names import name_key
from flowlang.people.arrays import as_one
from flowlang.people.files import TableFile, find_tables
from flowlang.people.problems import RefusedError

KINDS = ("field", "list", "program", "campaign", "waiting", "activity")
"""What can differ, in the order in which it is told."""

DIFFERENCES = pa.schema(
    [
        ("person", pa.string()),
        ("kind", pa.string()),
        ("name", pa.string()),
        ("before", pa.string()),
        ("after", pa.string()),
    ]
)

_BY_ROW = DIFFERENCES.set(0, pa.field("person", pa.int64()))
"""The same before it is known how somebody is called."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two datasets, compared.

    `only_before` and `only_after` are ids of people whom the other one lacks, in their order.
    `differences` has the columns of `DIFFERENCES`, by person in the order of the first dataset,
    then by kind and name; an empty value is null.
    """

    before: int
    after: int
    only_before: list[str]
    only_after: list[str]
    differing: int
    differences: pa.Table

    @property
    def both(self) -> int:
        """How many people are in both."""
        return self.before - len(self.only_before)

    @property
    def is_equal(self) -> bool:
        """Whether both say the same of the same people."""
        return not (self.only_before or self.only_after or self.differing)


def compare_datasets(
    before: Path, after: Path, activity_names: Mapping[str, str] | None = None
) -> Comparison:
    """Compare two datasets by the ids of their people.

    Cells are compared as they are written, so both should have been written alike, as two runs
    over the same people are. Raises `RefusedError` for what is no dataset.
    """
    sides = [find_tables(each) for each in (before, after)]
    people = [_people(side["people"]) for side in sides]
    ids = [as_one(each["id"]) for each in people]
    places = pc.index_in(ids[0], ids[1])
    here = pc.is_valid(places)
    both = ids[0].filter(here)
    fields = _fields(people[0].filter(here), people[1].take(places.filter(here)), sides)
    vocabulary = Vocabulary(Words(), Words())
    facts = [facts_of(side, both, activity_names or {}, vocabulary) for side in sides]
    found = _ordered(pa.concat_tables([fields, _differing(facts[0], facts[1], vocabulary)]), both)
    strangers = pc.invert(pc.is_in(ids[1], ids[0]))
    return Comparison(
        len(ids[0]),
        len(ids[1]),
        ids[0].filter(pc.invert(here)).to_pylist(),
        ids[1].filter(strangers).to_pylist(),
        pc.count_distinct(found["person"]).as_py(),
        found,
    )


def _people(file: TableFile) -> pa.Table:
    """The people with an id each: that of the file, or the number of the row."""
    people = read_cells(file)
    if "id" not in people.column_names:
        numbers = pa.array([str(each) for each in range(1, people.num_rows + 1)], pa.string())
        people = people.append_column("id", numbers)
    ids = people["id"]
    if ids.null_count or pc.count_distinct(ids).as_py() != len(ids):
        raise RefusedError(f"{file.path}: two people have one id, or one has none")
    return people


def _fields(before: pa.Table, after: pa.Table, sides: list[dict[str, TableFile]]) -> pa.Table:
    """What differs in the columns of people; a column that is not there is empty."""
    names = {name_key(each): each for side in sides for each in side["people"].names}
    nothing = pa.nulls(before.num_rows, pa.string())
    found = [_BY_ROW.empty_table()]
    for key, name in names.items():
        if key == "id":
            continue
        left, right = (
            as_one(each[key]) if key in each.column_names else nothing for each in (before, after)
        )
        one_empty = pc.xor(pc.is_null(left), pc.is_null(right))
        unequal = pc.or_(one_empty, pc.fill_null(pc.not_equal(left, right), False))
        rows = pa.array(np.flatnonzero(unequal.to_numpy(zero_copy_only=False)))
        subject = [pa.repeat(pa.scalar(each), len(rows)) for each in ("field", name)]
        found.append(pa.table([rows, *subject, left.take(rows), right.take(rows)], schema=_BY_ROW))
    return pa.concat_tables(found)


def _differing(before: Facts, after: Facts, vocabulary: Vocabulary) -> pa.Table:
    """The facts that are not the same, or only on one side."""
    keys = np.concatenate([before.keys, after.keys])
    # Two runs that are in order each are merged quickly by a sort that looks for such runs.
    keys.sort(kind="stable")
    keys = keys[np.diff(keys, prepend=-1) > 0]
    sides = [np.full(len(keys), -1, np.int64) for _ in range(2)]
    for values, facts in zip(sides, (before, after), strict=True):
        values[np.searchsorted(keys, facts.keys)] = facts.values
    rows = np.flatnonzero(sides[0] != sides[1])
    words = pa.array(vocabulary.values.all, pa.string())
    told = [words.take(pa.array(each[rows], mask=each[rows] < 0)) for each in sides]
    subjects = pa.array(keys[rows] & ((1 << SUBJECT_BITS) - 1))
    named = [pa.array(each, pa.string()) for each in zip(*vocabulary.subjects.all, strict=True)]
    named = [each.take(subjects) for each in named] or [pa.array([], pa.string())] * 2
    return pa.table([pa.array(keys[rows] >> SUBJECT_BITS), *named, *told], schema=_BY_ROW)


def _ordered(found: pa.Table, ids: pa.Array) -> pa.Table:
    """By person as they stand in the first dataset, then by kind and name."""
    places = found.select(["person", "name"]).append_column(
        "kind", pc.index_in(found["kind"], pa.array(KINDS))
    )
    order = [(each, "ascending") for each in ("person", "kind", "name")]
    found = found.take(pc.sort_indices(places, order)).combine_chunks()
    return found.set_column(0, "person", ids.take(found["person"])).cast(DIFFERENCES)
