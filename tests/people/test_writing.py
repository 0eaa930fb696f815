"""What is written: whole, in order, in the form in which it came, and readable again."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowlang.people.ingest import BadDataError, open_dataset
from flowlang.people.partition import Outcome, Partition
from flowlang.people.problems import OnBadData, RefusedError
from flowlang.people.writing import DatasetWriter
from tests.people.conftest import schema

ACTIVITIES = pa.schema(
    [
        ("person", pa.int32()),
        ("number", pa.int32()),
        ("time", pa.int64()),
        ("type", pa.int32()),
        ("campaign", pa.string()),
        ("asset", pa.string()),
        ("attributes", pa.string()),
        ("result", pa.string()),
    ]
)

FILES = {
    "people.csv": 'id,First Name,own,lead_score\n2,"A,b",  kept ,5.0\n1,null,,\n10,é,"q""q",7\n',
    "activities.csv": "marketoGUID,leadId,activityDate,activityTypeId,primaryAttributeValue,"
    "attributes,extra\n"
    'x,10,2026-01-03T00:00:00Z,10,E,"{""A"": 1}",e1\ny,2,2026-01-02,1,,{},e2\n'
    "z,99,2026-01-01,1,,{},e3\nw,10,2026-01-01,1,,{},e4\n",
    "list_members.csv": "list,leadId,why\nVIP,10,a\nElsewhere,10,b\nVIP,99,c\nGone,2,d\n",
    "program_members.csv": "program,leadId,status,note\nWebinar,2,Won,n1\nOther,2,Odd,n2\n",
    "campaign_members.csv": "campaign,leadId,lastEnteredAt,timesEntered\nScore,1,2026-01-01,2\n",
    "waiting.csv": "campaign,leadId,wait,until,since,trigger,tokens\n"
    'Invite,10,1,2026-02-01,2026-01-01,x,"{""a"":1}"\n',
}


def unchanged(deleted: tuple[int, ...] = ()) -> Outcome:
    return Outcome(
        {}, pa.array(deleted, pa.int32()), ACTIVITIES.empty_table(), None, None, None, None
    )


def logged(partition: Partition) -> Outcome:
    """One activity for each person, at a moment before some that are known."""
    size = partition.size
    outcome = unchanged()
    outcome.activities = pa.table(
        {
            "person": range(size),
            "number": [9] * size,
            "time": [1767312000] * size,  # 2026-01-02T00:00:00Z
            "type": [22] * size,
            "campaign": ["C"] * size,
            "asset": [None] * size,
            "attributes": ['{"Step":"1"}'] * size,
            "result": ["succeeded"] * size,
        },
        schema=ACTIVITIES,
    )
    return outcome


def write(files: dict[str, str], folder: Path) -> Path:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def copy(source: Path, target: Path, size: int = 100, outcome: Outcome | None = None) -> None:
    """Write a dataset as it is, or as an outcome has it."""
    with open_dataset(source, schema(), OnBadData.ERROR) as dataset:
        writer = DatasetWriter.begin(dataset, target, overwrite=True)
        for partition, rows in dataset.partitions(0, dataset.size, size):
            writer.write_partition(partition, rows, outcome or unchanged())
        writer.finish("{}")


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def test_everything_is_kept_in_canonical_form(tmp_path: Path) -> None:
    copy(write(FILES, tmp_path / "in"), tmp_path / "out")
    found = texts(tmp_path / "out")
    assert found["people.csv"] == (
        'id,First Name,own,lead_score\n2,"A,b",  kept ,5\n1,,,\n10,é,"q""q",7\n'
    )
    assert found["activities.csv"].splitlines()[1:] == [
        "y,2,2026-01-02,1,,,,{},,e2",
        "w,10,2026-01-01,1,,,,{},,e4",
        'x,10,2026-01-03T00:00:00Z,10,,,E,"{""A"": 1}",,e1',
        "z,99,2026-01-01,1,,,,{},,e3",
    ]
    assert found["list_members.csv"] == (
        "list,leadId,why\nGone,2,d\nElsewhere,10,b\nVIP,10,a\nVIP,99,c\n"
    )
    header = "program,leadId,status,reachedSuccess,reachedSuccessDate,membershipDate,stream,"
    assert found["program_members.csv"].splitlines() == [
        f"{header}cadence,note,seat",
        "Other,2,Odd,,,,,,n2,",
        "Webinar,2,Won,false,,,,,n1,",
    ]
    assert found["campaign_members.csv"].splitlines()[1:] == ["Score,1,2026-01-01T00:00:00Z,2"]
    assert found["waiting.csv"].splitlines()[1:] == [
        'Webinar.Invite,10,1,2026-02-01T00:00:00Z,2026-01-01T00:00:00Z,x,"{""a"":1}"'
    ]


def test_an_output_is_a_valid_input_that_changes_no_more(tmp_path: Path) -> None:
    copy(write(FILES, tmp_path / "in"), tmp_path / "once")
    copy(tmp_path / "once", tmp_path / "twice")
    assert texts(tmp_path / "once") == texts(tmp_path / "twice")


@pytest.mark.parametrize("size", [1, 2, 7])
def test_bytes_do_not_depend_on_partitions(tmp_path: Path, size: int) -> None:
    source = write(FILES, tmp_path / "in")
    copy(source, tmp_path / "whole")
    copy(source, tmp_path / "parts", size)
    assert texts(tmp_path / "whole") == texts(tmp_path / "parts")


def test_new_activities_stand_by_time_behind_what_was_known(tmp_path: Path) -> None:
    source = write(FILES, tmp_path / "in")
    with open_dataset(source, schema(), OnBadData.ERROR) as dataset:
        writer = DatasetWriter.begin(dataset, tmp_path / "out", overwrite=False)
        for partition, rows in dataset.partitions(0, dataset.size, 100):
            writer.write_partition(partition, rows, logged(partition))
        writer.finish("{}")
    guids = [line.split(",")[0] for line in texts(tmp_path / "out")["activities.csv"].split("\n")]
    assert guids[1:-1] == ["y", "2-9", "1-9", "w", "10-9", "x", "z"]


def test_who_is_deleted_leaves_only_activities(tmp_path: Path) -> None:
    copy(write(FILES, tmp_path / "in"), tmp_path / "out", outcome=unchanged((2,)))
    found = texts(tmp_path / "out")
    assert "10," not in found["people.csv"]
    assert found["list_members.csv"] == "list,leadId,why\nGone,2,d\nVIP,99,c\n"
    assert found["waiting.csv"].count("\n") == 1
    guids = [line.split(",")[0] for line in found["activities.csv"].splitlines()[1:]]
    assert guids == ["y", "w", "x", "z"]


def test_empty_tables_have_their_header(tmp_path: Path) -> None:
    copy(write({"people.csv": "first_name\nAda\n"}, tmp_path / "in"), tmp_path / "out")
    found = texts(tmp_path / "out")
    assert found["people.csv"] == "first_name,id,lead_score\nAda,1,\n"
    assert found["waiting.csv"] == "campaign,leadId,wait,until,since,trigger,tokens\n"
    assert found["activities.csv"].startswith("marketoGUID,leadId,activityDate,")


def test_parquet_comes_back_as_parquet(tmp_path: Path) -> None:
    table = pa.table({"id": [1, 2], "lead_score": [5, None], "own": [1.5, 2.5]})
    (tmp_path / "in").mkdir()
    pq.write_table(table, tmp_path / "in" / "people.parquet")
    copy(tmp_path / "in", tmp_path / "out", 1)
    found = pq.read_table(tmp_path / "out" / "people.parquet")
    assert found.to_pylist() == table.to_pylist()
    assert found.schema.field("lead_score").type == pa.int64()
    assert pq.read_table(tmp_path / "out" / "waiting.parquet").num_rows == 0


@pytest.mark.parametrize("size", [1, 2, 3, 4, 100])
def test_groups_of_a_parquet_file_do_not_depend_on_partitions(
    tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part ends where it will: rows are gathered from several, or one makes several groups."""
    monkeypatch.setattr("flowlang.people.writing._ROW_GROUP", 3)
    table = pa.table({"id": range(1, 9), "lead_score": range(10, 18)})
    (tmp_path / "in").mkdir()
    pq.write_table(table, tmp_path / "in" / "people.parquet")
    copy(tmp_path / "in", tmp_path / "out", size)
    with pq.ParquetFile(tmp_path / "out" / "people.parquet") as file:
        groups = [file.metadata.row_group(each).num_rows for each in range(file.num_row_groups)]
        assert groups == [3, 3, 2]
        assert file.read().to_pylist() == table.to_pylist()


