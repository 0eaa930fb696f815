"""What files may look like, and what their cells mean."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flowlang.people.ingest import open_dataset
from flowlang.people.partition import Partition
from flowlang.people.problems import BadData, OnBadData, RefusedError
from tests.people.conftest import Reader, schema

MOMENT = 1767603600  # 2026-01-05T09:00:00Z


def column(partition: Partition, key: str) -> list[object]:
    values = partition.fields[key]
    if pa.types.is_timestamp(values.type):
        values = values.cast(pa.int64())
    return list(values.to_pylist())


@pytest.mark.parametrize(
    "cell",
    [
        "2026-01-05T09:00:00Z",
        "2026-01-05 09:00:00",
        "2026-01-05 09:00:00 UTC",
        "2026-01-05T10:00:00+01:00",
        "2026-01-05T04:00:00-0500",
        "2026-01-05 09:00:00.987",
        "2026-01-05 09:00",
    ],
)
def test_ways_of_writing_a_time(read: Reader, cell: str) -> None:
    assert column(read(f"id,created_at\n1,{cell}\n"), "createdat") == [MOMENT]


def test_a_date_alone_is_its_midnight(read: Reader) -> None:
    assert column(read("id,created_at\n1,2026-01-05\n"), "createdat") == [MOMENT - 9 * 3600]


def test_further_forms_of_times_are_settings(read: Reader) -> None:
    partition = read("id,created_at\n1,8/9/14 19:00\n", formats=("%m/%d/%y %H:%M",))
    assert column(partition, "createdat") == [1407610800]


def test_booleans_in_every_case(read: Reader) -> None:
    cells = ["true", "TRUE", "Yes", "1", "false", "No", "0", "", "null"]
    text = "id,unsubscribed\n" + "".join(f"{n},{cell}\n" for n, cell in enumerate(cells))
    wanted = [True, True, True, True, False, False, False, None, None]
    assert column(read(text), "unsubscribed") == wanted


def test_whole_numbers_may_have_a_point(read: Reader) -> None:
    text = "id,lead_score\n1,5.0\n2,-3\n3,null\n4,7.00\n"
    assert column(read(text), "leadscore") == [5, -3, None, 7]


def test_columns_are_found_by_any_way_of_writing_their_name(read: Reader) -> None:
    partition = read("ID,Email Address,firstName,LEAD-SCORE,Own Column\n7,a@b.c,Ada,5,x\n")
    assert partition.ids.to_pylist() == [7]
    assert column(partition, "emailaddress") == ["a@b.c"]
    assert column(partition, "firstname") == ["Ada"]
    assert column(partition, "leadscore") == [5]
    assert set(partition.fields) == {"emailaddress", "firstname", "leadscore"}


def test_byte_order_mark_and_line_ends_of_windows(read: Reader) -> None:
    partition = read(b"\xef\xbb\xbfid,first_name\r\n1,Ada\r\n2,\r\n")
    assert partition.ids.to_pylist() == [1, 2]
    assert column(partition, "firstname") == ["Ada", None]


def test_quotes_as_they_should_be_and_as_they_are(read: Reader) -> None:
    text = 'id,first_name\n1,"a ""b"" c"\n2,"say "hi" now"\n3,"x,y"\n4,"two\nlines"\n'
    assert column(read(text), "firstname") == ['a "b" c', 'say "hi" now', "x,y", "two\nlines"]


def test_marketo_breaks_a_quote_in_the_middle_of_a_cell(read: Reader) -> None:
    assert column(read('id,first_name\n1,"a"b"\n'), "firstname") == ['a"b']


def test_without_ids_people_are_counted(read: Reader) -> None:
    assert read("first_name\nAda\nBob\n").ids.to_pylist() == [1, 2]


@pytest.mark.parametrize("ids", [["1", "x"], ["007", "1"], ["1", str(2**63)], ["-1", "2"]])
def test_ids_are_text_unless_all_are_canonical_numbers(read: Reader, ids: list[str]) -> None:
    assert read("id\n" + "\n".join(ids) + "\n").ids.to_pylist() == ids


def test_tables_are_joined_and_sorted_by_person_and_time(read: Reader) -> None:
    partition = read(
        {
            "people.csv": "id\n5\n9\n",
            "activities.csv": "marketoGUID,leadId,activityDate,activityTypeId,actionResult\n"
            "a,9,2026-01-02,10,\nb,5,2026-01-03,10,skipped\nc,9,2026-01-01,1,succeeded\n"
            "d,77,2026-01-01,1,\n",
            "list_members.csv": "list,leadId\nVIP,9\nWebinar.Guests,5\nElsewhere,5\n",
            "program_members.csv": "program,leadId,status,seat\nWebinar,5,Won,A1\n",
            "campaign_members.csv": "campaign,leadId,lastEnteredAt,timesEntered\n"
            "Invite,9,2026-01-05T09:00:00Z,3\n",
            "waiting.csv": "campaign,leadId,wait,until\nWebinar.Invite,5,2,2026-01-05T09:00:00Z\n",
        }
    )
    assert partition.activities["person"].to_pylist() == [0, 1, 1]
    assert partition.activities["guid"].to_pylist() == ["b", "c", "a"]
    assert partition.activities["succeeded"].to_pylist() == [False, True, True]
    assert partition.lists.to_pylist() == [{"person": 0, "list": 1}, {"person": 1, "list": 0}]
    assert partition.programs["seat"].to_pylist() == ["A1"]
    assert partition.campaigns.to_pylist() == [
        {"person": 1, "campaign": 0, "last_entered": MOMENT, "times": 3}
    ]
    assert partition.waiting["until"].to_pylist() == [MOMENT]


def test_typed_columns_of_parquet(tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": pa.array([3, 4], pa.int32()),
            "lead_score": pa.array([5, None], pa.int16()),
            "unsubscribed": [True, None],
            "created_at": pa.array([MOMENT * 1000 + 5, None], pa.timestamp("ms")),
            "birthday": pa.array([0, None], pa.date32()),
            "first_name": pa.array(["Ada", "null"]).dictionary_encode(),
            "revenue": pa.array([1, 2], pa.int64()),
        }
    )
    pq.write_table(table, tmp_path / "people.parquet")
    with open_dataset(tmp_path / "people.parquet", schema(), OnBadData.ERROR) as dataset:
        [(partition, _)] = dataset.partitions(0, 2, 10)
    assert partition.ids.to_pylist() == [3, 4]
    assert column(partition, "leadscore") == [5, None]
    assert column(partition, "createdat") == [MOMENT, None]
    assert column(partition, "firstname") == ["Ada", None]
    assert column(partition, "revenue") == [1.0, 2.0]


@pytest.mark.parametrize(
    ("name", "cell", "wanted"),
    [
        ("lead_score", "n/a", "no number"),
        ("lead_score", "2.5", "no number"),
        ("lead_score", str(2**70), "no number"),
        ("revenue", "1,5", "no number"),
        ("unsubscribed", "maybe", "neither true nor false"),
        ("birthday", "2026-02-30", "no date"),
        ("created_at", "yesterday", "no time"),
    ],
)
def test_bad_cells_have_a_place(
    bad: Callable[..., BadData], name: str, cell: str, wanted: str
) -> None:
    found = bad(f'id,{name}\n1,\n2,"{cell}"\n')
    assert found.total == 1
    [told] = found.cells
    assert (told.row, told.column, told.value, told.wanted) == (3, name, cell, wanted)
    assert told.file.endswith("people.csv")


@pytest.mark.parametrize("text", ["id,lead_score", "id,lead_score\n", "id,lead_score\r\n"])
def test_a_header_alone_is_a_table_of_nobody(tmp_path: Path, text: str) -> None:
    (tmp_path / "people.csv").write_bytes(text.encode())
    with open_dataset(tmp_path, schema(), OnBadData.ERROR) as dataset:
        assert dataset.size == 0


def test_twenty_bad_cells_are_shown_and_all_are_counted(bad: Callable[..., BadData]) -> None:
    rows = "".join(f"{number},x\n" for number in range(50))
    found = bad(f"id,lead_score\n{rows}")
    assert len(found.cells) == 20
    assert found.total == 50


def test_bad_cells_can_be_empty(read: Reader) -> None:
    partition = read("id,lead_score\n1,x\n2,5\n", on_bad=OnBadData.EMPTY)
    assert column(partition, "leadscore") == [None, 5]


def test_people_with_bad_cells_can_be_left_out(read: Reader) -> None:
    files = {
        "people.csv": "id,lead_score\n1,x\n2,5\n3,6\n",
        "activities.csv": "leadId,activityDate,activityTypeId\n3,never,10\n2,2026-01-01,10\n",
    }
    partition = read(files, on_bad=OnBadData.SKIP_PERSON)
    assert partition.ids.to_pylist() == [2]
    assert partition.activities.num_rows == 1


@pytest.mark.parametrize(
    ("text", "row", "wanted"),
    [
        ("id\n1\n2\n1\n", 4, "an id that an earlier row has"),
        ("id,first_name\n1,a\n,b\n", 3, "empty"),
        ("id,firstName,First Name\n1,a,b\n", 1, "a second column for the field"),
        ("id,first_name\n1,a,b\n", 2, "a row of 3 cells where the header has 2"),
        ("id,first_name\n1,a\n2\n3,c\n", 3, "a row of 1 cells where the header has 2"),
    ],
)
def test_rows_and_columns_that_are_wrong(
    bad: Callable[..., BadData], text: str, row: int, wanted: str
) -> None:
    [told] = bad(text).cells
    assert told.row == row
    assert wanted in told.wanted


@pytest.mark.parametrize(
    ("table", "text", "wanted"),
    [
        ("waiting", "campaign,leadId,wait,until\nNone,1,1,2026-01-01\n", "no campaign of this"),
        ("waiting", "campaign,leadId,wait,until\nInvite,1,3,2026-01-01\n", "no wait of that"),
        ("list_members", "list,leadId\nGuests,1\n", "the name of several"),
        ("activities", "leadId,activityDate,activityTypeId\n1,2026-13-01,10\n", "no time"),
        ("campaign_members", "campaign,leadId,timesEntered\nScore,1,often\n", "no number"),
    ],
)
def test_bad_cells_of_other_tables(
    bad: Callable[..., BadData], table: str, text: str, wanted: str
) -> None:
    found = bad({"people.csv": "id\n1\n", f"{table}.csv": text})
    assert wanted in found.cells[0].wanted
    assert found.cells[0].file.endswith(f"{table}.csv")


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({"people.csv": b""}, "is empty"),
        ({"people.csv": b"\n\n"}, "is empty"),
        ({"people.csv": "id,name\n1,ä\n".encode("utf-16")}, "no UTF-8 text"),
        ({"people.csv": "id,first_name\n1,ä\n".encode("latin-1")}, "no UTF-8 text"),
        ({"people.csv": b"id\n" + b"1\n" * 9000 + b"\xec,\n"}, "line 9002 is no UTF-8 text"),
        ({"people.csv": b"id\n" + b"1\n" * 9000 + b"\xe4\xb8"}, "line 9002 is no UTF-8 text"),
        ({"people.csv": b'id,first_name\n1,Ada\n2,"Bob\n3,Cy\n'}, "quote that begins in row 3"),
        ({"people.csv": b'id,"first_name\n1,Ada\n'}, "quote that begins in row 1"),
        ({"people.csv": b"id;first_name\n1;Ada\n"}, "semicolons"),
        ({"people.parquet": b"no parquet"}, "is no Parquet file"),
        ({"other.csv": b"id\n1\n"}, "holds no people"),
        ({"people.csv": b"id\n1\n", "people.tsv": b"id\n1\n"}, "the table people twice"),
        ({"people.csv": b"id\n1\n", "activities.csv": b"leadId\n1\n"}, "lacks the column"),
    ],
)
def test_what_is_no_dataset_is_one_sentence(
    tmp_path: Path, files: dict[str, bytes], wanted: str
) -> None:
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with (
        pytest.raises(RefusedError, match=wanted),
        open_dataset(tmp_path, schema(), OnBadData.ERROR),
    ):
        pass


def test_a_missing_path_is_one_sentence(tmp_path: Path) -> None:
    with (
        pytest.raises(RefusedError, match="there is no file or folder"),
        open_dataset(tmp_path / "nowhere.csv", schema(), OnBadData.ERROR),
    ):
        pass


def test_many_columns(read: Reader) -> None:
    names = [f"column {number}" for number in range(382)]
    text = ",".join(["id", *names]) + "\n1," + ",".join(["x"] * 382) + "\n"
    assert read(text).size == 1


def test_a_full_disk_is_told_with_the_folder_that_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that may not grow is met as a disk without room is."""
    resource = pytest.importorskip("resource")
    source = tmp_path / "people.csv"
    source.write_text("id,first_name\n" + "".join(f"{row},Ada{row}\n" for row in range(20_000)))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, most))
    try:
        with (
            pytest.raises(RefusedError, match=r"scratch has no room .* TMPDIR can name another"),
            open_dataset(source, schema(), OnBadData.ERROR),
        ):
            pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))
    assert not list(scratch.iterdir())
