"""Races, told: which two campaigns decide by their order how whom ends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flowlang.engine.races import Race, Races
from flowlang.model.instance import Instance
from flowlang.style import Look, Style, counted, plain

_TABLES = {"lists": "lists", "programs": "programs", "waiting": "waits", "deleted": "deleted"}


def render_races(races: Races, instance: Instance, style: Style) -> str:
    """Each race with its people and what differs for them."""
    if not races.people:
        told = "No races: everybody ends alike when campaigns of one activity take other turns."
        return f"{style.paint(told, Look.GOOD)}\n"
    people = counted(races.people, "person ends", "people end")
    lines = [
        style.paint(
            f"Races: {people} differently when campaigns of one activity take other turns",
            Look.WARNING,
        )
    ]
    for race in races.sorted():
        one, other = (plain(each.qualified_name) for each in race.campaigns)
        lines.append(f'  "{one}" and "{other}", both on {race.activity.name}')
        names = ", ".join(map(plain, race.first))
        more = ", …" if race.people > len(race.first) else ""
        lines.append(f"    {counted(race.people, 'person', 'people')}: {names}{more}")
        lines.append(f"    differs: {', '.join(differing(race, instance))}")
    if races.unexplained:
        told = f"{races.unexplained:,} only when more than two campaigns change places"
        lines.append(f"  {style.paint(told, Look.FAINT)}")
    lines.append("  what must come first says so where it is executed: `execute` runs it in series")
    return "\n".join(lines) + "\n"


def differing(race: Race, instance: Instance) -> Iterable[str]:
    """What is not the same, in the words of the user."""
    labels = {each.key: each.label for each in instance.fields}
    return sorted(_TABLES.get(each) or labels.get(each, each) for each in race.differs)


def races_data(races: Races, instance: Instance) -> dict[str, Any]:
    """Races as plain data."""
    return {
        "people": races.people,
        "unexplained": races.unexplained,
        "pairs": [
            {
                "campaigns": [each.qualified_name for each in race.campaigns],
                "activity": race.activity.name,
                "people": race.people,
                "first": race.first,
                "differs": list(differing(race, instance)),
            }
            for race in races.sorted()
        ],
    }