@pytest.mark.parametrize("size", [1, 2, 100])
def test_times_of_a_typed_table_are_told_as_text_in_a_dataset_of_text(
    tmp_path: Path, size: int
) -> None:
    source = write({"people.csv": "id,first_name\n1,Ada\n2,Bo\n"}, tmp_path / "in")
    seconds = [1767312000, 1767225600, 1767225600, None]
    activities = {
        "marketoGUID": ["a", "b", "c", "d"],
        "leadId": [2, 1, 7, 2],
        "activityDate": pa.array(
            [None if each is None else each * 10**6 + 5 for each in seconds], pa.timestamp("us")
        ),
        "activityTypeId": [10, 10, 10, 10],
    }
    pq.write_table(pa.table(activities).slice(0, 3), source / "activities.parquet")
    copy(source, tmp_path / "out", size)
    rows = texts(tmp_path / "out")["activities.csv"].splitlines()[1:]
    assert [row.split(",")[:3] for row in rows] == [
        ["b", "1", "2026-01-01T00:00:00Z"],
        ["a", "2", "2026-01-02T00:00:00Z"],
        ["c", "7", "2026-01-01T00:00:00Z"],
    ]
    pq.write_table(pa.table(activities), source / "activities.parquet")
    with (
        pytest.raises(BadDataError) as caught,
        open_dataset(source, schema(), OnBadData.ERROR),
    ):
        pass
    [cell] = caught.value.bad.cells
    assert (cell.row, cell.column) == (5, "activityDate")


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters='",\n;'),
    max_size=6,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6))
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("round")

    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    lines = [f"{n},{quoted(a)},{quoted(b)}" for n, (a, b) in enumerate(rows, 1)]
    source = write({"people.csv": "id,first_name,own\n" + "\n".join(lines) + "\n"}, folder / "in")
    copy(source, folder / "once")
    with open_dataset(folder / "once", schema(), OnBadData.ERROR) as dataset:
        [(partition, read)] = dataset.partitions(0, dataset.size, 100)
    names = [None if a in ("", "null") else a for a, _ in rows]
    assert partition.fields["firstname"].to_pylist() == names
    assert read["own"].to_pylist() == [b for _, b in rows]


