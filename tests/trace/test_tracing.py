"""A story is what a run does, told to whoever asks, in every form, and it changes nothing."""

from __future__ import annotations

import json
import random
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from flowlang.cli.main import main
from flowlang.engine.partition import run_partition
from flowlang.engine.plan import Plan, schema_of
from flowlang.people.ingest import open_dataset
from flowlang.people.partition import Outcome
from flowlang.people.problems import OnBadData
from flowlang.style import Style
from flowlang.trace.recorder import Recorder
from flowlang.trace.render.data import story_data
from flowlang.trace.render.page import render_page
from flowlang.trace.render.text import render_story
from flowlang.trace.story import Story
from flowlang.trace.whynot import all_told
from tests.differential import tables
from tests.differential.programs import Maker
from tests.differential.test_engine_equals_reference import NOW, Case, bound, make_case, named

SCRIPT = """\
field points: score
field nick: string
trigger campaign "T" { on change_score each person every time flow { change nick to "<b>&" } }
batch campaign "Go" {
  smart list { nick is not "x" }
  each person every time
  flow { change points by +1 wait 1 day }
}
"""
PEOPLE = """\
id,email,nick
1,ada@acme.example,
2,both@acme.example,x
3,BOTH@acme.example,
4,3,y
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "main.flow").write_text(SCRIPT)
    (tmp_path / "people.csv").write_text(PEOPLE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def trace(*words: str) -> int:
    return main(["trace", ".", "--people", "people.csv", "--at", "2026-01-05T09:00", *words])


def test_people_are_found_by_id_before_address_and_in_any_case(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert trace("--person", "3") == 0
    assert "BOTH@acme.example  id 3" in capsys.readouterr().out
    assert trace("--person", "ADA@acme.example") == 0
    assert "id 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--person", "both@acme.example"), "2 people have the e-mail address"),
        (("--person", "both@acme.example"), "say which by id: 2, 3"),
        (("--person", "9"), 'nobody has the id or the e-mail address "9" among 4 people'),
        (("--person", "1", "--why-not", "Goo"), 'there is no campaign "Goo"; did you mean "Go"?'),
        (("--person", "1", "--campaign", "X"), 'there is no campaign "X"'),
        (("--person", "1", "--overwrite"), "goes with `--out FILE`"),
        (("--person", "1", "--out", "nowhere/x.html"), "cannot be written"),
        (("--person", "1", "--out", "people.csv"), "is there already"),
    ],
)
def test_wrong_words_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    assert trace(*words) == 2
    assert told in capsys.readouterr().err
    assert (folder / "people.csv").read_text() == PEOPLE


def test_who_goes_round_is_told_and_the_status_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "main.flow").write_text(
        "field points: score\n"
        'trigger campaign "T" { on change_score each person every time '
        "flow { change points by +1 } }\n"
        'batch campaign "Go" { flow { change points by +1 } }\n'
    )
    assert trace("--person", "1") == 3
    assert "start each other without end: T → T" in capsys.readouterr().out


def test_json_has_all_of_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert trace("--person", "1", "--format", "json", "--why-not", "Go") == 0
    data = json.loads(capsys.readouterr().out)
    assert set(data) == {
        "person", "zone", "seed", "events", "ending", "idle", "why_not", "diagnostics",
    }  # fmt: skip
    first, second = data["events"]
    assert (first["kind"], first["at"]) == ("batch", "2026-01-05T09:00:00+00:00")
    assert first["visit"]["smart_list"]["holds"] is True
    score = first["visit"]["steps"][0]
    assert score["kind"] == "change_score"
    assert score["place"] == {"file": "main.flow", "line": 7}
    assert score["activities"][0]["change"]["new"] == 1
    assert score["activities"][0]["queued"] == [{"campaign": "T", "event": 2}]
    assert second["cause"]["event"] == 1
    assert data["ending"]["waiting"][0]["until"] == "2026-01-06T09:00:00+00:00"
    assert data["why_not"]["entered"] is True


class _Reader(HTMLParser):
    """Sees that every element is closed where it belongs, and keeps the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag != "meta":
            self.open.append(tag)
        assert not {name for name, _ in attrs} & {"src", "onclick", "style"}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_is_whole_needs_nothing_and_escapes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert trace("--person", "1", "--format", "html", "--out", "ada.html", "--why-not", "Go") == 0
    assert "written to ada.html" in capsys.readouterr().err
    page = (folder / "ada.html").read_text(encoding="utf-8")
    reader = _Reader()
    reader.feed(page)
    assert reader.open == []
    assert not reader.seen & {"script", "link", "img", "b&"}
    assert "http" not in page
    assert '"<b>&"' in reader.text
    assert sorted(each.name for each in folder.iterdir()) == ["ada.html", "main.flow", "people.csv"]


