"""The activities of one person: those of the data, and those of the session."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from flowlang.engine.log import SKIPPED
from flowlang.engine.occasions import alone
from flowlang.repl.ground import STEPS
from flowlang.repl.scene import Scene
from flowlang.trace.activities import activity_told


@dataclass(frozen=True, slots=True)
class Logged:
    """One activity; `at` is seconds since 1970. `failed` says why it was none, if it was not."""

    at: int
    name: str
    asset: str
    attributes: Mapping[str, object]
    campaign: str
    failed: str = ""

    @property
    def told(self) -> str:
        """The attributes, or why it failed, as people read them."""
        return self.failed or ", ".join(
            f"{name} {value}" for name, value in self.attributes.items() if name != "Step"
        )


def logged(scene: Scene, row: int) -> Iterator[Logged]:
    """All activities of a person, those of the data first, each in the order of time."""
    yield from before_session(scene, row)
    state = scene.world.state
    for block in state.log.blocks:
        places = np.flatnonzero(block.rows == row)
        if not len(places):
            continue
        each = activity_told(alone(block, int(places[0])), state)
        asset = each.asset or ""
        if each.name == "request_campaign" and asset.startswith(STEPS):
            continue
        failed = ""
        if block.result == SKIPPED:
            failed = f"skipped: {(each.reason or '').replace('_', ' ')}"
        yield Logged(each.at, each.name, asset, each.attributes, each.campaign, failed)


def before_session(scene: Scene, row: int) -> Iterator[Logged]:
    """The activities of the data."""
    table = scene.world.state.partition.activities
    people = table["person"].to_numpy()
    begin, end = np.searchsorted(people, [row, row + 1])
    plan = scene.world.state.plan
    for each in _plain(table.slice(int(begin), int(end - begin))):
        number = int(str(each["type"]))
        try:
            name = plan.numbered(number).name
        except KeyError:
            name = str(number)
        yield Logged(
            int(str(each["time"])),
            name,
            str(each["asset"] or ""),
            _read(each["attributes"]),
            str(each["campaign"] or ""),
            "" if each["succeeded"] else "did not succeed",
        )


def _plain(table: pa.Table) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = table.to_pylist()
    return rows


def _read(text: object) -> dict[str, object]:
    try:
        found = json.loads(str(text or "{}"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
