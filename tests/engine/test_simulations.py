"""Simulations: time runs, what people did happens, and pieces come to the same as the whole."""

from __future__ import annotations

import csv
import random
import shutil
from pathlib import Path

import pytest

from flowlang.checking import check
from flowlang.engine import longest
from flowlang.engine.outside import give_columns
from flowlang.engine.plan import Plan, schema_of
from flowlang.engine.run import crew_of, run
from flowlang.engine.summary import Summary
from flowlang.model.instance import Instance
from flowlang.model.load import load
from flowlang.model.moments import seconds_of
from flowlang.people.ingest import open_dataset
from flowlang.people.problems import OnBadData
from flowlang.people.regrouping import Came
from flowlang.people.writing import DatasetWriter

NURTURE = Path(__file__).parents[2] / "examples" / "welcome-nurture"
HEAD = (
    "marketoGUID,leadId,activityDate,activityTypeId,campaignId,primaryAttributeValueId,"
    "primaryAttributeValue,attributes,actionResult\n"
)


def instance_of(*paths: Path) -> Instance:
    loaded = load(list(paths))
    (instance,) = loaded.instances
    assert not check(instance)
    return instance


def simulate(
    instance: Instance,
    people: Path,
    out: Path,
    begin: str,
    end: str,
    size: int = 100_000,
    processes: int = 1,
) -> Summary:
    zone = instance.project.timezone
    first, last = seconds_of(begin, zone), seconds_of(end, zone)
    assert first is not None
    plan = Plan(instance, None, first, 0, until=last, simulates=True)
    with open_dataset(people, schema_of(instance), OnBadData.ERROR) as dataset:
        give_columns(dataset, instance)
        writer = DatasetWriter.begin(dataset, out, overwrite=False)
        with crew_of(processes) as crew:
            summary = run(plan, dataset, writer, crew=crew, size=size)
        writer.finish("{}")
    return summary


def tables(folder: Path) -> dict[str, str]:
    return {each.name: each.read_text(encoding="utf-8") for each in sorted(folder.glob("*.csv"))}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("year") / "out"
    people = NURTURE / "people"
    simulate(instance_of(NURTURE), people, out, "2026-01-01T00:00", "2027-01-01T00:00")
    return tables(out)


@pytest.mark.parametrize("cut", ["2026-03-08T02:30", "2026-05-01T09:00", "2026-11-01T01:30"])
def test_a_simulation_in_two_pieces_is_that_in_one(
    cut: str, year: dict[str, str], tmp_path: Path
) -> None:
    instance = instance_of(NURTURE)
    begin, end = "2026-01-01T00:00", "2027-01-01T00:00"
    simulate(instance, NURTURE / "people", tmp_path / "first", begin, cut)
    assert tables(tmp_path / "first")["waiting.csv"].count("\n") > 1
    simulate(instance, tmp_path / "first", tmp_path / "second", cut, end)
    assert tables(tmp_path / "second") == year


