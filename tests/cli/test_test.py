"""`flowlang test` as people use it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from flowlang.cli import watching
from flowlang.cli.watching import watch
from tests.cli.conftest import Flowlang

SCRIPT = """\
import std.fields
list "Hot"

smart list "Germans" { country is "DE" }
batch campaign "Rate" {
  smart list { member of smart list "Germans" }
  flow {
    choose {
      when lead_score >= 50 { add to list "Hot" }
      otherwise             { change lead_score by +10 }
    }
  }
}

test "points by country" {
  for each {
    case      | country | points
    "Germany" | "DE"    | 10
    "France"  | "FR"    | empty
  }
  given person "ada" { country: {{case.Country}} }
  run "Rate"
  expect "ada": lead_score is {{case.Points}}
}
"""
BAD = """\
import "rate.flow"
import std.fields
test "hot people are listed" {
  given person "ada" { country: "DE"  lead_score: 49 }
  run "Rate"
  expect "ada": member of list "Hot"
    and lead_score is 49
}
"""


@pytest.fixture
def tested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with tests that pass, in which commands run."""
    (tmp_path / "rate.flow").write_text(SCRIPT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def without_time(text: str) -> str:
    return "\n".join(line.split(" in 0.")[0].rstrip() for line in text.splitlines())


def test_all_pass(flowlang: Flowlang, tested: Path) -> None:
    done = flowlang("test", ".")
    assert (done.status, done.err) == (0, "")
    assert without_time(done.out) == "rate.flow  2 passed\n\n2 tests passed"


def test_every_name_is_told_where_wanted(flowlang: Flowlang, tested: Path) -> None:
    done = flowlang("test", ".", "--verbose")
    names = [line.split("  (")[0] for line in done.out.splitlines()]
    assert names[:3] == [
        "rate.flow",
        "  ok  points by country: Germany",
        "  ok  points by country: France",
    ]


def test_a_failure_shows_what_failed_with_both_sides(flowlang: Flowlang, tested: Path) -> None:
    (tested / "bad.flow").write_text(BAD)
    done = flowlang("test", ".")
    assert done.status == 1
    assert "FAILED hot people are listed\n --> bad.flow:6:17\n" in done.out
    assert '6 |   expect "ada": member of list "Hot"\n' in done.out
    assert "7 |     and lead_score is 49\n" in done.out
    assert "^^^^^^^^^^^^^^^^ found 59, wanted 49" in done.out
    last = without_time(done.out).splitlines()
    assert "rate.flow  2 passed" in last
    assert "bad.flow   1 failed" in last
    assert last[-1] == "1 of 3 tests failed"


def test_as_data(flowlang: Flowlang, tested: Path) -> None:
    (tested / "bad.flow").write_text(BAD)
    done = flowlang("test", "bad.flow", "--format", "json")
    assert done.status == 1
    [test] = done.data["tests"]
    [failure] = test.pop("failures")
    assert test == {"name": "hot people are listed", "file": "bad.flow", "line": 3, "passed": False}
    assert failure["line"] == 6
    assert "`lead_score is 49`: found 59, wanted 49" in failure["message"]
    assert done.data["summary"] == {"passed": 0, "failed": 1}
    assert set(done.data) == {"tests", "summary"}


def test_tests_of_imported_files_rest(flowlang: Flowlang, tested: Path) -> None:
    (tested / "bad.flow").write_text(BAD)
    assert len(flowlang("test", "bad.flow", "--format", "json").data["tests"]) == 1
    assert len(flowlang("test", "rate.flow", "--format", "json").data["tests"]) == 2


def test_some_of_them(flowlang: Flowlang, tested: Path) -> None:
    (tested / "bad.flow").write_text(BAD)
    done = flowlang("test", ".", "--filter", "GERMANY", "--format", "json")
    assert [each["name"] for each in done.data["tests"]] == ["points by country: Germany"]
    done = flowlang("test", ".", "--filter", "GERMANY", "--filter", "hot", "--format", "json")
    assert len(done.data["tests"]) == 2


def test_until_the_first_one_fails(flowlang: Flowlang, tested: Path) -> None:
    (tested / "a.flow").write_text('test "no" { given person "a" { } expect "a": not everyone }')
    done = flowlang("test", ".", "--fail-fast")
    assert done.status == 1
    assert done.out.rstrip().endswith("; 2 not run")
    assert len(flowlang("test", ".", "--fail-fast", "--format", "json").data["tests"]) == 1


def test_no_tests_are_wrong_usage(flowlang: Flowlang, tested: Path) -> None:
    (tested / "none").mkdir()
    (tested / "none" / "a.flow").write_text('list "L"\n')
    done = flowlang("test", "none")
    assert (done.status, done.out) == (2, "")
    assert 'there are no tests in none; write one: `test "what should be so" { … }`' in done.err
    done = flowlang("test", ".", "--filter", "points by cuntry: Germany")
    assert done.status == 2
    assert 'did you mean "points by country: Germany"?' in done.err
    done = flowlang("test", ".", "--filter", "x", "--format", "json")
    assert done.data["error"]["message"] == 'no test has "x" in its name; . has 2 tests'


def test_a_script_with_mistakes_is_not_tested(flowlang: Flowlang, tested: Path) -> None:
    (tested / "rate.flow").write_text(SCRIPT.replace("lead_score by", "lead_scor by"))
    done = flowlang("test", ".")
    assert (done.status, done.out) == (1, "")
    assert "did you mean `lead_score`?" in done.err
    assert "nothing was run" in done.err
    done = flowlang("test", ".", "--format", "json")
    assert done.data["diagnostics"][0]["rule"] == "unknown-field"


def test_coverage(flowlang: Flowlang, tested: Path) -> None:
    done = flowlang("test", ".", "--coverage")
    assert done.status == 0
    assert "rate.flow     2 of 3  66%     5 of 6  83%" in done.out
    assert '`when lead_score >= 50` never held in choice 1 of "Rate"' in done.out
    data = flowlang("test", ".", "--coverage", "--format", "json").data
    assert data["coverage"]["steps"] == {"covered": 2, "all": 3}


def test_too_little_coverage_fails(flowlang: Flowlang, tested: Path) -> None:
    done = flowlang("test", ".", "--fail-under", "80")
    assert done.status == 1
    assert "77.8% is covered, less than the 80% of --fail-under" in done.out
    assert flowlang("test", ".", "--fail-under", "77.7").status == 0
    assert flowlang("test", ".", "--fail-under", "80", "--format", "json").status == 1
    assert flowlang("test", ".", "--fail-under", "101").status == 2


def test_files_for_build_servers(flowlang: Flowlang, tested: Path) -> None:
    (tested / "bad.flow").write_text(BAD.replace("hot people", '<hot> & \\"people\\"'))
    (tested / "junit.xml").write_text("old")
    done = flowlang("test", ".", "--junit", "junit.xml", "--lcov", "coverage.info")
    assert done.status == 1
    root = ET.parse(tested / "junit.xml").getroot()
    assert (root.get("tests"), root.get("failures")) == ("3", "1")
    assert [each.get("name") for each in root] == ["rate.flow", "bad.flow"]
    [bad] = root.iter("failure")
    assert "found 59, wanted 49" in (bad.text or "")
    names = [each.get("name") for each in root.iter("testcase")]
    assert '<hot> & "people" are listed' in names
    assert (tested / "coverage.info").read_text().startswith("TN:\nSF:rate.flow\n")
    assert sorted(each.name for each in tested.iterdir()) == [
        "bad.flow",
        "coverage.info",
        "junit.xml",
        "rate.flow",
    ]


@pytest.mark.parametrize("option", ["--junit", "--lcov"])
def test_a_file_that_cannot_be_written(flowlang: Flowlang, tested: Path, option: str) -> None:
    done = flowlang("test", ".", option, "nowhere/file")
    assert done.status == 2
    assert f"`{option}`: nowhere/file cannot be written" in done.err


def test_chance_begins_with_the_seed(flowlang: Flowlang, tested: Path) -> None:
    (tested / "rate.flow").write_text(
        'list "L"\n'
        'batch campaign "B" { flow { choose { when random 50% { add to list "L" } } } }\n'
        'test "t" { given person "1" { } run "B" expect "1": member of list "L" }\n'
    )
    assert {flowlang("test", ".", "--seed", str(seed)).status for seed in range(8)} == {0, 1}


def test_watching(
    flowlang: Flowlang,
    tested: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from flowlang.cli.main import main

    bad, rate = tested / "bad.flow", tested / "rate.flow"
    steps: Iterator[Callable[[], object]] = iter(
        [lambda: bad.write_text(BAD), lambda: 0, bad.unlink, rate.unlink]
    )

    def pause() -> None:
        step = next(steps, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    monkeypatch.setattr(watching, "watch", partial(watch, pause=pause))
    status = main(["test", ".", "--watch"])
    out, err = capfd.readouterr()
    assert status == 130
    tallies = [line for line in without_time(out).splitlines() if " test" in line]
    assert tallies == ["2 tests passed", "1 of 3 tests failed", "2 tests passed"]
    assert out.count("waiting for a change; Ctrl-C ends") == 4
    assert "there is no .flow file in ." in err
    done = flowlang("test", ".", "--watch", "--format", "json")
    assert done.status == 2