def begin(source: Path, target: Path, *, overwrite: bool) -> None:
    with open_dataset(source, schema(), OnBadData.ERROR) as dataset:
        DatasetWriter.begin(dataset, target, overwrite=overwrite).abandon()


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    source = write(FILES, tmp_path / "in")
    target = write({"notes.txt": "mine"}, tmp_path / "out")
    with pytest.raises(RefusedError, match="is not empty"):
        begin(source, target, overwrite=False)
    assert texts(target) == {"notes.txt": "mine"}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    source = write(FILES, tmp_path / "in")
    (tmp_path / "out").write_text("mine")
    with pytest.raises(RefusedError, match="is a file"):
        begin(source, tmp_path / "out", overwrite=True)


def test_a_dataset_can_be_written_over_itself(tmp_path: Path) -> None:
    source = write(FILES, tmp_path / "data")
    copy(source, source)
    assert "summary.json" in texts(source)
    assert list(tmp_path.iterdir()) == [source]


def test_what_a_killed_run_left_is_cleaned_up(tmp_path: Path) -> None:
    source = write(FILES, tmp_path / "in")
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"],
                          capture_output=True, text=True, check=True).stdout.strip()  # fmt: skip
    (tmp_path / f".out.writing-{gone}-abc").mkdir()
    copy(source, tmp_path / "out")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in", "out"]


def test_an_old_folder_comes_back_when_the_swap_was_cut(tmp_path: Path) -> None:
    source = write(FILES, tmp_path / "in")
    copy(source, tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / ".out.replaced")
    with pytest.raises(RefusedError, match="is not empty"):
        begin(source, tmp_path / "out", overwrite=False)
    assert (tmp_path / "out" / "people.csv").exists()


KILLED = """
import sys
from pathlib import Path
from tests.people.test_writing import copy
while True:
    copy(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_killed_at_any_moment_a_whole_dataset_is_there(tmp_path: Path) -> None:
    source = write(FILES, tmp_path / "in")
    copy(source, tmp_path / "out")
    whole = texts(tmp_path / "out")
    chance = random.Random(7)
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(source), str(tmp_path / "out")],
            cwd=Path(__file__).parents[2],
        )
        time.sleep(0.8 + chance.random() * 0.5)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert texts(tmp_path / "out") == whole
    copy(source, tmp_path / "out")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in", "out"]
