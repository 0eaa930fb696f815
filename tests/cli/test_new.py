"""`flowlang new`: what it makes works at once, and where it cannot it leaves nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import Flowlang

EXPORT = """\
id,Email Address,firstName,Plan,Signed Up,MRR,Opted In,Zip,Größe (cm),First Seen,Lead Score,not
1,ada@orchard.example,Ada,Free,2025-01-03,12.5,yes,01234,170,31.12.2024,5,1
2,ben@orchard.example,Ben,Pro,2025-01-04,,no,99999,171,01.12.2024,,2
3,null,Cleo,Pro,2025-01-05,99,no,12345,172.5,02.12.2024,9,3
4,dov@orchard.example,Dov,Free,2025-01-05,1,yes,12345,172.5,02.12.2024,9,4
5,eva@orchard.example,Eva,Free,2025-01-05,1,yes,12345,172.5,02.12.2024,9,5
6,fay@orchard.example,Fay,Free,2025-01-05,1,yes,12345,172.5,02.12.2024,9,6
"""
WORKS = (
    ("check", "."),
    ("lint", ".", "--strict"),
    ("fmt", ".", "--check"),
    ("test", "."),
    ("run", "."),
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which commands run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def works(flowlang: Flowlang, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that a project must do at once."""
    monkeypatch.chdir(project)
    for words in WORKS:
        done = flowlang(*words)
        assert (words, done.status, done.err) == (words, 0, "")