def test_others_beside_leave_no_trace_and_take_none_away(folder: Path) -> None:
    """The story of a row is the same alone and among all."""
    data: tables.Tables = {
        "people": [{"id": str(each), "nick": "x" if each == 2 else ""} for each in range(1, 4)]
    }
    case = Case("", SCRIPT, "Go", None, data)
    for row in range(3):
        assert told(case, row, 3) == told(case, row, 1)


def told(case: Case, row: int, size: int) -> str:
    """The story of a row, in partitions of a size."""
    with tempfile.TemporaryDirectory() as name:
        instance = bound(case, Path(name))
        tables.write(case.data, Path(name) / "in")
        campaign = named(instance, case.campaign)
        plan = Plan(instance, campaign, NOW, 42, until=case.until, simulates=campaign is None)
        with open_dataset(Path(name) / "in", schema_of(instance), OnBadData.ERROR) as dataset:
            parts = [part for part, _ in dataset.partitions(0, dataset.size, size)]
            part = next(each for each in parts if each.first_row <= row < each.first_row + size)
            recorder = Recorder(row - part.first_row)
            run_partition(plan, part, recorder)
            return render_story(recorder.story(), Style()).replace(name, "")


def rows_of(outcome: Outcome) -> list[Any]:
    """All that an outcome says, its tables in one order."""
    found: list[Any] = [
        sorted((key, column.to_pylist()) for key, column in outcome.fields.items()),
        outcome.deleted.to_pylist(),
        outcome.activities.to_pylist(),
    ]
    for table in (outcome.lists, outcome.programs, outcome.campaigns, outcome.waiting):
        rows = [] if table is None else table.to_pylist()
        found.append(sorted(json.dumps(row, sort_keys=True, default=str) for row in rows))
    return found


@pytest.mark.parametrize("simulated", [False, True])
@pytest.mark.parametrize("seed", range(20))
def test_who_is_watched_does_the_same(seed: int, simulated: bool) -> None:
    """Watching changes nothing; every step of the log is in the story; it can be told."""
    chance = random.Random(seed)
    case = make_case(Maker(chance.randint), simulated=simulated)
    with tempfile.TemporaryDirectory() as name:
        instance = bound(case, Path(name))
        tables.write(case.data, Path(name) / "in")
        campaign = named(instance, case.campaign)
        plan = Plan(instance, campaign, NOW, 42, until=case.until, simulates=campaign is None)
        with open_dataset(Path(name) / "in", schema_of(instance), OnBadData.ERROR) as dataset:
            [(partition, _)] = dataset.partitions(0, dataset.size, 100)
            row = chance.randrange(partition.size)
            alone, counts = run_partition(plan, partition)
            recorder = Recorder(row)
            seen, seen_counts = run_partition(plan, partition, recorder)
        assert rows_of(seen) == rows_of(alone)
        assert seen_counts == counts
        story = recorder.story()
        logged = [each for each in seen.activities.to_pylist() if each["person"] == row]
        assert _activities(story) == len(logged)
        assert render_story(story, Style(colour=True, width=60))
        assert render_page(story)
        assert json.dumps(story_data(story))


def _activities(story: Story) -> int:
    steps = [
        step
        for event in story.events
        if event.visit is not None
        for step in all_told(event.visit.steps)
    ]
    # Those of the input that happen are told, and were in the log before.
    outside = sum(len(each.activities) for each in story.events if each.kind != "activity")
    return outside + sum(len(each.activities) for each in steps)
