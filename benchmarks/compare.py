"""Whether two programs wrote the same tables."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

WRITTEN = ("people", "activities", "list_members", "campaign_members")
"""The tables that the benchmark's campaign writes anything into."""


def differences(one: Path, other: Path, *, cells: bool) -> list[str]:
    """Where the tables of two folders differ: in numbers of rows, and in cells where asked."""
    found: list[str] = []
    for name in WRITTEN:
        if not cells:
            left, right = _rows(one, name), _rows(other, name)
            if left != right:
                found.append(f"{name}: {left} and {right} rows")
            continue
        found.extend(f"{name}: {each}" for each in _cells(_table(one, name), _table(other, name)))
    return found


def score_sum(folder: Path) -> int:
    """The sum of all scores after the run."""
    scores = pq.read_table(_path(folder, "people"), columns=["leadScore"])["leadScore"]
    return int(pc.sum(scores).as_py())


def _cells(left: pa.Table, right: pa.Table) -> list[str]:
    if left.column_names != right.column_names:
        return [f"columns {left.column_names} and {right.column_names}"]
    if left.num_rows != right.num_rows:
        return [f"{left.num_rows} and {right.num_rows} rows"]
    found = []
    for name in left.column_names:
        ours, theirs = left[name].combine_chunks(), right[name].combine_chunks()
        if ours != theirs.cast(ours.type):
            row = next(row for row in range(len(ours)) if ours[row].as_py() != theirs[row].as_py())
            found.append(f"{name} in row {row}: {ours[row]} and {theirs[row]}")
    return found


def _path(folder: Path, name: str) -> Path:
    whole = folder / f"{name}.parquet"
    return whole if whole.exists() else folder / name


def _table(folder: Path, name: str) -> pa.Table:
    return pq.read_table(_path(folder, name))


def _rows(folder: Path, name: str) -> int:
    path = _path(folder, name)
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    return sum(pq.read_metadata(each).num_rows for each in files)
