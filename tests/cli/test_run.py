"""`flowlang run`: what it prints, what it writes, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import SCRIPT, Flowlang

RUN = ("run", ".", "--people", "people.csv", "--at", "2026-01-05T09:00")


def test_a_dry_run_is_told_and_writes_nothing(flowlang: Flowlang, project: Path) -> None:
    done = flowlang(*RUN)
    assert (done.status, done.err) == (0, "")
    assert (
        done.out
        == """\
P.Score  at 2026-01-05 09:00 UTC, seed 0

  3  people
  2  qualified
  1  not in the smart list

Steps                                                                         reached  done  skipped
  P.Score  p.flow:8
    1      change lead_score by {{my.Points}}                                       2     2
    2      choose                                                                   2
    2.1      when lead_score >= 10                                                  1
    2.1.1      add to list "Seen"                                                   1     1
    2.2      when random 0%                                                         0
    2.2.1      do nothing                                                           0
             none of them                                                           1
    3      wait 2 days                                                              2     2
    4      change country to "AT"                                                   0     0

Activities logged
  1  add_to_list
  2  change_score

Waiting
  2  in the middle of a flow

dry run: nothing was written; --out DIR writes the people and the log
"""
    )
    assert sorted(each.name for each in project.iterdir()) == ["p.flow", "people.csv"]


def test_json_is_what_is_written_as_summary(flowlang: Flowlang, project: Path) -> None:
    done = flowlang(*RUN, "--format", "json", "--out", "after", "--seed", "7")
    assert (done.status, done.err) == (0, "")
    assert json.loads((project / "after" / "summary.json").read_text()) == done.data
    assert list(done.data) == [
        "campaign",
        "at",
        "until",
        "seed",
        "people",
        "qualified",
        "not_entered",
        "activities",
        "skipped",
        "executed",
        "steps",
        "waiting",
        "warnings",
        "stopped",
        "stopped_by_limit",
        "diagnostics",
    ]
    assert done.data["seed"] == 7
    assert done.data["steps"][0] == {
        "campaign": "P.Score",
        "step": "1",
        "file": "p.flow",
        "line": 12,
        "people": 2,
    }
    after = (project / "after" / "people.csv").read_text().splitlines()
    assert after[1:] == ["1,DE,10", "2,DE,5", "3,FR,7"]


def test_a_folder_that_holds_something_is_refused(flowlang: Flowlang, project: Path) -> None:
    assert flowlang(*RUN, "--out", "after").status == 0
    again = flowlang(*RUN, "--out", "after")
    assert again.status == 2
    assert "add --overwrite" in again.err
    assert flowlang(*RUN, "--out", "after", "--overwrite").status == 0


def test_tokens_and_a_filter_from_outside(flowlang: Flowlang, project: Path) -> None:
    words = (*RUN, "--token", "Points=+20", "--where", "lead_score is 0", "--out", "after")
    assert flowlang(*words).status == 0
    after = (project / "after" / "people.csv").read_text().splitlines()
    assert after[1:] == ["1,DE,5", "2,DE,20", "3,FR,7"]


def test_people_from_the_project_file(flowlang: Flowlang, project: Path) -> None:
    (project / "flowlang.toml").write_text('[data]\npeople = "people.csv"\n')
    assert flowlang("run", ".").status == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--campaign", "Scores"], 'there is no campaign "Scores"; did you mean "Score"?'),
        (["--campaign", "Zzz"], 'there is no campaign "Zzz"; there is "P.Score"'),
        (["--campaign", "Child"], "it runs only where another campaign executes it"),
        (["--at", "noon"], "`noon` is no moment"),
        (["--at", "2026-02-30"], "`2026-02-30` is no moment"),
        (["--at", "0001-01-01"], "lies too far from today"),
        (["--token", "points"], "write it as NAME=VALUE"),
        (["--token", "points=5"], "write a score change with its sign"),
        (["--token", "pints=+5"], "did you mean points?"),
        (["--token", "points=+5", "--token", "Points=+6"], "given twice"),
        (["--people", "nobody.csv"], "there is no file or folder nobody.csv"),
        (["--people", "p.flow"], "p.flow is no table"),
        (["--out", "p.flow"], "p.flow is a file"),
        (["--overwrite"], "`--overwrite` goes with `--out DIR`"),
    ],
)
def test_what_cannot_be_done_is_refused(
    words: list[str], said: str, flowlang: Flowlang, project: Path
) -> None:
    done = flowlang(*RUN, *words)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    as_json = flowlang(*RUN, *words, "--format", "json")
    assert (as_json.status, as_json.err) == (2, "")
    assert said in as_json.data["error"]["message"]


def test_without_people(flowlang: Flowlang, project: Path) -> None:
    done = flowlang("run", ".")
    assert done.status == 2
    assert "name the people" in done.err


def test_several_batch_campaigns(flowlang: Flowlang, project: Path) -> None:
    more = "".join(f'batch campaign "B{each}" {{ flow {{ do nothing }} }}\n' for each in range(9))
    (project / "q.flow").write_text(more, encoding="utf-8")
    done = flowlang(*RUN)
    assert done.status == 2
    assert '"B0", "B1"' in done.err.replace('"P.Score", ', "")
    assert "4 more" in done.err
    assert flowlang(*RUN, "--campaign", "B8").status == 0


def test_a_filter_with_a_mistake(flowlang: Flowlang, project: Path) -> None:
    done = flowlang(*RUN, "--where", 'contry is "DE"')
    assert (done.status, done.out) == (2, "")
    assert "error[unknown-field]" in done.err
    assert "--where:1:1" in done.err
    as_json = flowlang(*RUN, "--where", "country =", "--format", "json")
    assert (as_json.status, as_json.err) == (2, "")
    assert as_json.data["diagnostics"][0]["rule"] == "syntax-error"


def test_mistakes_in_scripts_stop_a_run(flowlang: Flowlang, project: Path) -> None:
    (project / "p.flow").write_text(SCRIPT.replace("add to", "ad to"), encoding="utf-8")
    done = flowlang(*RUN, "--out", "after")
    assert (done.status, done.out) == (1, "")
    assert "error[syntax-error]" in done.err
    assert done.err.endswith("nothing was run\n")
    assert not (project / "after").exists()
    as_json = flowlang(*RUN, "--format", "json")
    assert (as_json.status, as_json.err) == (1, "")
    assert as_json.data["summary"]["errors"] == 1


@pytest.fixture
def bad_people(project: Path) -> Path:
    rows = "".join(f"{number},DE,many\n" for number in range(30))
    (project / "people.csv").write_text(f"id,country,lead_score\n{rows}99,DE,1\n")
    return project


def test_bad_data_stops_a_run(flowlang: Flowlang, bad_people: Path) -> None:
    done = flowlang(*RUN)
    assert (done.status, done.out) == (1, "")
    assert "people.csv, row 2, column lead_score: `many`" in done.err
    assert "… and 10 more" in done.err
    assert "found 30 bad cells in 1 file; nothing was run" in done.err
    as_json = flowlang(*RUN, "--format", "json")
    assert (as_json.status, as_json.err) == (1, "")
    assert as_json.data["summary"]["errors"] == 30
    first = as_json.data["diagnostics"][0]
    assert (first["rule"], first["file"], first["start"]["line"]) == ("bad-data", "people.csv", 2)


@pytest.mark.parametrize(
    ("how", "people", "said"),
    [
        ("empty", 31, "30 bad cells read as empty"),
        ("skip-person", 1, "30 bad cells left out with their people"),
    ],
)
def test_bad_data_may_be_allowed(
    how: str, people: int, said: str, flowlang: Flowlang, bad_people: Path
) -> None:
    done = flowlang(*RUN, "--on-bad-data", how, "--format", "json")
    assert done.status == 0
    assert done.data["people"] == people
    assert said in done.err


def test_a_circle_stops_people_and_is_named(flowlang: Flowlang, project: Path) -> None:
    (project / "p.flow").write_text(
        """
        batch campaign "Start" { flow { request "Ping" } }
        trigger campaign "Ping" { on requested each person every time flow { request "Pong" } }
        trigger campaign "Pong" { on requested each person every time flow { request "Ping" } }
        """,
        encoding="utf-8",
    )
    done = flowlang(*RUN)
    assert done.status == 3
    assert "Ping → Pong → Ping" in done.out or "Pong → Ping → Pong" in done.out
    assert "3 people: 1, 2, 3" in done.out
    assert len(flowlang(*RUN, "--format", "json").data["stopped"]) == 3


def test_a_run_over_its_limit(flowlang: Flowlang, project: Path) -> None:
    script = 'batch campaign "B" { at most 2 people flow { do nothing } }'
    (project / "p.flow").write_text(script, encoding="utf-8")
    done = flowlang(*RUN)
    assert done.status == 3
    assert '"B" lets in at most 2 people, and 3 qualified; nobody entered' in done.out
