"""Made-up people for the benchmarks: 22 columns, the same ones on every machine.

People come in blocks of 100,000, each from a seed of its own, so that the first hundred thousand
of any size are the same people.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

BLOCK = 100_000
FIRST_ID = 1_000_001

COUNTRIES = (
    "Germany Austria Switzerland France Spain Italy Sweden Norway Denmark Finland Poland Czechia "
    "Hungary Portugal Greece Ireland Belgium Netherlands Canada Mexico Brazil Chile Japan India "
    "Australia Singapore Kenya Egypt Turkey Iceland"
)
INDUSTRIES = (
    "Software Telecommunications Banking Insurance Retail Energy Steel Chemicals Pharma Media "
    "Logistics Airlines Automotive Construction Education Government Healthcare Hospitality Mining "
    "Agriculture"
)
RANKS = "Head Director Manager Engineer Analyst Assistant Student Consultant Partner Clerk"
DESKS = "Marketing Sales Finance Engineering Support Research"
SOURCES = "Web Event Partner Referral Trial Webinar List Outbound Inbound Social Search Press"
STATUSES = "Open Known Engaged Cold Disqualified Recycled"
RATINGS = "Hot Warm Cold"


def cache_folder() -> Path:
    """Where generated people are kept: `FLOWLANG_BENCHMARKS`, else the temporary folder."""
    named = os.environ.get("FLOWLANG_BENCHMARKS")
    folder = Path(named) if named else Path(tempfile.gettempdir()) / "flowlang-benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def people_file(size: int) -> Path:
    """A Parquet file of that many people, written if it is not there yet."""
    path = cache_folder() / f"people-{size}.parquet"
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        write_people(unfinished, size)
        unfinished.rename(path)
    return path


def write_people(path: Path, size: int) -> None:
    """Write people to a Parquet file with one row group for each block."""
    schema = block_of_people(0, 1).schema
    with pq.ParquetWriter(
        path, schema, compression="zstd", compression_level=1, store_schema=False
    ) as writer:
        for number, start in enumerate(range(0, size, BLOCK)):
            block = block_of_people(number, min(BLOCK, size - start))
            writer.write_table(block, row_group_size=BLOCK)


def block_of_people(number: int, size: int) -> pa.Table:
    """The people of one block."""
    random = np.random.default_rng([2026, number])
    ids = np.arange(size, dtype=np.int64) + (FIRST_ID + number * BLOCK)
    titles = [f"{rank} {desk}" for rank in RANKS.split() for desk in DESKS.split()]

    def pick(values: list[str], empty: float = 0.0) -> pa.Array:
        codes = random.integers(0, len(values), size, dtype=np.int32)
        return pa.DictionaryArray.from_arrays(
            pa.array(codes, mask=random.random(size) < empty), pa.array(values)
        ).cast(pa.string())

    def whole(low: int, high: int, empty: float) -> pa.Array:
        return pa.array(random.integers(low, high, size), mask=random.random(size) < empty)

    names = [f"p{each}" for each in ids.tolist()]
    return pa.table(
        {
            "id": ids,
            "email": pa.array(
                [f"{name}@people.example" for name in names], mask=random.random(size) < 0.05
            ),
            "firstName": pick([f"First{each}" for each in range(200)], 0.02),
            "lastName": pick([f"Last{each}" for each in range(1000)], 0.01),
            "company": pick([f"Company {each}" for each in range(5000)]),
            "title": pick(titles, 0.05),
            "industry": pick(INDUSTRIES.split(), 0.1),
            "country": pick(COUNTRIES.split(), 0.03),
            "state": pick([f"State {each}" for each in range(50)], 0.04),
            "city": pick([f"City {each}" for each in range(500)]),
            "postalCode": pick([f"{10_000 + each}" for each in range(20_000)], 0.1),
            "phone": pa.array([f"+49 30 {each}" for each in ids.tolist()]),
            "website": pick([f"https://company{each}.example" for each in range(5000)], 0.2),
            "leadSource": pick(SOURCES.split(), 0.05),
            "leadStatus": pick(STATUSES.split(), 0.05),
            "leadScore": whole(0, 90, 0.1),
            "rating": pick(RATINGS.split(), 0.3),
            "department": pick(DESKS.split(), 0.2),
            "unsubscribed": pa.array(random.random(size) < 0.08),
            "annualRevenue": pa.array(
                np.round(random.random(size) * 1e7, 2), mask=random.random(size) < 0.1
            ),
            "numberOfEmployees": whole(1, 1000, 0.1),
            "createdAt": pa.array(
                random.integers(1_577_836_800, 1_767_225_600, size), pa.timestamp("s", "UTC")
            ),
        }
    )
