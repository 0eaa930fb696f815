"""Tables are read in pieces, and nothing hangs on where one ends."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flowlang.people import tables, textfile
from flowlang.people.ingest import BadDataError, open_dataset
from flowlang.people.partition import Partition
from flowlang.people.problems import OnBadData
from flowlang.people.rows import stranger_rows
from tests.people.conftest import schema

TABLES = ("activities", "lists", "programs", "campaigns", "waiting")


def write_dataset(folder: Path, chance: Random) -> None:
    people = range(1, 40)
    lines = {
        "people": ["id,email", *(f"{each},p{each}@acme.example" for each in people)],
        "activities": ["leadId,activityDate,activityTypeId,primaryAttributeValue,Extra"],
        "list_members": ["list,leadId"],
        "program_members": ["program,leadId,status"],
        "campaign_members": ["campaign,leadId,lastEnteredAt,timesEntered"],
    }
    for number in range(300):
        who = chance.choice([*people, "77", "x"])
        day, hour = chance.randint(1, 28), chance.randint(0, 23)
        lines["activities"].append(f"{who},2026-01-{day:02}T{hour:02}:00:00Z,10,E{number},{number}")
        lines["list_members"].append(f"{chance.choice(['VIP', 'Elsewhere'])},{who}")
        lines["program_members"].append(f"Webinar,{who},S{number}")
        lines["campaign_members"].append(f"Score,{who},2026-01-{day:02}T00:00:00Z,{number}")
    for name, rows in lines.items():
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def known_of(folder: Path) -> list[object]:
    """Everything that comes out of a dataset, a few people at a time."""
    with open_dataset(folder, schema(), OnBadData.ERROR) as dataset:
        found: list[object] = [dataset.strangers]
        for partition, _ in dataset.partitions(0, dataset.size, 7):
            found += [tables_of(partition), partition.ids.to_pylist()]
        for name in dataset.spools:
            rows = dataset.rows_between(name, 3, 30)
            assert rows is not None
            found.append(rows.to_pylist())
            strangers = stranger_rows(dataset, name)
            found.append([(each.name, each.values.to_pylist()) for each in strangers])
    return found


def tables_of(partition: Partition) -> list[object]:
    return [getattr(partition, each).to_pylist() for each in TABLES]


@pytest.mark.parametrize("seed", range(5))
def test_pieces_of_any_size(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_dataset(tmp_path, Random(seed))
    whole = known_of(tmp_path)
    monkeypatch.setattr(textfile, "_BLOCK", 500)
    for many in (1, 50):
        monkeypatch.setattr(tables, "AT_ONCE", many)
        assert known_of(tmp_path) == whole


def test_bad_cells_are_told_with_their_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_dataset(tmp_path, Random(0))
    with (tmp_path / "activities.csv").open("a", encoding="utf-8") as file:
        file.write("5,never,10,,\n")
    monkeypatch.setattr(textfile, "_BLOCK", 500)
    monkeypatch.setattr(tables, "AT_ONCE", 1)
    with (
        pytest.raises(BadDataError) as raised,
        open_dataset(tmp_path, schema(), OnBadData.ERROR),
    ):
        pass
    assert [each.row for each in raised.value.bad.cells] == [302]


def test_partitions_end_where_they_do_however_people_lie_in_files(tmp_path: Path) -> None:
    folder = tmp_path / "people"
    folder.mkdir()
    for number, (first, last) in enumerate([(1, 8), (8, 9), (9, 24)]):
        people = pa.table({"id": range(first, last)})
        pq.write_table(people, folder / f"part-{number}.parquet", row_group_size=3)
    with open_dataset(tmp_path, schema(), OnBadData.ERROR) as dataset:
        for first in range(0, 23, 5):
            found = [each for each, _ in dataset.partitions(first, dataset.size, 5)]
            ends = [each.first_row + each.size for each in found]
            assert ends == [*range(first + 5, 23, 5), 23]
            assert found[0].ids.to_pylist() == list(range(first + 1, min(first + 6, 24)))


def test_what_happens_in_a_period_is_counted_for_those_to_whom_much_does(tmp_path: Path) -> None:
    lines = ["leadId,activityDate,activityTypeId"]
    lines += [f"{who},2026-01-{day:02}T00:00:00Z,10" for day in range(1, 9) for who in (3, 77, 1)]
    lines += ["2,2026-01-03T00:00:00Z,10", "3,never,10"]
    (tmp_path / "people.csv").write_text("id\n1\n2\n3\n")
    (tmp_path / "activities.csv").write_text("\n".join(lines) + "\n")
    first, last = (day * 86_400 + 1_767_225_600 for day in (1, 4))
    with open_dataset(tmp_path, schema(), OnBadData.EMPTY) as dataset:
        assert dataset.counted(2, first, last).tolist() == [3, 0, 3]
        assert dataset.counted(9, first, last).tolist() == [0, 0, 0]
