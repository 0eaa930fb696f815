"""The examples do what their pages say, run as a reader would run them."""

from __future__ import annotations

import csv
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"


class Shown(NamedTuple):
    """A command of an example's page, and the output that the page shows below it, if any."""

    example: str
    command: str
    output: str

    def __str__(self) -> str:
        return f"{self.example}: {self.command}"


def shown() -> list[Shown]:
    """All commands of the pages: a ```console block begins with `$ ` and shows the output."""
    found = []
    for page in sorted(EXAMPLES.glob("*/README.md")):
        text = page.read_text(encoding="utf-8")
        for block in re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            command, _, output = block.removeprefix("$ ").partition("\n")
            while command.endswith("\\"):
                more, _, output = output.partition("\n")
                command = command[:-1] + more.strip()
            found.append(Shown(page.parent.name, command, output))
    return found


def flowlang(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in the checkout."""
    return subprocess.run(
        [sys.executable, "-m", "flowlang", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "", "NO_COLOR": "1", "COLUMNS": "100", "PYTHONUTF8": "1"},
    )


@pytest.mark.parametrize(
    "example", sorted(each.parent.name for each in EXAMPLES.glob("*/flowlang.toml"))
)
def test_an_example_has_no_mistakes(example: str) -> None:
    done = flowlang("check", f"examples/{example}", "--format", "json")
    assert json.loads(done.stdout)["diagnostics"] == []
    assert done.returncode == 0


@pytest.mark.parametrize("shown", shown(), ids=str)
def test_a_command_prints_what_the_page_shows(shown: Shown, tmp_path: Path) -> None:
    program, *arguments = shlex.split(shown.command)
    assert program == "flowlang"
    out = tmp_path / "out"
    arguments = [str(out) if each == "results" else each for each in arguments]
    done = flowlang(*arguments)
    assert done.returncode == 0, done.stderr
    assert (done.stdout + done.stderr).replace(str(out), "results") == shown.output


RUNS = {
    "with parent tokens": (
        "token-inheritance/expected/with-parent-tokens",
        "token-inheritance",
        "token-inheritance/people.csv",
        ("--campaign", "Score with parent tokens", "--at", "2026-01-05T09:00"),
    ),
    "without parent tokens": (
        "token-inheritance/expected/without-parent-tokens",
        "token-inheritance",
        "token-inheritance/people.csv",
        ("--campaign", "Score without parent tokens", "--at", "2026-01-05T09:00"),
    ),
    "after the webinar": (
        "autumn-webinar/expected",
        "autumn-webinar",
        "autumn-webinar/people",
        ("--campaign", "After the webinar", "--at", "2026-10-12T09:00"),
    ),
}


@pytest.mark.parametrize("name", RUNS)
def test_a_run_writes_the_expected_tables(name: str, tmp_path: Path) -> None:
    expected, project, people, options = RUNS[name]
    out = tmp_path / "out"
    done = flowlang(
        "run", f"examples/{project}", "--people", f"examples/{people}", *options, "--out", str(out)
    )
    assert done.returncode == 0, done.stderr
    wanted = {each.name: each.read_text(encoding="utf-8") for each in _files(EXAMPLES / expected)}
    written = {each.name: each.read_text(encoding="utf-8") for each in _files(out)}
    assert set(written) == set(wanted)
    for file, text in wanted.items():
        assert written[file] == text, file


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
    arguments = ("run", "examples/autumn-webinar", "--campaign", "After the webinar")
    first = ("--people", "examples/autumn-webinar/people", "--at", "2026-10-12T09:00")
    assert flowlang(*arguments, *first, "--out", str(out)).returncode == 0
    second = ("--people", str(out), "--at", "2026-10-13T09:00", "--format", "json")
    done = flowlang(*arguments, *second)
    summary = json.loads(done.stdout)
    assert (done.returncode, summary["qualified"]) == (0, 0)
    assert summary["not_entered"]["already_entered"] == 5
    assert summary["waiting"] == 5


def _files(folder: Path) -> list[Path]:
    return sorted(each for each in folder.iterdir() if each.is_file())


def _scores(people: Path) -> dict[str, int]:
    with people.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["id"]: int(row["leadScore"]) if row["leadScore"] not in ("", "null") else 0
        for row in rows
    }
