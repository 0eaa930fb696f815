"""`import flowlang`: texts, paths and tables in, values out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import flowlang
from flowlang.cli.main import main

SCRIPT = """\
import std.fields
list "Seen"

program "P" {
  token points: score = +5

  batch campaign "Score" {
    smart list { country is "DE" }
    each person every time
    flow {
      change lead_score by {{my.Points}}
      wait 2 days
      add to list "Seen"
    }
    schedule { every day at 09:00 }
  }
}

test "a German gets five points" {
  given person "ada" { country: "DE" }
  run "Score"
  expect "ada": lead_score is 5
}
"""
ROWS = [
    {"id": 1, "country": "DE", "Lead Score": 4},
    {"id": 2, "country": "FR", "Lead Score": None},
]
AT = "2026-01-05T09:00"


class Stream:
    """A dataframe of which nothing is known but its Arrow interface."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "p.flow").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "people.csv").write_text("id,country,Lead Score\n1,DE,4\n2,FR,\n", encoding="utf-8")
    return tmp_path


def test_a_text_a_path_several_and_a_workspace_are_scripts(folder: Path) -> None:
    file = folder / "p.flow"
    texts = {"a/p.flow": SCRIPT, "flowlang.toml": '[project]\ntimezone = "Europe/Vienna"\n'}
    for scripts in (SCRIPT, file, folder, [file], texts, flowlang.load(folder)):
        report = flowlang.check(scripts)
        assert (report.ok, len(report.files)) == (True, 1), scripts
        assert flowlang.test(scripts).ok
    assert flowlang.load(texts).files == ("a/p.flow",)
    assert flowlang.load(texts).campaigns == ("P.Score",)


def test_texts_import_each_other() -> None:
    texts = {"main.flow": 'import "shared/lists.flow"\nsmart list "S" { member of list "L" }'}
    assert not flowlang.check(texts).ok
    assert flowlang.check({**texts, "shared/lists.flow": 'list "L"'}).ok


def test_a_mistake_is_a_value() -> None:
    report = flowlang.check(SCRIPT.replace("lead_score by", "lead_scor by"))
    (told,) = report.errors
    assert (told.file, told.line, told.column) == ("script.flow", 11, 14)
    assert told.rule == "unknown-field"
    assert report.data()["summary"] == {"errors": 1, "warnings": 0, "files": 1}
    assert "did you mean `lead_score`?" in str(report)
    assert list(report) == [told]


def test_a_mistake_in_the_project_file_is_told_by_its_short_name() -> None:
    (told,) = flowlang.check({"a.flow": "", "flowlang.toml": "[project"}).errors
    assert told.file == "flowlang.toml"


def test_lint() -> None:
    script = SCRIPT.replace('is "DE" }', 'is "DE" and country is "AT" }')
    assert flowlang.lint(script).ok
    assert flowlang.lint(script).warnings
    assert {each.rule for each in flowlang.lint(script, select="filter-never-holds")} == {
        "filter-never-holds"
    }
    assert not flowlang.lint(SCRIPT.replace("{{my.Points}}", "{{my.Pts}}")).ok


def test_lint_with_people() -> None:
    rows = [{"id": 1, "country": "FR"}, {"id": 2, "country": "AT"}]
    told = {each.rule for each in flowlang.lint(SCRIPT, people=rows)}
    assert told - {each.rule for each in flowlang.lint(SCRIPT)}
    wrong = flowlang.lint(SCRIPT, people=[{"id": 1, "Lead Score": "x"}])
    assert not wrong.ok
    assert wrong.bad_data is not None
    assert "row 2, column Lead Score: `x`" in str(wrong)


def test_format(folder: Path) -> None:
    done = flowlang.format('list   "A"')
    assert (done.text, done.is_formatted) == ('list "A"\n', True)
    broken = flowlang.format("list")
    assert (broken.text, len(broken.diagnostics)) == ("list", 1)
    assert flowlang.format({"a.flow": 'list   "A"'})["a.flow"].text == 'list "A"\n'
    assert flowlang.format(folder)[str(folder / "p.flow")].text == SCRIPT
    assert flowlang.format(flowlang.load(SCRIPT))["script.flow"].text == SCRIPT


