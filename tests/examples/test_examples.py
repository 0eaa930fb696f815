"""The examples are as they should be: without complaints, tested, their people made as they say.

What their pages show is played with all other pages.

`python -m tests.examples.test_examples` writes the tables of the runs anew; look at the
difference before it is committed.
"""

from __future__ import annotations

import csv
import io
import json
import re
import runpy
import shutil
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from flowlang.cli.main import main

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
ROUGH = {"lifecycle/as-it-was", *(f"inherited-mess/{each}" for each in ("1-as-found",))}
ROUGH |= {"inherited-mess/2-it-checks", "inherited-mess/3-in-order"}
"""Projects that are shown for what is wrong with them."""

PROJECTS = sorted(
    each.parent.relative_to(EXAMPLES).as_posix() for each in EXAMPLES.rglob("flowlang.toml")
)
SOUND = [each for each in PROJECTS if each not in ROUGH]


class Done(NamedTuple):
    """What a command printed, and its exit status."""

    status: int
    printed: str


def flowlang(*words: str) -> Done:
    """Run the command line in this process, in the folder in which it stands."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main(words)
    return Done(status, out.getvalue() + err.getvalue())


def test_the_table_names_every_example() -> None:
    table = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| \[([\w-]+)\]\(\1/README\.md\)", table, re.MULTILINE)
    assert sorted(named) == sorted(each.parent.name for each in EXAMPLES.glob("*/README.md"))


@pytest.mark.parametrize("project", SOUND)
def test_a_project_has_nothing_to_complain_of(project: str) -> None:
    assert flowlang("lint", str(EXAMPLES / project), "--strict").status == 0


@pytest.mark.parametrize("project", SOUND)
def test_the_tests_of_a_project_pass(project: str) -> None:
    done = flowlang("test", str(EXAMPLES / project))
    assert done.status == 0, done.printed


@pytest.mark.parametrize(
    "example", sorted(each.parent.name for each in EXAMPLES.glob("*/make_people.py"))
)
def test_people_are_those_that_are_made(example: str, tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / example / "make_people.py", tmp_path)
    runpy.run_path(str(tmp_path / "make_people.py"), run_name="__main__")
    assert _tables(tmp_path) == _tables(EXAMPLES / example)


def _tables(example: Path) -> dict[str, bytes]:
    people = [example / "people.csv", *example.glob("people/*")]
    found = {each.name: each.read_bytes() for each in people if each.exists()}
    assert found
    return found


MESS = {
    "2-it-checks": {
        *("trigger-loop", "racing-writes", "trigger-race", "read-after-request"),
        *("batches-at-one-moment", "status-goes-back", "filter-always-holds"),
        *("filter-never-holds", "unreachable-when", "unreachable-otherwise"),
        *("campaign-never-starts", "executable-left-on-once", "remove-without-wait"),
        *("double-negation", "redundant-filter", "unused-asset"),
    },
    "3-in-order": {
        *("filter-always-holds", "filter-never-holds", "unreachable-when"),
        *("unreachable-otherwise", "campaign-never-starts", "executable-left-on-once"),
        *("remove-without-wait", "double-negation", "redundant-filter", "unused-asset"),
    },
    "4-made-small": set(),
}
"""What is left to be found in each stage of the mess, of the rules that are found in the first."""


@pytest.mark.parametrize("stage", MESS)
def test_the_mess_gets_less(stage: str) -> None:
    rules = ",".join(sorted(MESS["2-it-checks"]))
    project = str(EXAMPLES / "inherited-mess" / stage)
    done = flowlang("lint", project, "--select", rules, "--format", "json")
    told = json.loads(done.printed)["diagnostics"]
    assert {each["rule"] for each in told} == MESS[stage]
    assert done.status == 0


def test_the_mess_does_not_even_check_at_first() -> None:
    done = flowlang("check", str(EXAMPLES / "inherited-mess" / "1-as-found"), "--format", "json")
    rules = [each["rule"] for each in json.loads(done.printed)["diagnostics"]]
    assert rules == ["unknown-asset", "unknown-attribute", "mixed-and-or"]


RUNS = {
    "with parent tokens": (
        "token-inheritance/expected/with-parent-tokens",
        "token-inheritance",
        ("--campaign", "Score with parent tokens", "--at", "2026-01-05T09:00"),
    ),
    "without parent tokens": (
        "token-inheritance/expected/without-parent-tokens",
        "token-inheritance",
        ("--campaign", "Score without parent tokens", "--at", "2026-01-05T09:00"),
    ),
    "after the webinar": (
        "autumn-webinar/expected",
        "autumn-webinar",
        ("--campaign", "After the webinar", "--at", "2026-10-12T09:00"),
    ),
}


def written(name: str, out: Path) -> None:
    """Run and write to a folder."""
    _, project, options = RUNS[name]
    with chdir(ROOT):
        done = flowlang("run", f"examples/{project}", *options, "--out", str(out))
    assert done.status == 0, done.printed


@pytest.mark.parametrize("name", RUNS)
def test_a_run_writes_the_expected_tables(name: str, tmp_path: Path) -> None:
    written(name, tmp_path / "out")
    expected = _texts(EXAMPLES / RUNS[name][0])
    found = _texts(tmp_path / "out")
    assert set(found) == set(expected)
    for file, text in expected.items():
        assert found[file] == text, file


@pytest.mark.parametrize(("name", "rises_by"), [("with", 10), ("without", 0)])
def test_the_score_rises_by_the_parents_points_or_not_at_all(name: str, rises_by: int) -> None:
    before = _scores(EXAMPLES / "token-inheritance" / "people.csv")
    folder = EXAMPLES / "token-inheritance" / "expected" / f"{name}-parent-tokens"
    after = _scores(folder / "people.csv")
    guests = {"1", "2", "3"}
    assert {each: after[each] - before[each] for each in after} == {
        each: rises_by if each in guests else 0 for each in before
    }


def test_what_a_run_writes_is_people_for_the_next(tmp_path: Path) -> None:
    out = tmp_path / "out"
    written("after the webinar", out)
    again = ("run", str(EXAMPLES / "autumn-webinar"), "--campaign", "After the webinar")
    done = flowlang(*again, "--people", str(out), "--at", "2026-10-13T09:00", "--format", "json")
    summary = json.loads(done.printed)
    assert (done.status, summary["qualified"]) == (0, 0)
    assert summary["not_entered"]["already_entered"] == 5
    assert summary["waiting"] == 5


def _texts(folder: Path) -> dict[str, str]:
    return {each.name: each.read_text(encoding="utf-8") for each in sorted(folder.iterdir())}


def _scores(people: Path) -> dict[str, int]:
    with people.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["id"]: int(row["leadScore"]) if row["leadScore"] not in ("", "null") else 0
        for row in rows
    }


def update() -> None:
    """Write into the examples what the runs write."""
    for name, (expected, *_) in RUNS.items():
        shutil.rmtree(EXAMPLES / expected, ignore_errors=True)
        written(name, EXAMPLES / expected)


if __name__ == "__main__":
    update()
