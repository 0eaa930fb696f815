"""`flowlang match`: what it prints, what it writes, what it refuses."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import SCRIPT, Flowlang

MATCH = ("match", ".", "--people", "people.csv", "--at", "2026-01-05T09:00")
GERMANS = ("--where", 'country is "DE"')


def test_counts_parts_and_rows(flowlang: Flowlang, project: Path) -> None:
    done = flowlang(*MATCH, "--where", 'lead_score >= 5 and (country is "FR" or country is "US")')
    assert (done.status, done.err) == (0, "")
    assert (
        done.out
        == """\
  3  people
  2  lead_score >= 5
  1  any of:
  1    country is "FR"
  0    country is "US"
  1  matched

  id  country  Lead Score
   3  FR                7
"""
    )


def test_a_filter_of_one_part_is_told_once(flowlang: Flowlang, project: Path) -> None:
    done = flowlang(*MATCH, *GERMANS, "--rows", "1")
    assert (
        done.out
        == """\
  3  people
  2  country is "DE"

  id  country  Lead Score
   1  DE                5
  … and 1 more
"""
    )


def test_a_smart_list_by_either_name(flowlang: Flowlang, project: Path) -> None:
    (project / "p.flow").write_text(
        SCRIPT + 'program "Q" { smart list "Germans" { country is "DE"  # the near ones\n } }'
    )
    for name in ("Germans", "Q.Germans"):
        done = flowlang(*MATCH, "--smart-list", name, "--format", "json", "--rows", "1")
        assert done.data == {
            "people": 3,
            "matched": 2,
            "parts": [{"filter": 'country is "DE"', "matched": 2}],
            "rows": [{"id": "1", "country": "DE", "Lead Score": 5}],
        }


def test_nobody_is_no_mistake(flowlang: Flowlang, project: Path) -> None:
    done = flowlang(*MATCH, "--where", 'country is "US"', "--out", "nobody.csv")
    assert done.status == 0
    assert done.out == '  3  people\n  0  country is "US"\n\nwritten to nobody.csv\n'
    assert (project / "nobody.csv").read_text() == "id,country,Lead Score\n"


def test_all_of_them_are_written_by_the_ending(flowlang: Flowlang, project: Path) -> None:
    for name in ("out.csv", "out.tsv", "out.parquet"):
        assert flowlang(*MATCH, *GERMANS, "--rows", "0", "--out", name).status == 0
    assert (project / "out.csv").read_text() == "id,country,Lead Score\n1,DE,5\n2,DE,0\n"
    assert (project / "out.tsv").read_text() == "id\tcountry\tLead Score\n1\tDE\t5\n2\tDE\t0\n"
    table = pq.read_table(project / "out.parquet")
    assert table.to_pydict() == {"id": [1, 2], "country": ["DE", "DE"], "Lead Score": [5, 0]}
    # What was written can be read in again.
    done = flowlang("match", ".", "--people", "out.parquet", "--where", "everyone")
    assert done.out.startswith("  2  people\n  2  everyone\n")


def test_people_without_anybody_leave_a_header(flowlang: Flowlang, project: Path) -> None:
    (project / "people.csv").write_text("id,country\n")
    assert flowlang(*MATCH, *GERMANS, "--out", "out.csv").status == 0
    assert (project / "out.csv").read_text() == "id,country\n"


def test_a_file_that_is_there_stays(flowlang: Flowlang, project: Path) -> None:
    (project / "out.csv").write_text("precious")
    done = flowlang(*MATCH, *GERMANS, "--out", "out.csv")
    assert (done.status, (project / "out.csv").read_text()) == (2, "precious")
    assert done.err == "error: out.csv is there already; add --overwrite to replace it\n"
    assert flowlang(*MATCH, *GERMANS, "--out", "out.csv", "--overwrite").status == 0
    assert (project / "out.csv").read_text().startswith("id,")
    assert sorted(each.name for each in project.iterdir()) == ["out.csv", "p.flow", "people.csv"]


def test_the_moment_counts(flowlang: Flowlang, project: Path) -> None:
    (project / "p.flow").write_text("field born: date")
    (project / "people.csv").write_text("id,born\n1,2026-01-04\n")
    where = ("--where", "born in past 2 days")
    assert flowlang(*MATCH, *where).out.splitlines()[1].startswith("  1  ")
    done = flowlang("match", ".", "--people", "people.csv", "--at", "2026-02-01", *where)
    assert done.out.splitlines()[1].startswith("  0  ")


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        ((), 2, "error: say who is looked for: `--smart-list NAME` or `--where FILTER`"),
        (("--smart-list", "A", "--where", "everyone"), 2, "one of them"),
        (("--smart-list", "A"), 2, 'error: there is no smart list "A"'),
        (("--where", 'contry is "DE"'), 2, "did you mean `country`?"),
        ((*GERMANS, "--out", "out.xlsx"), 2, "must end in .csv, .tsv or .parquet"),
        ((*GERMANS, "--out", "no/such/out.csv"), 2, "cannot be written"),
        ((*GERMANS, "--overwrite"), 2, "`--overwrite` goes with `--out FILE`"),
        ((*GERMANS, "--people", "nobody.csv"), 2, "there is no file or folder nobody.csv"),
    ],
)
def test_refusals(
    words: tuple[str, ...], status: int, told: str, flowlang: Flowlang, project: Path
) -> None:
    done = flowlang(*MATCH, *words)
    assert (done.status, done.out) == (status, "")
    assert told in done.err
    assert sorted(each.name for each in project.iterdir()) == ["p.flow", "people.csv"]


def test_bad_cells_are_told_as_a_run_tells_them(flowlang: Flowlang, project: Path) -> None:
    (project / "people.csv").write_text("id,country,Lead Score\n1,DE,many\n2,DE,3\n")
    done = flowlang(*MATCH, *GERMANS, "--out", "out.csv")
    assert (done.status, done.out) == (1, "")
    assert "people.csv, row 2, column Lead Score: `many` is no number" in done.err
    assert not (project / "out.csv").exists()
    done = flowlang(*MATCH, *GERMANS, "--on-bad-data", "skip-person")
    assert done.out.startswith("  1  person\n")


def test_mistakes_in_scripts_come_first(flowlang: Flowlang, project: Path) -> None:
    (project / "p.flow").write_text('smart list "A" { contry is "DE" }')
    done = flowlang(*MATCH, "--smart-list", "A")
    assert (done.status, done.out) == (1, "")
    assert "unknown-field" in done.err
