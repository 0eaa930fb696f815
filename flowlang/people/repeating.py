"""Which columns of text hold the same texts again and again."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from flowlang.people.files import open_parquet

_SAMPLE = 10_000
_NEARLY_ALL = 0.9


def repeating(path: Path) -> frozenset[str]:
    """The columns of text of a Parquet file in which texts come again, by its first rows.

    They are worth a dictionary, on which all work is done once for each distinct text. Making one
    for a column of email addresses takes longer than it ever saves.
    """
    with open_parquet(path) as file:
        texts = [each.name for each in file.schema_arrow if _is_text(each.type)]
        rows = next(file.iter_batches(_SAMPLE, columns=texts, use_threads=False), None)
    if rows is None:
        return frozenset(texts)
    return frozenset(name for name in texts if _repeats(rows[name]))


def _is_text(type_: pa.DataType) -> bool:
    if pa.types.is_dictionary(type_):
        type_ = type_.value_type
    return bool(pa.types.is_string(type_) or pa.types.is_large_string(type_))


def _repeats(column: pa.Array) -> bool:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    distinct = pc.count_distinct(column).as_py()
    return bool(distinct <= _NEARLY_ALL * (len(column) - column.null_count))