def test_a_project_works_at_once(
    flowlang: Flowlang, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = flowlang("new", "over/there")
    assert (done.status, done.err) == (0, "")
    assert "campaigns/welcome.flow" in done.out
    assert "cd over/there" in done.out
    works(flowlang, here / "over" / "there", monkeypatch)
    summary = flowlang("run", ".", "--format", "json").data
    assert (summary["people"], summary["qualified"], summary["waiting"]) == (8, 4, 4)


def test_what_the_readme_says_can_be_typed(
    flowlang: Flowlang, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flowlang("new", ".")
    lines = (here / "README.md").read_text(encoding="utf-8").splitlines()
    commands = [line.partition("#")[0].split() for line in lines if line.startswith("flowlang ")]
    assert len(commands) == 8
    for _, *words in commands:
        assert flowlang(*words).status == 0, words
    assert (here / "out" / "people.csv").is_file()


def test_it_tells_what_it_made_as_json(flowlang: Flowlang, here: Path) -> None:
    made = flowlang("new", "spring", "--format", "json").data
    assert made["project"] == "spring"
    assert made["files"] == sorted(
        each.relative_to("spring").as_posix()
        for each in Path("spring").rglob("*")
        if each.is_file()
    )


def test_a_fresh_repository_is_a_place_for_it(flowlang: Flowlang, here: Path) -> None:
    (here / ".git").mkdir()
    assert flowlang("new", ".").status == 0
    assert "cd" not in flowlang("new", ".").out


@pytest.mark.parametrize("where", ["full", "full/file.txt", "full/file.txt/deeper"])
def test_it_touches_nothing_that_is_there(flowlang: Flowlang, here: Path, where: str) -> None:
    (here / "full").mkdir()
    (here / "full" / "file.txt").write_text("mine")
    done = flowlang("new", where)
    assert (done.status, done.out) == (2, "")
    assert "something went wrong inside" not in done.err
    assert [each.name for each in (here / "full").iterdir()] == ["file.txt"]
    assert [each.name for each in here.iterdir()] == ["full"]


@pytest.mark.parametrize("where", [".", "a/b"])
def test_nothing_half_made_is_left(
    flowlang: Flowlang, here: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> Path:
        if target.name in ("tests", "b"):
            raise OSError(28, "No space left on device")
        return Path(self).replace(target)

    monkeypatch.setattr(Path, "rename", full)
    done = flowlang("new", where)
    assert done.status == 2
    assert "No space left on device; nothing was written" in done.err
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("form", ["csv", "tsv", "parquet", "folder"])
def test_the_columns_of_people_become_fields(
    flowlang: Flowlang, here: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = here / ("data/people.csv" if form == "folder" else f"people.{form}")
    data.parent.mkdir(exist_ok=True)
    rows = [line.split(",") for line in EXPORT.splitlines()]
    if form == "parquet":
        columns = dict(zip(rows[0], map(list, zip(*rows[1:], strict=True)), strict=True))
        pq.write_table(pa.table(columns), data)
    else:
        data.write_text(EXPORT.replace(",", "\t") if form == "tsv" else EXPORT, encoding="utf-8")
    done = flowlang("new", "made", "--from", str(data.parent if form == "folder" else data))
    assert (done.status, done.err) == (0, "")
    fields = (here / "made" / "fields.flow").read_text(encoding="utf-8")
    assert fields == (
        """\
## The fields of the people, as their columns are.
import std.fields

# Marketo's own, from std.fields: Email Address, firstName, Lead Score.

# The types below are guesses from the cells. A picklist lists what was there; other values are
# allowed in the data.
field plan: picklist("Free", "Pro")     # guess: 2 values in 6 cells
field signed_up: date                   # guess: dates
field mrr: currency as "MRR"            # guess: numbers, and its name
field opted_in: boolean                 # guess: 2 values in 6 cells
field zip: string                       # guess: digits with leading zeros
field grosse_cm: float as "Größe (cm)"  # guess: numbers
field first_seen: date                  # guess: dates as %d.%m.%Y
field column_not: integer as "not"      # guess: whole numbers
"""
    )
    works(flowlang, here / "made", monkeypatch)
    assert flowlang("run", ".", "--format", "json").data["qualified"] == 5
    asked = 'first_seen before 2024-12-02 and `Größe (cm)` > 170 and plan is "Pro"'
    done = flowlang("match", ".", "--where", asked, "--format", "json")
    assert [row["id"] for row in done.data["rows"]] == ["2"]


def test_people_that_lie_in_the_project_stay_out_of_git(
    flowlang: Flowlang, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "people.csv").write_text(EXPORT, encoding="utf-8")
    assert flowlang("new", ".", "--from", "people.csv").status == 0
    assert "/people.csv\n" in (here / ".gitignore").read_text()
    works(flowlang, here, monkeypatch)
    assert (here / "people.csv").read_text(encoding="utf-8") == EXPORT


def test_guesses_as_json(flowlang: Flowlang, here: Path) -> None:
    (here / "people.csv").write_text(EXPORT, encoding="utf-8")
    made = flowlang("new", "made", "--from", "people.csv", "--format", "json").data
    assert (made["people"], made["id"], made["datetime_formats"]) == (6, "id", ["%d.%m.%Y"])
    by_column = {each["column"]: each for each in made["fields"]}
    assert by_column["Lead Score"]["from"] == "std.fields"
    assert by_column["Plan"] == {
        "column": "Plan",
        "field": "plan",
        "label": None,
        "type": 'picklist("Free", "Pro")',
        "from": "guess",
        "why": "2 values in 6 cells",
    }


def test_a_field_of_marketo_whose_cells_do_not_fit_is_declared_anew(
    flowlang: Flowlang, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "Lead Score,Created At,Last Name\n5,2026-01-02,Brook\nA+,2026-02-30,Reed\n"
    (here / "people.csv").write_text(rows, encoding="utf-8")
    assert flowlang("new", "made", "--from", "people.csv").status == 0
    text = (here / "made" / "fields.flow").read_text()
    assert "# guess: text; Marketo has a score, and `A+` is none\n" in text
    assert "# guess: text; Marketo has a datetime, and `2026-02-30` is none\n" in text
    works(flowlang, here / "made", monkeypatch)


def test_cells_that_no_field_can_hold_are_told(flowlang: Flowlang, here: Path) -> None:
    rows = "unsubscribed,Last Name,lastName\nperhaps,Brook,Brook\n"
    (here / "people.csv").write_text(rows, encoding="utf-8")
    done = flowlang("new", "made", "--from", "people.csv")
    assert done.status == 1
    assert "numbered by row" in done.out
    assert "left alone: lastName: `Last Name` is the same field" in done.out
    assert "`perhaps` is neither true nor false" in done.err
    assert flowlang("check", "made").status == 0
    told = flowlang("new", "again", "--from", "people.csv", "--format", "json")
    assert (told.status, len(told.data["diagnostics"])) == (1, 2)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no file or folder people.csv"),
        ("", "people.csv is empty"),
        ("id;email\n1;a\n", "semicolons"),
        ("a,a\n1,2\n", "two columns with the name a"),
        ('id,a\n1,"open\n', "never closed"),
    ],
)
def test_what_is_no_dataset_is_refused(
    flowlang: Flowlang, here: Path, content: str | None, said: str
) -> None:
    if content is not None:
        (here / "people.csv").write_text(content, encoding="utf-8")
    done = flowlang("new", "made", "--from", "people.csv", "--format", "json")
    assert done.status == 2
    assert said in json.loads(done.out)["error"]["message"]
    assert not (here / "made").exists()
