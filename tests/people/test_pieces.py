"""Tables are read in pieces, and nothing hangs on where one ends."""

from __future__ import annotations

from pathlib import Path
from random import Random

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
