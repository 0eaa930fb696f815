"""Diagnostics for programs: JSON, SARIF, workflow commands."""

from __future__ import annotations

from pathlib import Path

from flowlang.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from flowlang.diagnostics.register import read_register
from flowlang.diagnostics.render.data import report_data
from flowlang.diagnostics.render.github import render_github
from flowlang.diagnostics.render.sarif import sarif_data
from flowlang.source import Source
from tests.diagnostics.sources import source, span


def told(script: Source) -> Diagnostic:
    place = span(script, "=")
    return Diagnostic(
        "syntax-error",
        "`=` does not compare, 100%: write `is`",
        script,
        place,
        help="write `is`",
        related=(Related("the smart list", script, span(script, "smart list")),),
        fix=Fix("write `is`", (Edit(script, place, "is"),), safe=True),
    )


SCRIPT = 'smart list "Ü" {\n  country = "DE"\n}\n'


def test_json_has_places_from_one_and_ends_behind_the_last_character() -> None:
    script = source(SCRIPT)
    warning = Diagnostic("other", "o", script, span(script, "{\n  country"), Severity.WARNING)
    assert report_data([told(script), warning], 3) == {
        "diagnostics": [
            {
                "rule": "syntax-error",
                "severity": "error",
                "message": "`=` does not compare, 100%: write `is`",
                "file": "campaigns/a.flow",
                "start": {"line": 2, "column": 11},
                "end": {"line": 2, "column": 12},
                "help": "write `is`",
                "related": [
                    {
                        "message": "the smart list",
                        "file": "campaigns/a.flow",
                        "start": {"line": 1, "column": 1},
                        "end": {"line": 1, "column": 11},
                    }
                ],
                "fix": {
                    "message": "write `is`",
                    "safe": True,
                    "edits": [
                        {
                            "file": "campaigns/a.flow",
                            "start": {"line": 2, "column": 11},
                            "end": {"line": 2, "column": 12},
                            "replacement": "is",
                        }
                    ],
                },
            },
            {
                "rule": "other",
                "severity": "warning",
                "message": "o",
                "file": "campaigns/a.flow",
                "start": {"line": 1, "column": 16},
                "end": {"line": 2, "column": 10},
                "help": None,
                "related": [],
                "fix": None,
            },
        ],
        "summary": {"errors": 1, "warnings": 1, "files": 3},
    }


def test_workflow_commands_escape_what_would_end_them() -> None:
    script = source(SCRIPT, "campaigns/a,b: 1.flow")
    line, end = render_github([told(script)]).split("\n")
    assert line == (
        "::error title=syntax-error,file=campaigns/a%2Cb%3A 1.flow,line=2,endLine=2,col=11,"
        "endColumn=12::`=` does not compare, 100%25: write `is`%0Ahelp: write `is`"
    )
    assert end == ""


def test_workflow_commands_leave_out_columns_of_several_lines() -> None:
    script = source(SCRIPT)
    info = Diagnostic("x", "m", script, span(script, SCRIPT.rstrip()), Severity.INFO)
    assert render_github([info]) == ("::notice title=x,file=campaigns/a.flow,line=1,endLine=3::m\n")


def test_sarif(tmp_path: Path) -> None:
    file = tmp_path / "my campaigns" / "ä.flow"
    script = Source("whatever", SCRIPT, file)
    strange = Diagnostic("no-such-page", "m", script, span(script, "country"), Severity.WARNING)
    log = sarif_data([strange, told(script)], read_register(), tmp_path)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert [each["id"] for each in rules] == ["no-such-page", "syntax-error"]
    assert rules[1]["defaultConfiguration"] == {"level": "error"}
    assert [rules[each["ruleIndex"]]["id"] for each in run["results"]] == [
        "no-such-page",
        "syntax-error",
    ]
    result = run["results"][1]
    artifact = {"uri": "my%20campaigns/%C3%A4.flow", "uriBaseId": "%SRCROOT%"}
    region = {"startLine": 2, "startColumn": 11, "endLine": 2, "endColumn": 12}
    assert result["level"] == "error"
    assert result["locations"] == [
        {"physicalLocation": {"artifactLocation": artifact, "region": region}}
    ]
    assert result["relatedLocations"][0]["message"] == {"text": "the smart list"}
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change == {
        "artifactLocation": artifact,
        "replacements": [{"deletedRegion": region, "insertedContent": {"text": "is"}}],
    }


def test_sarif_names_a_file_outside_by_its_whole_address(tmp_path: Path) -> None:
    script = Source("x", SCRIPT, tmp_path / "a.flow")
    log = sarif_data([told(script)], {}, tmp_path / "inside")
    location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": (tmp_path / "a.flow").resolve().as_uri()}
