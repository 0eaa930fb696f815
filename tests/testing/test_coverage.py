"""What tests have reached, and how that is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.model.load import load
from flowlang.style import Style
from flowlang.testing.coverage import Kind, Spot, share
from flowlang.testing.lcov import render_lcov
from flowlang.testing.session import session_of
from flowlang.testing.summary import coverage_data, render_coverage

SCRIPT = """\
import std.fields
smart list "Near" { country is "DE" }
segmentation "Region" { segment "North" { city is "Kiel" } }
batch campaign "Rate" {
  smart list { member of smart list "Near" }
  flow {
    choose {
      when lead_score >= 10 { change city to "a" }
      when lead_score >= 5  { change city to "b" }
      otherwise             { do nothing }
    }
    choose { when member of segment "North" in "Region" { do nothing } }
  }
}
"""
PEOPLE = {
    "hot": 'given person "hot" { country: "DE" lead_score: 10 city: "x" }',
    "warm": 'given person "warm" { country: "DE" lead_score: 5 }',
    "cold": 'given person "cold" { country: "DE" }',
    "far": 'given person "far" { country: "FR" }',
}


def spots_after(folder: Path, *people: str) -> list[Spot]:
    """The places when some people have been in a run."""
    given = " ".join(PEOPLE[each] for each in people)
    path = folder / "rate.flow"
    path.write_text(f'{SCRIPT}test "t" {{ {given} run "Rate" }}\n')
    instances = load([folder]).instances
    session = session_of(instances, [folder], covers=True)
    assert all(result.passed for result in session.run())
    return session.spots()


def missing(spots: list[Spot]) -> list[tuple[int, str]]:
    return [(each.line, each.missing) for each in spots if not each.is_covered]


IN_FIRST = 'in choice 1 of "Rate"'


def test_nobody_at_all(tmp_path: Path) -> None:
    spots = spots_after(tmp_path)
    assert share(spots) == (0, 18)
    assert share(spots, Kind.STEP) == (0, 6)
    assert len(missing(spots)) == 18


def test_one_person_covers_one_way(tmp_path: Path) -> None:
    spots = spots_after(tmp_path, "warm")
    assert missing(spots) == [
        (2, 'the smart list "Near" left nobody out'),
        (3, 'the segment "North" of "Region" let nobody in'),
        (5, 'the smart list of "Rate" left nobody out'),
        (8, f"`when lead_score >= 10` never held {IN_FIRST}"),
        (8, 'nobody came to step 1.1.1 of "Rate"'),
        (10, f"nobody came to `otherwise` {IN_FIRST}"),
        (10, 'nobody came to step 1.3.1 of "Rate"'),
        (12, '`when member of segment "North" in "Region"` never held in choice 2 of "Rate"'),
        (12, 'nobody came to step 2.1.1 of "Rate"'),
    ]


def test_a_when_that_always_holds(tmp_path: Path) -> None:
    spots = spots_after(tmp_path, "hot", "far")
    told = missing(spots)
    assert (8, f"`when lead_score >= 10` always held {IN_FIRST}") in told
    assert (2, 'the smart list "Near" left nobody out') not in told
    # Whoever is not taken by the last `when` comes to `otherwise`: that is one place, not two.
    assert sum("lead_score >= 5" in each for _, each in told) == 1


def test_a_choice_without_otherwise_that_nobody_passes(tmp_path: Path) -> None:
    path = tmp_path / "a.flow"
    path.write_text(
        'batch campaign "B" { flow { choose { when everyone { do nothing } } } }\n'
        'test "t" { given person "a" { } run "B" }'
    )
    session = session_of(load([tmp_path]).instances, [tmp_path], covers=True)
    list(session.run())
    told = 'nobody came past all of its `when`s in choice 1 of "B"'
    assert missing(session.spots()) == [(1, told)]


def test_everything_is_covered(tmp_path: Path) -> None:
    spots = spots_after(tmp_path, *PEOPLE)
    told = [text for _, text in missing(spots)]
    assert told == [
        'the segment "North" of "Region" let nobody in',
        '`when member of segment "North" in "Region"` never held in choice 2 of "Rate"',
        'nobody came to step 2.1.1 of "Rate"',
    ]


def test_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = render_coverage(spots_after(Path(), *PEOPLE), Style())
    assert text == (
        "coverage            steps        outcomes\n"
        "rate.flow     5 of 6  83%   10 of 12  83%\n"
        "\n"
        "not covered\n"
        '  rate.flow:3:43  the segment "North" of "Region" let nobody in\n'
        '  rate.flow:12:14  `when member of segment "North" in "Region"` never held in '
        'choice 2 of "Rate"\n'
        '  rate.flow:12:59  nobody came to step 2.1.1 of "Rate"\n'
    )


def test_as_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    data = coverage_data(spots_after(Path(), *PEOPLE))
    assert data["percent"] == round(100 * 15 / 18, 2)
    assert data["steps"] == {"covered": 5, "all": 6}
    assert [each["file"] for each in data["files"]] == ["rate.flow"]
    assert data["missing"][0] == {
        "file": "rate.flow",
        "line": 3,
        "message": 'the segment "North" of "Region" let nobody in',
    }


def test_as_lcov(tmp_path: Path) -> None:
    spots = spots_after(tmp_path, "warm", "cold", "far")
    rows = render_lcov(spots, tmp_path.resolve()).splitlines()
    assert rows[:2] == ["TN:", "SF:rate.flow"]
    assert rows[-1] == "end_of_record"
    branches = [row for row in rows if row.startswith(("BRDA:8,", "BRDA:9,"))]
    assert branches == ["BRDA:8,3,0,-", "BRDA:8,3,1,2", "BRDA:9,3,2,1"]
    assert {"BRF:12", "BRH:9", "LF:8", "LH:8"} <= set(rows)
    assert {"DA:9,1", "DA:10,1", "DA:7,2"} <= set(rows)
