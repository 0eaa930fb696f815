"""Two datasets side by side: the people of both, and everything that differs for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from flowlang.comparison.facts import FACTS, facts_of, read_cells
from flowlang.names import name_key
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
    ids = [each["id"].combine_chunks() for each in people]
    ids = [pa.concat_arrays(each.chunks) if hasattr(each, "chunks") else each for each in ids]
    places = pc.index_in(ids[0], ids[1])
    strangers = pc.invert(pc.is_in(ids[1], ids[0]))
    here = pc.is_valid(places)
    both = ids[0].filter(here)
    facts = [_about(facts_of(side, activity_names or {}), both) for side in sides]
    found = pa.concat_tables(
        [
            _fields(people[0].filter(here), people[1].take(places.filter(here)), both, sides),
            _differing(*facts),
        ]
    )
    found = _ordered(found, both)
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


def _fields(
    before: pa.Table, after: pa.Table, ids: pa.Array, sides: list[dict[str, TableFile]]
) -> pa.Table:
    """What differs in the columns of people; a column that is not there is empty."""
    names = {name_key(each): each for side in sides for each in side["people"].names}
    nothing = pa.nulls(len(ids), pa.string())
    found = [DIFFERENCES.empty_table()]
    for key, name in names.items():
        if key == "id":
            continue
        left, right = (
            each[key].combine_chunks() if key in each.column_names else nothing
            for each in (before, after)
        )
        rows = _unequal(left, right)
        if pc.any(rows).as_py():
            told = [ids, pa.repeat("field", len(ids)), pa.repeat(name, len(ids)), left, right]
            found.append(pa.table(told, schema=DIFFERENCES).filter(rows))
    return pa.concat_tables(found)


def _about(facts: pa.Table, ids: pa.Array) -> pa.Table:
    """The facts about some people."""
    return facts.filter(pc.is_in(facts["person"], ids))


def _differing(before: pa.Table, after: pa.Table) -> pa.Table:
    """The facts that are not the same, or only on one side."""
    keys = FACTS.names[:3]
    joined = before.join(after, keys, join_type="full outer", right_suffix="_after")
    rows = joined.filter(_unequal(joined["value"], joined["value_after"]))
    return rows.select([*keys, "value", "value_after"]).rename_columns(DIFFERENCES.names)


def _unequal(left: pa.ChunkedArray, right: pa.ChunkedArray) -> pa.ChunkedArray:
    """Where two columns have different values; two that are empty have the same."""
    one_empty = pc.xor(pc.is_null(left), pc.is_null(right))
    return pc.or_(one_empty, pc.fill_null(pc.not_equal(left, right), False))


def _ordered(found: pa.Table, ids: pa.Array) -> pa.Table:
    """By person as they stand in the first dataset, then by kind and name."""
    places = pa.table(
        {
            "person": pc.index_in(found["person"], ids),
            "kind": pc.index_in(found["kind"], pa.array(KINDS)),
            "name": found["name"],
        }
    )
    keys = [(each, "ascending") for each in places.column_names]
    return found.take(pc.sort_indices(places, keys)).combine_chunks()
