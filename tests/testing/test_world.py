"""A live world over a dataset, as the shell has one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flowlang.engine import layout
from flowlang.engine.partition import run_partition
from flowlang.engine.plan import Plan, schema_of
from flowlang.engine.results import waiting_of
from flowlang.model.bind import bind_filter
from flowlang.model.load import load
from flowlang.people.ingest import open_dataset
from flowlang.people.problems import OnBadData
from flowlang.people.regrouping import together
from flowlang.source import Source
from flowlang.testing.statements import do
from flowlang.testing.world import Entered, World, world_plan

SCRIPT = """\
import std.fields
list "Hot"
batch campaign "Rate" {
  smart list { country is "DE" }
  flow { change lead_score by +10  add to list "Hot" }
}
executable campaign "Child" { each person every time flow { change lead_score by +1 } }
trigger campaign "Asked" { on requested flow { change city to "asked" } }
trigger campaign "Hot ones" { on add_to_list "Hot" flow { change city to "hot" } }
"""
TABLES = {
    "people": "id,country,Lead Score\n1,DE,5\n2,FR,\n7,DE,\n9,AT,1\n",
    "list_members": "list,leadId\nHot,7\nHot,9\n",
    "activities": "marketoGUID,leadId,activityDate,activityTypeId,"
    "primaryAttributeValue,attributes\n"
    'a,2,2026-01-01T00:00:00Z,10,Hi,"{}"\nb,9,2026-01-02T00:00:00Z,10,Ho,"{}"\n',
}
NOW = 1767603600

Over = Callable[[int], World]


@pytest.fixture
def over(tmp_path: Path) -> Over:
    """A world over the tables, read in pieces of a size."""
    (tmp_path / "main.flow").write_text(SCRIPT)
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text)
    [instance] = load([tmp_path]).instances

    def opened(size: int) -> World:
        with open_dataset(tmp_path, schema_of(instance), OnBadData.ERROR) as dataset:
            people = together([each for each, _ in dataset.partitions(0, dataset.size, size)])
        return World.of_people(world_plan(instance), people, NOW)

    return opened


def who(world: World, text: str) -> list[str]:
    """The ids of those for whom a filter holds."""
    filter_, problems = bind_filter(world.instance, Source("<filter>", text))
    assert filter_ is not None
    assert problems == []
    rows = world.present[world.passing(filter_)]
    return [str(world.state.partition.ids[int(row)].as_py()) for row in rows]


@pytest.mark.parametrize("size", [1, 3, 100])
def test_what_is_in_the_data_is_so(over: Over, size: int) -> None:
    world = over(size)
    assert who(world, "everyone") == ["1", "2", "7", "9"]
    assert who(world, 'country is "DE"') == ["1", "7"]
    assert who(world, 'member of list "Hot"') == ["7", "9"]
    assert who(world, 'did open_email "Hi"') == ["2"]
    assert who(world, "did open_email in past 4 days") == ["9"]
    assert (world.value("1", "lead_score"), world.value("7", "Lead Score")) == (5, None)


def test_what_is_done_stays_done(over: Over) -> None:
    world = over(100)
    campaigns = {each.name: each for each in world.instance.campaigns}
    assert world.run(campaigns["Rate"]) == Entered(2, 2, 0)
    assert who(world, "lead_score >= 10") == ["1", "7"]
    assert who(world, 'city is "hot"') == ["1"]
    assert world.run(campaigns["Rate"]) == Entered(0, 2, 2)
    assert world.execute(campaigns["Child"], ["9", "2"]).qualified == 2
    world.request(campaigns["Asked"], ["9", "1"])
    assert who(world, 'city is "asked"') == ["1", "9"]
    assert world.value("9", "lead_score") == 2
    assert world.summary.activities["change_score"] == 4


def test_somebody_comes_later(over: Over) -> None:
    world = over(100)
    assert world.row("ada") == -1
    assert world.given_person("ada")
    country = world.instance.field("country")
    assert country is not None
    campaigns = {each.name: each for each in world.instance.campaigns}
    assert who(world, "country is empty") == ["ada"]
    world.execute(campaigns["Child"], ["ada"])
    assert world.value("ada", "lead_score") == 1
    assert who(world, "everyone")[-1] == "ada"
    for number in range(63):
        assert world.given_person(f"p{number}")
    assert not world.given_person("one too many")
    assert world.given_person("p0")


def test_a_world_does_what_a_run_does(tmp_path: Path) -> None:
    (tmp_path / "main.flow").write_text(
        SCRIPT
        + """
        batch campaign "Long" {
          smart list { country is "DE", "AT" or did open_email "Hi" }
          flow {
            execute "Child"
            wait 1 day
            choose { when lead_score >= 3 { add to list "Hot" wait 2 days request "Asked" } }
            change lead_score by +2
          }
        }
        """
    )
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text)
    [instance] = load([tmp_path]).instances
    campaign = next(each for each in instance.campaigns if each.name == "Long")
    with open_dataset(tmp_path, schema_of(instance), OnBadData.ERROR) as dataset:
        [(people, _)] = dataset.partitions(0, dataset.size, 100)
    until = NOW + 10 * 86_400
    run, summary = run_partition(Plan(instance, campaign, NOW, 0, until=until), people)
    world = World.of_people(world_plan(instance), people, NOW)
    world.run(campaign)
    world.advance_to(until - 1)
    logged = layout.written(world.state.log, world.state.logged)
    assert logged.to_pylist() == run.activities.to_pylist()
    assert logged.num_rows > 12
    assert world.summary.steps == summary.steps
    assert world.summary.activities == summary.activities


def test_who_waited_before_still_knows_what_triggered(tmp_path: Path) -> None:
    (tmp_path / "main.flow").write_text(
        """
        import std.fields
        trigger campaign "Opened" {
          on open_email
          flow { wait 1 day  change city to "{{trigger.Name}}" }
        }
        test "t" {
          given person "1" { }
          given "1" did open_email "Earlier" at 2025-12-01
          given "1" did open_email "Later" at 2026-01-04
        }
        """
    )
    waiting = "campaign,leadId,wait,until,since,trigger,tokens\n" + "".join(
        f"Opened,{lead},1,2026-01-06T09:00:00Z,2026-01-05T09:00:00Z,{guid},\n"
        for lead, guid in ((1, "a"), (2, "b"), (3, "gone"))
    )
    for name, text in {
        "people": "id\n1\n2\n3\n",
        "activities": TABLES["activities"].replace("a,2,", "a,1,").replace("b,9,", "b,2,"),
        "waiting": waiting,
    }.items():
        (tmp_path / f"{name}.csv").write_text(text)
    [instance] = load([tmp_path]).instances
    with open_dataset(tmp_path, schema_of(instance), OnBadData.ERROR) as dataset:
        [(people, _)] = dataset.partitions(0, dataset.size, 100)
    world = World.of_people(world_plan(instance), people, NOW)
    [test] = instance.tests
    for statement in test.statements:
        do(statement, world)
    state = world.state
    assert who(world, "did open_email at least 3 times") == ["1"]
    written = waiting_of(state)
    assert written["trigger"].to_pylist() == ["a", "b", "gone"]
    world.advance_to(NOW + 2 * 86_400)
    assert [world.value(each, "city") for each in ("1", "2", "3")] == ["Hi", "Ho", None]
