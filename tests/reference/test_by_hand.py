"""The language worked out by hand: the plain interpreter and the engine do as the page says."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.checking import check
from flowlang.engine.plan import Plan, schema_of
from flowlang.engine.run import run
from flowlang.engine.summary import Summary
from flowlang.model.instance import Instance
from flowlang.model.load import load
from flowlang.model.moments import seconds_of
from flowlang.model.standard import StandardLibrary
from flowlang.people.ingest import open_dataset
from flowlang.people.problems import OnBadData
from flowlang.people.writing import DatasetWriter
from tests.differential import tables
from tests.reference.counts import Counts
from tests.reference.interpreter import Interpreter
from tests.reference.person import Person
from tests.reference.scenes import Scene, scenes, told

LIBRARY = StandardLibrary()
SCENES = list(scenes(Path(__file__).parent / "by_hand"))


def bound(scene: Scene, folder: Path) -> Instance:
    (folder / "flowlang.toml").write_text(scene.parts.get("settings", ""))
    script = folder / "main.flow"
    script.write_text(scene.script)
    [instance] = load([script], LIBRARY).instances
    errors = [each.message for each in check(instance) if each.severity.value == "error"]
    assert not errors
    return instance


def play(scene: Scene, instance: Instance) -> tuple[tables.Tables, Counts, list[Person]]:
    """What the interpreter makes of a scene."""
    command, data = scene.command, scene.data(instance)
    zone = instance.project.timezone
    people = tables.persons(data, instance)
    interpreter = Interpreter(instance)
    start = seconds_of(command.start, zone)
    end = None if command.end is None else seconds_of(command.end, zone)
    assert start is not None
    if command.campaign is not None:
        named = {each.qualified_name: each for each in instance.campaigns}
        interpreter.run(people, named[command.campaign], start, until=end)
    else:
        assert end is not None
        interpreter.simulate(people, start, end)
    return tables.expected(people, data, instance), interpreter.counts, people


def play_by_engine(scene: Scene, instance: Instance, folder: Path) -> tuple[tables.Tables, Summary]:
    """What the engine makes of a scene."""
    command = scene.command
    zone = instance.project.timezone
    campaign = next(
        (each for each in instance.campaigns if each.qualified_name == command.campaign), None
    )
    start = seconds_of(command.start, zone)
    assert start is not None
    until = None if command.end is None else seconds_of(command.end, zone)
    plan = Plan(instance, campaign, start, 0, until=until, simulates=campaign is None)
    tables.write(scene.data(instance), folder / "in")
    with open_dataset(folder / "in", schema_of(instance), OnBadData.ERROR) as opened:
        writer = DatasetWriter.begin(opened, folder / "out", overwrite=False)
        summary = run(plan, opened, writer)
        writer.finish("{}")
    return tables.read(folder / "out"), summary


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.title)
def test_the_reference_does_as_worked_out_by_hand(scene: Scene, tmp_path: Path) -> None:
    instance = bound(scene, tmp_path)
    made, counts, people = play(scene, instance)
    judge(scene, made, instance)
    stopped = [f"{each.id} | {', '.join(each.stopped)}" for each in people if each.stopped]
    assert stopped == scene.lines("stopped")
    limits = [
        f"{each.campaign} | {tables.moment(each.at)[:16].replace('T', ' ')}"
        f" | {each.qualified} of {each.limit}"
        for each in counts.limits
    ]
    assert limits == scene.lines("limits")


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.title)
def test_the_engine_does_as_worked_out_by_hand(scene: Scene, tmp_path: Path) -> None:
    instance = bound(scene, tmp_path)
    made, summary = play_by_engine(scene, instance, tmp_path)
    judge(scene, made, instance)
    stopped = [f"{each.person} | {', '.join(each.cycle)}" for each in summary.stopped]
    assert stopped == scene.lines("stopped")
    told_of = [f"{each.campaign}: {each.qualified} of {each.limit}" for each in summary.limits]
    wanted = [line.split(" | ") for line in scene.lines("limits")]
    assert told_of == [f"{campaign}: {count}" for campaign, _, count in wanted]


def judge(scene: Scene, made: tables.Tables, instance: Instance) -> None:
    """Compare tables with what the scene states."""
    known = {row["marketoGUID"] for row in scene.data(instance)["activities"]}
    new = [row for row in made["activities"] if row["marketoGUID"] not in known]
    if "log" in scene.parts or "stopped" not in scene.parts:
        assert [told(row, instance) for row in new] == scene.lines("log")
    for part, table in (("fields", "people"), ("waits", "waiting")):
        if part in scene.parts:
            wanted = scene.rows(part)
            columns = scene.parts[part].strip().splitlines()[0].split(",")
            assert [{key: row[key] for key in columns} for row in made[table]] == wanted