def test_tests() -> None:
    tests = flowlang.test(SCRIPT, coverage=True)
    assert (tests.ok, [each.name for each in tests]) == (True, ["a German gets five points"])
    assert tests.data()["summary"] == {"passed": 1, "failed": 0}
    assert tests.data()["coverage"]
    assert "1 test passed" in str(tests)
    failing = flowlang.test(SCRIPT.replace("lead_score is 5", "lead_score is 6"))
    (failed,) = failing.failed
    assert (failed.file, failed.line, failed.failures[0].line) == ("script.flow", 19, 22)
    assert "found 5, wanted 6" in str(failing)
    assert not flowlang.test(SCRIPT, filter="French").ok
    assert flowlang.test(SCRIPT, filter="german").ok
    assert flowlang.test(SCRIPT.replace("run ", "rn ")).diagnostics


@pytest.mark.parametrize("kind", ["rows", "table", "stream", "tables", "path", "text of a path"])
def test_people(kind: str, folder: Path) -> None:
    table = pa.Table.from_pylist(ROWS)
    people: Any = {
        "rows": ROWS,
        "table": table,
        "stream": Stream(table),
        "tables": {"people": table, "list_members": [{"list": "Seen", "leadId": 2}]},
        "path": folder / "people.csv",
        "text of a path": str(folder / "people.csv"),
    }[kind]
    result = flowlang.run(SCRIPT, people, at=AT)
    assert result.ok
    assert result.people.to_pylist() == [{**ROWS[0], "Lead Score": 9}, ROWS[1]]
    assert result.people.schema.field("Lead Score").type == pa.int64()
    assert result.activities["primaryAttributeValue"].to_pylist() == ["Lead Score"]
    assert result.waiting["leadId"].to_pylist() == [1]
    assert result.list_members.num_rows == (1 if kind == "tables" else 0)
    assert result.campaign_members["timesEntered"].to_pylist() == [1]
    assert result.program_members.num_rows == 0
    assert result.summary["qualified"] == 1
    assert "1  qualified" in str(result)


def test_other_dataframes_say_texts_in_other_ways() -> None:
    table = pa.table(
        {
            "id": pa.array(["a", "b"], pa.large_string()),
            "country": pa.array(["DE", "DE"], pa.string_view()),
            "lead_status": pa.array(["x", None], pa.dictionary(pa.uint32(), pa.large_string())),
            "title": pa.nulls(2),
        }
    )
    result = flowlang.run(SCRIPT, Stream(table), at=AT)
    assert result.people["country"].to_pylist() == ["DE", "DE"]
    assert result.people["lead_status"].to_pylist() == ["x", None]
    assert result.people["title"].to_pylist() == [None, None]


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_dataframes(name: str) -> None:
    frames = pytest.importorskip(name)
    result = flowlang.run(SCRIPT, frames.DataFrame(ROWS), at=AT)
    assert result.people["Lead Score"].to_pylist() == [9, None]


def test_one_run_follows_another() -> None:
    first = flowlang.run(SCRIPT, ROWS, at=AT, seed=3)
    later = flowlang.run(
        SCRIPT,
        first.tables,
        at=datetime(2026, 1, 6, 9, tzinfo=UTC),
        until=date(2026, 1, 20),
        where="lead_score > 5",
        tokens={"points": "+20"},
        campaign="Score",
    )
    assert later.people["Lead Score"].to_pylist() == [29, None]
    assert later.list_members.to_pylist() == [{"list": "Seen", "leadId": 1}]
    assert later.waiting.num_rows == 0


def test_a_simulation() -> None:
    result = flowlang.simulate(SCRIPT, ROWS, start=date(2026, 1, 5), end="2026-01-08")
    assert result.people["Lead Score"].to_pylist() == [19, None]
    assert result.summary["campaigns"] == {"P.Score": {"entered": 3}}


