"""Tests of campaigns, run by pytest."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

# An inner run forgets what it has imported, and numpy cannot be imported twice.
import flowlang.testing.session  # noqa: F401

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[2]

SCRIPT = """\
import std.fields
batch campaign "Rate" {
  smart list { country is "DE" }
  flow { change lead_score by +10 }
}
test "people from Germany are rated" {
  given person "ada" { country: "DE" }
  run "Rate"
  expect "ada": lead_score is 10
}
test "by country" {
  for each {
    case      | country | points
    "Germany" | "DE"    | 10
    "France"  | "FR"    | 3
  }
  given person "ada" { country: {{case.Country}} }
  run "Rate"
  expect "ada": lead_score is {{case.Points}}
}
"""


@pytest.fixture(autouse=True)
def only_this_plugin(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p flowlang.pytest_plugin")


def write(pytester: pytest.Pytester, **files: str) -> None:
    for name, text in files.items():
        pytester.makefile(".flow", **{name: text})


def test_blocks_are_items(pytester: pytest.Pytester) -> None:
    write(pytester, rate=SCRIPT, plain='list "L"\n# a test "of" nothing\n')
    result = pytester.runpytest_inprocess("-v")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        [
            "rate.flow::people from Germany are rated PASSED*",
            "rate.flow::by country: Germany PASSED*",
            "rate.flow::by country: France FAILED*",
            "*by country: France*",
            " *rate.flow:19:17",
            '19 |   expect "ada": lead_score is {{case.Points}}',
            "*^ found empty*wanted 3",
        ]
    )
    assert "Traceback" not in result.stdout.str()


def test_they_are_chosen_as_others_are(pytester: pytest.Pytester) -> None:
    write(pytester, rate=SCRIPT)
    pytester.runpytest_inprocess("-k", "Germany").assert_outcomes(passed=2, deselected=1)
    chosen = "rate.flow::by country: Germany"
    pytester.runpytest_inprocess(chosen).assert_outcomes(passed=1)


def test_a_mistake_in_a_script_is_told_once(pytester: pytest.Pytester) -> None:
    write(pytester, rate=SCRIPT.replace("lead_score by", "lead_scor by"))
    result = pytester.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["error?unknown-field?: there is no field `lead_scor`"])
    assert result.stdout.str().count("did you mean `lead_score`") == 1
    assert "Traceback" not in result.stdout.str()


@pytest.mark.parametrize(
    ("setting", "passed"),
    [("", 0), ("rate*", 3), ("inner/*.flow", 1), ("**/other.flow", 1), ("*.flow", 4)],
)
def test_which_files(pytester: pytest.Pytester, setting: str, passed: int) -> None:
    good = SCRIPT.replace('"FR"    | 3', '"FR"    | empty')
    write(pytester, rate=good)
    folder = pytester.mkdir("inner")
    (folder / "other.flow").write_text('test "t" { given person "a" { } expect "a": everyone }')
    pytester.makeini(f"[pytest]\nflowlang_files = {setting}\n")
    pytester.runpytest_inprocess().assert_outcomes(passed=passed)


def test_chance_begins_with_the_seed(pytester: pytest.Pytester) -> None:
    write(
        pytester,
        chance="""
        list "L"
        batch campaign "B" { flow { choose { when random 50% { add to list "L" } } } }
        test "t" { given person "1" { } run "B" expect "1": member of list "L" }
        """,
    )
    outcomes = {
        pytester.runpytest_inprocess("--flowlang-seed", str(seed)).parseoutcomes().get("passed", 0)
        for seed in range(8)
    }
    assert outcomes == {0, 1}


def test_nothing_heavy_is_loaded_without_need(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it():\n    pass\n")
    code = (
        "import sys, pytest\n"
        "pytest.main(['-q'])\n"
        "print(sorted({'numpy', 'pyarrow', 'lark', 'flowlang.model'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=pytester.path
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert "1 passed" in done.stdout


def test_it_is_an_entry_point() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    [(name, module)] = project["entry-points"]["pytest11"].items()
    assert name == "flowlang"
    assert import_module(module).pytest_collect_file
