"""Races: whom the order of two trigger campaigns on one activity decides about."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.engine.plan import Plan, schema_of
from flowlang.engine.races import Races, races_of
from flowlang.people.ingest import open_dataset
from flowlang.people.problems import OnBadData
from tests.engine.test_simulations import HEAD, did, instance_of

STAGES = """
import std.fields
list "Hot"
trigger campaign "Points" { on open_email each person every time flow { change lead_score by +10 } }
trigger campaign "Nothing" { on open_email flow { do nothing } }
trigger campaign "Stage" {
  on open_email
  smart list { lead_score >= 10 }
  flow { change lead_status to "MQL" add to list "Hot" }
}
"""


def raced(script: str, folder: Path, activities: str) -> Races:
    (folder / "main.flow").write_text(script)
    data = folder / "data"
    data.mkdir()
    (data / "people.csv").write_text("id,leadScore\n1,0\n2,50\n3,0\n")
    (data / "activities.csv").write_text(HEAD + activities)
    instance = instance_of(folder)
    plan = Plan(instance, None, 1_767_225_600, 0, until=1_769_904_000, simulates=True)
    with open_dataset(data, schema_of(instance), OnBadData.ERROR) as dataset:
        return races_of(plan, dataset, size=2)


def test_a_race_names_its_two_campaigns_and_its_people(tmp_path: Path) -> None:
    opens = "".join(did(each, each, "05T09:00", 10, "E") for each in (1, 2, 3))
    races = raced(STAGES, tmp_path, opens)
    (race,) = races.sorted()
    assert [each.name for each in race.campaigns] == ["Points", "Stage"]
    # The second person had the points before: the order decides nothing.
    assert (race.people, race.first, races.people) == (2, ["1", "3"], 2)
    assert race.differs == {"leadstatus", "lists"}
    assert race.activity.name == "open_email"
    assert races.unexplained == 0


@pytest.mark.parametrize(
    "script",
    [
        STAGES.replace("smart list { lead_score >= 10 }", ""),
        STAGES.replace(
            'trigger campaign "Stage" {\n  on open_email',
            'trigger campaign "Stage" {\n  on click_email',
        ),
    ],
    ids=["nothing depends on the other", "another activity"],
)
def test_where_the_order_decides_nothing_there_is_no_race(script: str, tmp_path: Path) -> None:
    opens = "".join(did(each, each, "05T09:00", 10, "E") for each in (1, 2, 3))
    races = raced(script, tmp_path, opens)
    assert (races.people, races.sorted()) == (0, [])


def test_a_campaign_that_only_the_other_order_lets_anybody_into_is_named(tmp_path: Path) -> None:
    script = """
import std.fields
trigger campaign "Marks" { on open_email flow { change lead_status to "MQL" } }
trigger campaign "Points" {
  on open_email
  smart list { lead_status is not "MQL" }
  flow { change lead_score by +10 }
}
"""
    races = raced(script, tmp_path, did(1, 1, "05T09:00", 10, "E"))
    (race,) = races.sorted()
    assert [each.name for each in race.campaigns] == ["Marks", "Points"]
    assert (races.people, races.unexplained, race.differs) == (1, 0, {"leadscore"})
