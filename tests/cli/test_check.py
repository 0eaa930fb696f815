"""`flowlang check` and `flowlang rule`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import SCRIPT, Flowlang


@pytest.fixture
def broken(project: Path) -> Path:
    text = SCRIPT.replace("by {{my.Points}}", "by 5").replace('country is "DE"', 'contry is "DE"')
    (project / "p.flow").write_text(text, encoding="utf-8")
    return project


def test_nothing_wrong(flowlang: Flowlang, project: Path) -> None:
    done = flowlang("check", ".")
    assert (done.status, done.out, done.err) == (0, "no problems in 1 file\n", "")


def test_mistakes_go_to_standard_output(flowlang: Flowlang, broken: Path) -> None:
    done = flowlang("check", ".")
    assert (done.status, done.err) == (1, "")
    assert re.findall(r"^error\[(.+?)\]", done.out, re.MULTILINE) == [
        "unknown-field",
        "unsigned-score",
    ]
    assert done.out.endswith("found 2 errors in 1 file\n")


def test_json(flowlang: Flowlang, broken: Path) -> None:
    done = flowlang("check", "p.flow", "--format=json")
    assert done.status == 1
    told = done.data["diagnostics"]
    assert [(each["rule"], each["file"], each["start"]["line"]) for each in told] == [
        ("unknown-field", "p.flow", 9),
        ("unsigned-score", "p.flow", 12),
    ]
    assert done.data["summary"] == {"errors": 2, "warnings": 0, "files": 1}


def test_sarif_and_workflow_commands(flowlang: Flowlang, broken: Path) -> None:
    log = json.loads(flowlang("check", ".", "--format", "sarif").out)
    assert [each["ruleId"] for each in log["runs"][0]["results"]] == [
        "unknown-field",
        "unsigned-score",
    ]
    commands = flowlang("check", ".", "--format", "github")
    assert commands.status == 1
    assert [line.split(",")[0] for line in commands.out.splitlines()] == [
        "::error title=unknown-field",
        "::error title=unsigned-score",
    ]


def test_colours(flowlang: Flowlang, broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[" not in flowlang("check", ".").out
    assert "\x1b[" in flowlang("check", ".", "--color", "always").out


def test_several_projects_are_told_together(flowlang: Flowlang, project: Path) -> None:
    for name in ("b", "a"):
        (project / name).mkdir()
        (project / name / "flowlang.toml").touch()
        (project / name / "x.flow").write_text(f'lst "{name}"', encoding="utf-8")
    told = flowlang("check", ".", "--format", "json").data
    assert [each["file"] for each in told["diagnostics"]] == ["a/x.flow", "b/x.flow"]
    assert told["summary"]["files"] == 3


def test_rules_are_listed_by_category(flowlang: Flowlang) -> None:
    rules = flowlang("rule", "--format", "json").data["rules"]
    assert {"name", "severity", "category", "summary"} == set(rules[0])
    listed = flowlang("rule").out
    for rule in rules:
        assert re.search(rf"^  {rule['name']} +{rule['severity']} ", listed, re.MULTILINE)
        assert re.search(rf"^{rule['category']}$", listed, re.MULTILINE)


def test_a_rule_is_explained(flowlang: Flowlang) -> None:
    done = flowlang("rule", "syntax-error")
    assert done.status == 0
    assert done.out.startswith("error[syntax-error]  Syntax\n")
    page = flowlang("rule", "syntax-error", "--format", "json").data
    assert page["bad"]["main.flow"] != page["good"]["main.flow"]
    assert page["bad"]["main.flow"].strip().splitlines()[0] in done.out
