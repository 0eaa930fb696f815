"""The examples do what their pages say, run as a reader would run them.

`python -m tests.examples.test_examples` writes what the commands print, and the tables of the runs,
into the examples; look at the difference before it is committed.
"""

from __future__ import annotations

import csv
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
START = "import sys; from flowlang.cli.main import main; sys.exit(main())"


CONSOLE = re.compile(
    r"^```console\n(\$ (?:[^\n]*\\\n)*[^\n]*\n)(.*?)^```$", re.MULTILINE | re.DOTALL
)
"""A block that begins with a command, over several lines if they end in a backslash."""


class Shown(NamedTuple):
    """A command of an example's page, and the output that the page shows below it."""

    example: str
    command: str
    output: str

    def __str__(self) -> str:
        return f"{self.example}: {self.command}"

    @property
    def arguments(self) -> list[str]:
        """The words behind `flowlang`."""
        program, *arguments = shlex.split(self.command.removeprefix("$ ").replace("\\\n", " "))
        assert program == "flowlang"
        return arguments


def pages() -> list[Path]:
    """The pages of all examples."""
    return sorted(EXAMPLES.glob("*/README.md"))


def shown() -> list[Shown]:
    """All commands of the pages, each with its output."""
    return [
        Shown(page.parent.name, *match.groups())
        for page in pages()
        for match in CONSOLE.finditer(page.read_text(encoding="utf-8"))
    ]


def flowlang(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in the checkout."""
    return subprocess.run(
        [sys.executable, "-c", START, *arguments],
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


def printed(command: Shown) -> str:
    """What a command of a page prints."""
    done = flowlang(*command.arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_every_page_shows_a_command() -> None:
    assert {each.example for each in shown()} == {page.parent.name for page in pages()}


@pytest.mark.parametrize("command", shown(), ids=str)
def test_a_command_prints_what_the_page_shows(command: Shown) -> None:
    assert printed(command) == command.output


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


def written(name: str, out: Path) -> None:
    """Run and write to a folder."""
    _, project, people, options = RUNS[name]
    data = ("--people", f"examples/{people}")
    done = flowlang("run", f"examples/{project}", *data, *options, "--out", str(out))
    assert done.returncode == 0, done.stderr


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
    arguments = ("run", "examples/autumn-webinar", "--campaign", "After the webinar")
    first = ("--people", "examples/autumn-webinar/people", "--at", "2026-10-12T09:00")
    assert flowlang(*arguments, *first, "--out", str(out)).returncode == 0
    second = ("--people", str(out), "--at", "2026-10-13T09:00", "--format", "json")
    done = flowlang(*arguments, *second)
    summary = json.loads(done.stdout)
    assert (done.returncode, summary["qualified"]) == (0, 0)
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
    """Write into the examples what they print and what they write."""
    for page in pages():
        text = page.read_text(encoding="utf-8")
        text = CONSOLE.sub(
            lambda match: f"```console\n{match[1]}{printed(Shown('', match[1], ''))}```", text
        )
        page.write_text(text, encoding="utf-8")
    for name, (expected, *_) in RUNS.items():
        shutil.rmtree(EXAMPLES / expected, ignore_errors=True)
        written(name, EXAMPLES / expected)


if __name__ == "__main__":
    update()
