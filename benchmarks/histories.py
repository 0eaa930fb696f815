"""Datasets for the year: people and what they did, as files, written once and kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.nurtured import Year
from benchmarks.people import cache_folder

_ROWS = 1 << 17


def history_folder(year: Year, name: str, copies: int = 1) -> Path:
    """A folder with a year as Parquet files, the people and all they did so many times over."""
    folder = cache_folder() / f"{name}-{year.size * copies}"
    if not folder.exists():
        unfinished = folder.with_suffix(".unfinished")
        unfinished.mkdir(exist_ok=True)
        _write(year, unfinished, copies)
        unfinished.rename(folder)
    return folder


def _write(year: Year, folder: Path, copies: int) -> None:
    with (
        pq.ParquetWriter(folder / "people.parquet", _people(year, 0).schema) as people,
        pq.ParquetWriter(folder / "activities.parquet", _activities(year, 0).schema) as activities,
    ):
        for number in range(copies):
            people.write_table(_people(year, number), row_group_size=_ROWS)
            activities.write_table(_activities(year, number), row_group_size=_ROWS)


def _people(year: Year, number: int) -> pa.Table:
    ids = np.arange(1, year.size + 1) + number * year.size
    addresses = [f"p{each}@orchard.example" for each in ids.tolist()]
    return pa.table({"id": ids, "email": addresses, "lead_score": np.zeros(year.size, np.int64)})


def _activities(year: Year, number: int) -> pa.Table:
    return pa.table(
        {
            "leadId": year.person.astype(np.int64) + 1 + number * year.size,
            "activityDate": pa.array(year.time).cast(pa.timestamp("s")),
            "activityTypeId": year.type.astype(np.int32),
            "primaryAttributeValue": pa.DictionaryArray.from_arrays(
                np.zeros(len(year.person), np.int32), ["Nurture.One"]
            ),
        }
    )
