"""Small projects run over small datasets."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from flowlang.checking import check
from flowlang.engine.plan import Plan, schema_of
from flowlang.engine.run import crew_of, run
from flowlang.engine.summary import Summary
from flowlang.model.bind import bind_filter
from flowlang.model.load import load
from flowlang.model.outside import token_from_outside
from flowlang.people.ingest import open_dataset
from flowlang.people.problems import OnBadData
from flowlang.people.writing import DatasetWriter
from flowlang.source import Source

Rows = list[dict[str, str]]


@dataclass
class Played:
    """What a run made of a dataset."""

    summary: Summary
    people: Rows
    activities: Rows
    waiting: Rows
    tables: dict[str, Rows]
    folder: Path

    def log(self, person: str = "1") -> list[tuple[str, str, dict[str, Any]]]:
        """The activities that the run logged for a person: type, primary value, attributes."""
        return [
            (row["activityTypeId"], row["primaryAttributeValue"], json.loads(row["attributes"]))
            for row in self.activities
            if row["leadId"] == person and row["marketoGUID"].startswith(f"{person}-")
        ]


Play = Callable[..., Played]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Run the last batch campaign of a script, or a named one, over people."""
    count = 0

    def player(
        script: str,
        people: str = "id\n1\n",
        *,
        campaign: str | None = None,
        at: str = "2026-01-05T09:00",
        seed: int = 0,
        tokens: tuple[str, ...] = (),
        where: str | None = None,
        settings: str = "",
        size: int = 100,
        processes: int = 1,
        **tables: str,
    ) -> Played:
        nonlocal count
        count += 1
        folder = tmp_path / f"play-{count}"
        (folder / "data").mkdir(parents=True)
        (folder / "flowlang.toml").write_text(settings)
        (folder / "main.flow").write_text(script)
        for name, text in {"people": people, **tables}.items():
            (folder / "data" / f"{name}.csv").write_text(text)
        [instance] = load([folder]).instances
        assert [(each.rule, each.message) for each in check(instance)] == []
        named = [each for each in instance.campaigns if each.qualified_name == campaign]
        chosen = named[0] if campaign else instance.campaigns[-1]
        zone = instance.project.timezone
        now = int(datetime.fromisoformat(at).replace(tzinfo=zone).timestamp())
        outside = {}
        for text in tokens:
            value = token_from_outside(text, chosen, instance.project)
            assert not isinstance(value, str), value
            outside[value.key] = value.value
        narrowed = None
        if where is not None:
            narrowed, problems = bind_filter(instance, Source("--where", where))
            assert problems == []
        plan = Plan(instance, chosen, now, seed, outside, narrowed)
        with open_dataset(folder / "data", schema_of(instance), OnBadData.ERROR) as dataset:
            writer = DatasetWriter.begin(dataset, folder / "out", overwrite=False)
            with crew_of(processes) as crew:
                summary = run(plan, dataset, writer, crew=crew, size=size)
            writer.finish("{}")
        found: dict[str, Rows] = {}
        for path in (folder / "out").glob("*.csv"):
            with path.open(newline="", encoding="utf-8") as file:
                found[path.stem] = list(csv.DictReader(file))
        return Played(
            summary,
            found["people"],
            found["activities"],
            found["waiting"],
            found,
            folder / "out",
        )

    return player


@pytest.fixture
def matched(play: Play) -> Callable[..., list[str]]:
    """The ids of the people for whom a filter holds."""

    def matcher(filter_: str, people: str, script: str = "", **options: Any) -> list[str]:
        text = (
            f'{script}\nbatch campaign "B" {{ smart list {{ {filter_} }} flow {{ do nothing }} }}'
        )
        played = play(text, people, **options)
        return [row["leadId"] for row in played.tables["campaign_members"]]

    return matcher
