"""What people see when a test fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.model.load import load
from flowlang.style import Style
from flowlang.testing.session import session_of
from flowlang.testing.text import render_result

SCRIPT = """\
import std.fields
smart list "Near" { country is "DE" }
batch campaign "Rate" {
  smart list { member of smart list "Near" }
  flow { change lead_score by +10 }
}
executable campaign "Child" { flow { change lead_score by +1 } }
test "somebody far away is rated" {
  given person "ada" { country: "FR" }
  run "Rate"
  expect "ada": lead_score is 10
  execute "Child" for "ada"
  event "ada" did open_email "Hi"
  expect "ada": member of smart list "Near"
}
"""
SHOWN = """\
FAILED somebody far away is rated
  --> main.flow:11:17
   |
11 |   expect "ada": lead_score is 10
   |                 ^^^^^^^^^^^^^^^^ found empty, which counts as 0, wanted 10

  --> main.flow:14:17
   |
14 |   expect "ada": member of smart list "Near"
   |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^ does not hold
   |
   = country is "DE": "FR" (main.flow:2)

"""


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The only test of the script, told."""
    monkeypatch.chdir(tmp_path)
    Path("main.flow").write_text(SCRIPT)
    session = session_of(load([Path("main.flow")]).instances, [Path("main.flow")])
    [result] = session.run()
    return render_result(result, Style())


def test_every_failure_and_what_is_behind_it(shown: str) -> None:
    assert shown.startswith(SHOWN)


def test_the_story_of_the_person_stands_below_the_last_one(shown: str) -> None:
    story = shown.removeprefix(SHOWN)
    assert story.count("id ada") == 1
    events = [line.strip() for line in story.splitlines() if "2026-01-05 09:00  " in line]
    assert [each.split("  ")[-1] for each in events] == [
        "batch run of Rate",
        "Child is executed",
        "an activity from outside",
    ]
    assert "does not enter" in story
    assert "Lead Score: 0 → 1 (+1)" in story
    assert 'open_email "Hi"' in story


def test_nobody_is_told_about_who_went_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a.flow").write_text(
        'trigger campaign "Round" { on requested each person every time\n'
        'flow { request "Round" } }\n'
        'test "t" { given person "a" { } request "Round" for "a" }'
    )
    [result] = session_of(load([tmp_path]).instances, [tmp_path]).run()
    text = render_result(result, Style())
    assert "went in a circle and was stopped: Round → Round" in text
    assert len(text.splitlines()) < 8
