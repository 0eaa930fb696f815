"""Two datasets side by side: what differs, for whom."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowlang.comparison.compare import Comparison, compare_datasets
from flowlang.people.problems import RefusedError
from flowlang.report.comparison import comparison_data, render_comparison
from flowlang.style import Style

BEFORE = {
    "people.csv": "id,email,Lead Score\n1,ada@x.example,5\n2,bob@x.example,\n3,cy@x.example,7\n",
    "activities.csv": "leadId,activityDate,activityTypeId,primaryAttributeValue,actionResult\n"
    "1,2026-01-05T09:00:00Z,6,Hello,succeeded\n"
    "2,2026-01-05T09:00:00Z,6,Hello,skipped\n"
    "3,2026-01-05T09:00:00Z,100077,,\n",
    "list_members.csv": "list,leadId\nVIP,1\nVIP,9\n",
    "program_members.csv": "program,leadId,status,reachedSuccess\nWebinar,1,Invited,false\n",
    "campaign_members.csv": "campaign,leadId,lastEnteredAt,timesEntered\nHello,1,,1\n",
    "waiting.csv": "campaign,leadId,wait,until\nHello,1,2,2026-01-09T09:00:00Z\n"
    "Hello,1,1,2026-01-08T09:00:00Z\n",
}
AFTER = BEFORE | {
    "people.csv": "Lead Score,id,email\n10,1,ada@x.example\nnull,2,bob@x.example\n"
    "7,4,di@x.example\n",
    "activities.csv": "leadId,activityDate,activityTypeId,primaryAttributeValue,actionResult\n"
    "1,2026-01-06T09:00:00Z,6,Hello,succeeded\n"
    "1,2026-01-07T09:00:00Z,6,Hello,\n"
    "2,2026-01-05T09:00:00Z,6,Hello,succeeded\n",
    "list_members.csv": "list,leadId\nVIP,2\nVIP,2\n",
    "program_members.csv": "program,leadId,status,reachedSuccess\nWebinar,1,Attended,true\n",
    "waiting.csv": "campaign,leadId,wait,until\nHello,1,1,2026-01-08T09:00:00Z\n",
}


def written(folder: Path, tables: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def rows(found: Comparison) -> list[tuple[str | None, ...]]:
    return [tuple(row.values()) for row in found.differences.to_pylist()]


def test_everything_that_differs_is_told_by_person(tmp_path: Path) -> None:
    before, after = written(tmp_path / "a", BEFORE), written(tmp_path / "b", AFTER)
    found = compare_datasets(before, after, {"6": "send_email"})
    assert (found.before, found.after, found.both, found.differing) == (3, 3, 2, 2)
    assert (found.only_before, found.only_after) == (["3"], ["4"])
    waits = "wait 1 until 2026-01-08T09:00:00Z"
    assert rows(found) == [
        ("1", "field", "Lead Score", "5", "10"),
        ("1", "list", "VIP", "member", None),
        ("1", "program", "Webinar", "Invited", "Attended"),
        ("1", "program", "Webinar, reachedSuccess", "false", "true"),
        ("1", "waiting", "Hello", f"{waits}, wait 2 until 2026-01-09T09:00:00Z", waits),
        ("1", "activity", 'send_email "Hello"', "1", "2"),
        ("2", "list", "VIP", None, "member"),
        ("2", "activity", 'send_email "Hello"', None, "1"),
    ]


def test_what_is_told_adds_up(tmp_path: Path) -> None:
    found = compare_datasets(
        written(tmp_path / "a", BEFORE), written(tmp_path / "b", AFTER), {"6": "send_email"}
    )
    assert (
        render_comparison(found, Style(), 1)
        == """\
  2  people in both
  1  only before
  1  only after
  2  differ

Only before
  3

Only after
  4

Fields
  1  Lead Score: 5 → 10 (1)

Lists
  2  VIP: 1 only after, 1 only before

Programs
  1  Webinar: Invited → Attended (1)
  1  Webinar, reachedSuccess: false → true (1)

Waiting
  1  Hello: wait 1 until 2026-01-08T09:00:00Z, wait 2 until 2026-01-09T09:00:00Z → wait 1 until 202…

Activities
  2  send_email "Hello": 2 more

The first of them
  1
    Lead Score: 5 → 10
    list "VIP": member → no member
    program "Webinar": Invited → Attended
    program "Webinar, reachedSuccess": false → true
    waiting in "Hello": wait 1 until 2026-01-08T09:00:00Z, wait 2 until 2026-01-09T09:00:00Z → wait…
    send_email "Hello": 1 → 2
  … and 1 more person
"""
    )
    data = comparison_data(found, 5)
    assert data["people"]["differing"] == 2
    assert sum(each["people"] for each in data["differences"]) == found.differences.num_rows
    assert [each["person"] for each in data["rows"]] == ["1", "2"]


def test_the_form_of_the_tables_makes_no_difference(tmp_path: Path) -> None:
    text = written(tmp_path / "a", BEFORE)
    other = tmp_path / "b"
    other.mkdir()
    for name, content in BEFORE.items():
        header, *lines = csv.reader(content.splitlines())
        columns = {key: [line[at] for line in lines] for at, key in enumerate(header)}
        pq.write_table(pa.table(columns), other / name.replace(".csv", ".parquet"))
    assert compare_datasets(text, other).is_equal


PEOPLE = st.dictionaries(st.integers(1, 6), st.sampled_from(["", "x", "y"]), min_size=1)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(one=PEOPLE, other=PEOPLE, order=st.randoms(use_true_random=False))
def test_fields_are_compared_by_id_whatever_the_order(
    one: dict[int, str],
    other: dict[int, str],
    order: object,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("pair")
    paths = []
    for name, people in (("one", one), ("other", other)):
        ids = list(people)
        order.shuffle(ids)  # type: ignore[attr-defined]  # Hypothesis gives a Random.
        lines = [f"{each},{people[each]}" for each in ids]
        (folder / f"{name}.csv").write_text("\n".join(["id,v", *lines]) + "\n")
        paths.append(folder / f"{name}.csv")
    found = compare_datasets(paths[0], paths[1])
    assert {row[0] for row in rows(found)} == {
        str(each) for each in one.keys() & other.keys() if one[each] != other[each]
    }
    assert set(found.only_before) == {str(each) for each in one.keys() - other.keys()}
    assert set(found.only_after) == {str(each) for each in other.keys() - one.keys()}


def test_people_without_ids_of_their_own_are_refused(tmp_path: Path) -> None:
    twice = written(tmp_path / "a", {"people.csv": "id\n1\n1\n"})
    with pytest.raises(RefusedError, match="two people have one id"):
        compare_datasets(twice, twice)
