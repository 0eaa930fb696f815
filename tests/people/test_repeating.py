"""Which columns of text are read and written as dictionaries."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flowlang.people.repeating import repeating


def test_texts_that_come_again_are_worth_a_dictionary(tmp_path: Path) -> None:
    size = 500
    table = pa.table(
        {
            "id": list(range(size)),
            "email": [f"p{each}@example.com" for each in range(size)],
            "country": ["DE", "AT"] * (size // 2),
            "a.b": pa.array(["x"] * size).dictionary_encode(),
            "nothing": pa.nulls(size, pa.string()),
        }
    )
    pq.write_table(table, tmp_path / "people.parquet")
    assert repeating(tmp_path / "people.parquet") == {"country", "a.b", "nothing"}


def test_a_file_without_rows_or_texts_has_nothing_to_judge(tmp_path: Path) -> None:
    pq.write_table(pa.table({"city": pa.array([], pa.string())}), tmp_path / "empty.parquet")
    assert repeating(tmp_path / "empty.parquet") == {"city"}
    pq.write_table(pa.table({"id": [1, 2]}), tmp_path / "ids.parquet")
    assert repeating(tmp_path / "ids.parquet") == frozenset()