@pytest.mark.parametrize("how", [{"size": 7}, {"size": 64}, {"size": 40, "processes": 2}], ids=str)
def test_partitions_and_processes_change_nothing(
    how: dict[str, int], year: dict[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    begin, end = "2026-01-01T00:00", "2027-01-01T00:00"
    simulate(instance_of(NURTURE), NURTURE / "people", out, begin, end, **how)
    assert tables(out) == year


@pytest.mark.parametrize("processes", [1, 2])
def test_those_with_long_histories_run_together_and_nothing_changes(
    processes: int, year: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []
    hold = DatasetWriter.hold

    def noted(self: DatasetWriter, came: Came) -> None:
        held.append(len(came.rows))
        hold(self, came)

    monkeypatch.setattr(DatasetWriter, "hold", noted)
    monkeypatch.setattr(longest, "FEW", 4)
    monkeypatch.setattr(longest, "_RARE", 5)
    monkeypatch.setattr(longest, "_WORTH", 1)
    monkeypatch.setattr(longest, "_TOGETHER", 100)
    out = tmp_path / "out"
    begin, end = "2026-01-01T00:00", "2027-01-01T00:00"
    simulate(instance_of(NURTURE), NURTURE / "people", out, begin, end, 40, processes)
    assert processes > 1 or (len(held) > 1 and sum(held) > 20)
    assert tables(out) == year


def test_the_order_of_rows_changes_nothing(year: dict[str, str], tmp_path: Path) -> None:
    people = tmp_path / "people"
    shutil.copytree(NURTURE / "people", people)
    with (people / "activities.csv").open(newline="") as file:
        head, *rows = list(csv.reader(file))
    random.Random(1).shuffle(rows)
    rows.sort(key=lambda row: (row[1], row[2]))
    with (people / "activities.csv").open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])
    simulate(instance_of(NURTURE), people, tmp_path / "out", "2026-01-01T00:00", "2027-01-01T00:00")
    assert tables(tmp_path / "out") == year


class Small:
    """A script and one person with a history, simulated for some days of January 2026."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def log(
        self,
        script: str,
        activities: str = "",
        *,
        people: str = "id,email\n1,a@b.example\n",
        end: str = "2026-01-31T00:00",
        project: str = "",
        waiting: str = "",
    ) -> list[str]:
        """New activities as `person time type asset`, the times without the month."""
        folder = self.folder / "project"
        shutil.rmtree(self.folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "main.flow").write_text(script)
        (folder / "flowlang.toml").write_text(project)
        data = self.folder / "data"
        data.mkdir()
        (data / "people.csv").write_text(people)
        (data / "activities.csv").write_text(HEAD + activities)
        if waiting:
            head = "campaign,leadId,wait,until,since,trigger,tokens\n"
            (data / "waiting.csv").write_text(head + waiting)
        out = self.folder / "out"
        self.summary = simulate(instance_of(folder), data, out, "2026-01-01T00:00", end)
        self.tables = tables(out)
        rows = csv.DictReader(self.tables["activities.csv"].splitlines())
        return [
            f"{row['leadId']} {row['activityDate'][8:16]} {row['activityTypeId']} "
            f"{row['primaryAttributeValue']}"
            for row in rows
            if row["marketoGUID"].startswith(f"{row['leadId']}-")
        ]


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return Small(tmp_path / "small")


def did(number: int, person: int, when: str, type_: int, asset: str, attributes: str = "{}") -> str:
    quoted = attributes.replace('"', '""')
    return f'g{number},{person},2026-01-{when}:00Z,{type_},,,{asset},"{quoted}",succeeded\n'


def test_an_instant_is_outside_then_batch_then_what_was_caused(small: Small) -> None:
    script = """
    list "Waited" list "Batch" list "Outside" list "Queued"
    trigger campaign "Waits" {
      on visit_webpage
      flow { wait 1 day add to list "Waited" }
    }
    batch campaign "Runs" {
      flow { add to list "Batch" request "Later" }
      schedule { once at 2026-01-06T09:00 }
    }
    trigger campaign "Later" { on requested flow { add to list "Queued" } }
    trigger campaign "Opens" { on open_email flow { add to list "Outside" } }
    """
    history = did(1, 1, "05T09:00", 1, "/x") + did(2, 1, "06T09:00", 10, "E")
    added = [line.split()[-1] for line in small.log(script, history) if line.split()[2] == "24"]
    assert added == ["Outside", "Batch", "Waited", "Queued"]


def test_all_of_an_instant_is_history_before_the_first_campaign_reacts(small: Small) -> None:
    script = """
    list "Both"
    trigger campaign "Opens" {
      on open_email
      smart list { did click_email and country is "DE" }
      flow { add to list "Both" }
    }
    field country: string
    """
    changed = did(3, 1, "05T09:00", 13, "Country", '{"New Value":"DE"}')
    history = did(1, 1, "05T09:00", 10, "E") + did(2, 1, "05T09:00", 11, "E") + changed
    assert small.log(script, history) == ["1 05T09:00 24 Both"]
    assert "1,a@b.example,DE" in small.tables["people.csv"]


def test_what_is_before_the_period_is_history_and_what_is_after_it_is_copied(small: Small) -> None:
    script = """
    list "L"
    trigger campaign "T" {
      on open_email
      each person every time
      flow { add to list "L" remove from list "L" }
    }
    """
    history = (
        "a,1,2025-12-31T23:59:59Z,10,,,E,{},succeeded\n"
        "b,1,2026-01-01T00:00:00Z,10,,,E,{},succeeded\n"
        "c,1,2026-01-31T00:00:00Z,10,,,E,{},succeeded\n"
    )
    assert [line[:10] for line in small.log(script, history)] == ["1 01T00:00"] * 2
    assert small.summary.later == 1


def test_activities_of_the_workspaces_own_campaigns_do_not_happen_again(small: Small) -> None:
    script = 'list "L" trigger campaign "T" { id 77 on open_email flow { add to list "L" } }'
    assert small.log(script, did(1, 1, "05T09:00", 10, "E").replace(",10,,", ",10,77,")) == []


def test_skipped_activities_do_nothing(small: Small) -> None:
    script = 'list "L" trigger campaign "T" { on open_email flow { add to list "L" } }'
    assert small.log(script, did(1, 1, "05T09:00", 10, "E").replace("succeeded", "skipped")) == []


def test_who_is_deleted_from_outside_does_nothing_more(small: Small) -> None:
    script = """
    list "L"
    trigger campaign "T" {
      on open_email
      each person every time
      flow { wait 1 day add to list "L" }
    }
    """
    history = did(1, 1, "05T09:00", 10, "E") + did(2, 1, "05T10:00", 37, "1")
    assert small.log(script, history) == []
    assert small.tables["people.csv"] == "id,email\n"


def test_limits_count_history_replayed_and_new_sends(small: Small) -> None:
    script = """
    email "E" { subject: "S" }
    batch campaign "B" {
      each person every time
      flow { send email "E" }
      schedule { every day at 12:00 }
    }
    """
    sent = did(1, 1, "01T08:00", 6, "Other")
    sends = small.log(
        script, sent, end="2026-01-10T00:00", project="[send]\nmax_per_day = 1\nmax_per_7_days = 2"
    )
    succeeded = [line for line in sends if line.split()[2] == "7"]
    assert [line[:10] for line in succeeded] == ["1 02T12:00", "1 08T12:00", "1 09T12:00"]


def test_a_run_over_its_limit_lets_nobody_in_and_later_ones_follow_from_that(small: Small) -> None:
    script = """
    list "L" list "M"
    batch campaign "A" {
      smart list { not member of list "M" }
      each person every time at most 2 people
      flow { add to list "L" }
      schedule { every day at 12:00 }
    }
    batch campaign "B" {
      smart list { id_number is 1 and not member of list "L" }
      flow { add to list "M" }
      schedule { once at 2026-01-02T08:00 }
    }
    field id_number: integer
    """
    people = "id,id_number\n1,1\n2,2\n3,3\n"
    log = small.log(script, people=people, end="2026-01-03T00:00")
    # On the first day three would enter; nobody does, so that one is put on M and two remain.
    assert log == ["1 02T08:00 24 M", "2 02T12:00 24 L", "3 02T12:00 24 L"]
    (limit,) = small.summary.limits
    assert (limit.at, limit.limit, limit.qualified) == ("2026-01-01T12:00:00", 2, 3)


def test_waits_of_the_input_go_on_with_their_tokens_and_their_trigger(small: Small) -> None:
    script = """
    field told: string
    program "P" {
      token word: text = "own"
      trigger campaign "T" {
        on visit_webpage
        on requested by api
        flow { choose { otherwise_never } }
      }
    }
    """.replace(
        "choose { otherwise_never }",
        'do nothing wait 1 day change told to "{{my.word}} {{trigger.Name}}"',
    )
    waiting = 'P.T,1,1,2026-01-04T08:00:00Z,2026-01-03T08:00:00Z,v1,"{""word"":""given""}"\n'
    history = "v1,1,2025-12-30T00:00:00Z,1,,,/pricing,{},succeeded\n"
    assert small.log(script, history, waiting=waiting) == ["1 04T08:00 13 Told"]
    assert "given /pricing" in small.tables["people.csv"]
    assert small.tables["waiting.csv"].count("\n") == 1


def test_one_person_may_be_on_several_trips_and_remove_from_flow_ends_all(small: Small) -> None:
    script = """
    list "L"
    trigger campaign "T" {
      on open_email
      each person every time
      flow { wait 5 days add to list "L" }
    }
    trigger campaign "Out" { on click_email flow { remove from flow of "T" } }
    """
    opens = did(1, 1, "01T09:00", 10, "E") + did(2, 1, "02T09:00", 10, "E")
    assert [each[2:10] for each in small.log(script, opens)] == ["06T09:00"]
    assert small.log(script, opens + did(3, 1, "03T09:00", 11, "E")) == ["1 03T09:00 900002 T"]


def test_a_loop_of_waits_is_no_loop(small: Small) -> None:
    script = """
    field points: score
    trigger campaign "T" {
      on change_score of points
      each person every time
      flow { wait 1 hour change points by +1 }
    }
    batch campaign "B" { flow { change points by +1 } schedule { once at 2026-01-01T00:00 } }
    """
    log = small.log(script)
    assert len(log) == 30 * 24
    assert not small.summary.stopped
