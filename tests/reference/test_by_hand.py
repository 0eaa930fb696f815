"""The language worked out by hand: the plain interpreter and the engine do as the page says."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.check import check
from flowlang.model.instance import Instance
from flowlang.model.load import load
from flowlang.model.moments import seconds_of
from flowlang.model.standard import StandardLibrary
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