def test_what_is_written_is_what_the_command_writes(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    result = flowlang.run(Path("p.flow"), "people.csv", at=AT, out="ours")
    assert (result.ok, result.out, dict(result.tables)) == (True, Path("ours"), {})
    words = ["run", "p.flow", "--people", "people.csv", "--at", AT, "--out", "theirs"]
    assert main(words) == 0
    assert capsys.readouterr().out.startswith(f"{result}\n")
    for written in (folder / "theirs").iterdir():
        assert (folder / "ours" / written.name).read_bytes() == written.read_bytes()
    with pytest.raises(flowlang.UsageError, match="was written to ours, and not kept"):
        _ = result.people


def test_the_people_of_the_project(folder: Path) -> None:
    (folder / "flowlang.toml").write_text('[data]\npeople = "people.csv"\n', encoding="utf-8")
    assert flowlang.run(folder, at=AT).people.num_rows == 2


def test_a_mistake_runs_nothing() -> None:
    result = flowlang.run(SCRIPT.replace("country", "cntry"), ROWS)
    assert not result.ran
    assert [each.rule for each in result.diagnostics] == ["unknown-field", "unknown-field"]
    with pytest.raises(flowlang.UsageError, match="nothing was run: 2 errors in the scripts"):
        _ = result.people
    assert not flowlang.simulate("list", ROWS, start=AT, end="2027-01-01").ran
    wrong = flowlang.run(SCRIPT, ROWS, where="cntry is empty")
    assert [(each.file, each.rule) for each in wrong.diagnostics] == [("<where>", "unknown-field")]


def test_bad_data_is_a_value() -> None:
    rows = [{"id": 1, "country": "DE", "Lead Score": "many"}, {"id": 2, "country": "DE"}]
    result = flowlang.run(SCRIPT, rows, at=AT)
    assert not result.ran
    assert result.bad_data is not None
    (cell,) = result.bad_data.cells
    assert (cell.file, cell.row, cell.value) == ("people", 2, "many")
    with pytest.raises(flowlang.UsageError, match="1 bad cell"):
        _ = result.activities
    for word, scores in (("empty", [5, 5]), ("skip-person", [5])):
        result = flowlang.run(SCRIPT, rows, at=AT, on_bad_data=word)
        assert result.people["Lead Score"].to_pylist() == scores
        assert result.bad_data is not None
        assert result.bad_data.total == 1


def test_what_was_stopped_is_not_ok() -> None:
    script = 'batch campaign "A" { at most 1 people flow { do nothing } }'
    result = flowlang.run(script, ROWS)
    assert (result.ran, result.ok) == (True, False)
    assert result.summary["stopped_by_limit"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda: flowlang.check("p.flow"), "for the file or folder, Path"),
        (lambda: flowlang.check("."), "for the file or folder, Path"),
        (lambda: flowlang.check(Path("nowhere")), "no file or folder nowhere"),
        (lambda: flowlang.check([]), "no script was given"),
        (lambda: flowlang.check({"a.txt": ""}), "called like a script"),
        (lambda: flowlang.check({"../a.flow": ""}), "no name of a file inside"),
        (lambda: flowlang.check(Any), "and not a"),  # type: ignore[arg-type]
        (lambda: flowlang.check(["a.flow"]), "are given as paths"),  # type: ignore[list-item]
        (lambda: flowlang.lint(SCRIPT, select="no-such"), "no rule or category"),
        (lambda: flowlang.format(Path("nowhere")), "no file or folder nowhere"),
        (lambda: flowlang.run(SCRIPT), "give people"),
        (lambda: flowlang.run(SCRIPT, 3), "people: this is no table"),  # type: ignore[arg-type]
        (lambda: flowlang.run(SCRIPT, {"id": ROWS}), "`id` is none"),
        (lambda: flowlang.run(SCRIPT, [{"id": 1, "x": [1]}]), "^people: the column x holds lists"),
        (lambda: flowlang.run(SCRIPT, "nowhere.csv"), "no file or folder nowhere.csv"),
        (lambda: flowlang.run(SCRIPT, ROWS, campaign="Scor"), 'did you mean "Score"'),
        (lambda: flowlang.run(SCRIPT, ROWS, tokens={"pts": 1}), "`tokens`: .* no token pts"),
        (lambda: flowlang.run(SCRIPT, ROWS, at="soon"), "`at`: `soon` is no moment"),
        (lambda: flowlang.run(SCRIPT, ROWS, at=AT, until=AT), "`until` is not later"),
        (lambda: flowlang.run(SCRIPT, ROWS, on_bad_data="hope"), "`hope` is none of error"),
        (lambda: flowlang.simulate(SCRIPT, ROWS, start=AT, end=AT), "`end` is not later"),
    ],
)
def test_wrong_usage_is_an_exception(
    wrong: Any, told: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(flowlang.UsageError, match=told):
        wrong()
