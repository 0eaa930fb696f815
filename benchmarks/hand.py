"""The hand-written program: Parquet in, the campaign of `limit.py`, Parquet out.

`python -m benchmarks.hand PEOPLE.parquet OUT [--processes N]` writes the tables that
`flowlang run --out` writes, each as a folder with one part for each process.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.limit import LISTS, Array, Result, run
from benchmarks.vocabulary import (
    ACTIVITY_COLUMNS,
    CAMPAIGN_NAMES,
    MOMENT,
    TABLES,
    TEXT_COLUMNS,
)

REPEATING = (
    *TEXT_COLUMNS,
    "lead_owner",
    "person_type",
    *("campaignId", "primaryAttributeValue", "attributes", "actionResult"),
    *("list", "campaign"),
)
"""Columns of text that repeat, written with a dictionary."""


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--processes", type=int, default=1)
    given = parser.parse_args()
    for table in TABLES:
        (given.out / table).mkdir(parents=True)
    blocks = pq.ParquetFile(given.people).num_row_groups
    bounds = np.linspace(0, blocks, given.processes + 1).astype(int).tolist()
    shares = list(itertools.pairwise(bounds))
    if given.processes == 1:
        write_part(given.people, given.out, 0, *shares[0])
        return
    workers = [
        multiprocessing.get_context("spawn").Process(
            target=write_part, args=(given.people, given.out, number, *share)
        )
        for number, share in enumerate(shares)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if any(worker.exitcode for worker in workers):
        raise SystemExit(1)


def write_part(people: Path, out: Path, part: int, first: int, last: int) -> None:
    """Read some row groups, run the campaign and write a part of each table."""
    source = pq.ParquetFile(people, read_dictionary=list(TEXT_COLUMNS))
    writers: dict[str, pq.ParquetWriter] = {}
    for number in range(first, last):
        table = source.read_row_group(number, use_threads=False)
        block = {name: table[name].chunk(0) for name in table.column_names}
        for name, made in tables_of(block, run(block)).items():
            if name not in writers:
                writers[name] = _writer(out / name / f"part-{part:05}.parquet", made.schema)
            writers[name].write_table(made, row_group_size=max(1, made.num_rows))
    for writer in writers.values():
        writer.close()


def tables_of(block: dict[str, pa.Array], result: Result) -> dict[str, pa.Table]:
    """The output tables of one block of people."""
    ids = block["id"].to_numpy()
    log = result.log
    person = log["person"].to_numpy()
    size = len(person)
    lead = ids[person]
    names = pa.array(LISTS)
    campaigns = pa.array(CAMPAIGN_NAMES)
    listed, lists = result.lists
    entered, entries = result.entries
    nothing = pa.table({"leadId": pa.array([], pa.int64())})
    return {
        "people": pa.table({**block, **result.fields}),
        "activities": pa.Table.from_arrays(
            [
                guids(lead, log["number"].to_numpy()),
                pa.array(lead),
                _moments(size),
                log["type"].cast(pa.int64()),
                log["campaign"],
                pa.nulls(size, pa.string()),
                log["asset"],
                log["attributes"],
                log["result"],
            ],
            names=list(ACTIVITY_COLUMNS),
        ),
        "list_members": pa.table(
            {
                "list": pa.DictionaryArray.from_arrays(pa.array(lists), names),
                "leadId": ids[listed],
            }
        ),
        "program_members": nothing,
        "campaign_members": pa.table(
            {
                "campaign": pa.DictionaryArray.from_arrays(pa.array(entries), campaigns),
                "leadId": ids[entered],
                "lastEnteredAt": _moments(len(entered)),
                "timesEntered": pa.array(np.ones(len(entered), np.int64)),
            }
        ),
        "waiting": nothing,
    }


def guids(lead: Array, number: Array) -> pa.Array:
    """`<lead>-<number>` for each activity, as bytes that are laid out by hand.

    The usual case: all ids of a block have as many digits, and nobody has a hundred activities.
    """
    size = len(lead)
    if not size:
        return pa.array([], pa.string())
    digits = len(str(int(lead[0])))
    if digits != len(str(int(lead[-1]))) or int(number.max()) > 99:
        return pc.binary_join_element_wise(
            pc.cast(pa.array(lead), pa.string()), pc.cast(pa.array(number), pa.string()), "-"
        )
    width = digits + 3
    text: NDArray[Any] = np.empty((size, width), np.uint8)
    first = np.flatnonzero(np.concatenate(([True], lead[1:] != lead[:-1])))
    people = lead[first]
    written = np.empty((len(people), digits + 1), np.uint8)
    for place in range(digits - 1, -1, -1):
        people, digit = np.divmod(people, 10)
        written[:, place] = digit + 48
    written[:, digits] = 45
    text[:, : digits + 1] = np.repeat(written, np.diff(np.append(first, size)), axis=0)
    tens, ones = _DIGITS
    text[:, digits + 1] = tens[number]
    text[:, digits + 2] = ones[number]
    two = number > 9
    keep = np.ones((size, width), np.bool_)
    keep[:, width - 1] = two
    offsets = np.zeros(size + 1, np.int32)
    np.cumsum(two.astype(np.int32) + np.int32(width - 1), out=offsets[1:])
    return pa.StringArray.from_buffers(size, pa.py_buffer(offsets), pa.py_buffer(text[keep]))


_DIGITS = (
    np.array([ord(str(each)[0]) for each in range(100)], np.uint8),
    np.array([ord(str(each)[-1]) for each in range(100)], np.uint8),
)


def _moments(size: int) -> pa.Array:
    return pa.array(np.full(size, MOMENT), pa.timestamp("s", "UTC"))


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """A writer with the encodings that are fast and small: deltas for numbers and for GUIDs."""
    repeating = [each for each in schema.names if each in REPEATING]
    encoding: dict[str, str] = {}
    for each in schema:
        if each.name not in REPEATING and _is_whole(each.type):
            encoding[each.name] = "DELTA_BINARY_PACKED"
    encoding.pop("activityTypeId", None)
    if "marketoGUID" in schema.names:
        encoding["marketoGUID"] = "DELTA_BYTE_ARRAY"
    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=1,
        use_dictionary=repeating or False,
        column_encoding=encoding or None,
        write_statistics=False,
        store_schema=False,
    )


def _is_whole(type_: pa.DataType) -> bool:
    return bool(pa.types.is_integer(type_) or pa.types.is_timestamp(type_))


if __name__ == "__main__":
    main()
