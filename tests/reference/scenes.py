"""Scenes: a script, people, a command, and what must come of it, worked out by hand.

A file holds several, each below a line `=== what it shows`. A scene is a script, then parts
that begin at a line `--- name`:

    --- settings            flowlang.toml
    --- people              a table as CSV; so too list_members, program_members …
    --- did                 activities in short, see below
    --- simulate 2026-01-05T00:00 2026-01-06T00:00
    --- run Name at 2026-01-05T09:00 until 2026-01-06T09:00

and what is expected, in the same short form or as CSV with the columns that matter:

    --- log
    1 | 2026-01-05 09:00 | P.Nurture | change_score Points: Old Value=0, New Value=5
    1 | 2026-01-05 09:00 | P.Nurture | send_email Next: Reason=empty | skipped
    --- fields              the table of people
    --- waits               the table of waits
    --- limits
    Weekly | 2026-01-05 09:00 | 2 of 1
    --- stopped
    1 | Ping, Pong

`did` has the same lines as `log`; there the third place is the campaign that did it, often
empty. Times are UTC. What a scene does not state is not looked at, but a scene without
`log` or `stopped` expects that nothing is logged.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flowlang.model.instance import Instance
from tests.differential.tables import Rows, Tables

_HEADING = re.compile(r"^=== (.*)$", re.MULTILINE)
_PART = re.compile(r"^--- (.*)$", re.MULTILINE)
TABLES = (
    "people", "activities", "list_members", "program_members", "campaign_members", "waiting",
)  # fmt: skip


@dataclass(frozen=True)
class Command:
    """A run of a campaign, or a simulation where there is none; times are as written."""

    campaign: str | None
    start: str
    end: str | None


@dataclass(frozen=True)
class Scene:
    """One scene; `parts` are the texts by their headings."""

    title: str
    script: str
    parts: dict[str, str]

    @property
    def command(self) -> Command:
        for heading in self.parts:
            word, _, rest = heading.partition(" ")
            if word == "simulate":
                start, end = rest.split()
                return Command(None, start, end)
            if word == "run":
                match = re.fullmatch(r"(.+?) at (\S+)(?: until (\S+))?", rest)
                assert match is not None, heading
                return Command(match[1], match[2], match[3])
        raise AssertionError(f"{self.title} does nothing")

    def data(self, instance: Instance) -> Tables:
        """The people of the scene, with all that belongs to them."""
        found: Tables = {name: self.rows(name) for name in TABLES}
        found["people"] = found["people"] or [{"id": "1"}]
        found["activities"] = list(self._history(instance))
        return found

    def rows(self, name: str) -> Rows:
        return list(csv.DictReader(io.StringIO(self.parts.get(name, "").strip())))

    def lines(self, name: str) -> list[str]:
        """The lines of a part, blanks evened out."""
        text = self.parts.get(name, "")
        return [" | ".join(_places(line)) for line in text.splitlines() if line.strip()]

    def _history(self, instance: Instance) -> Iterator[dict[str, str]]:
        numbers = {each.name: each.number for each in instance.activities}
        for number, line in enumerate(self.lines("did"), 1):
            person, when, campaign, what, *result = _places(line)
            name, asset, attributes = _happening(what)
            yield {
                "marketoGUID": f"g{number}",
                "leadId": person,
                "activityDate": when.replace(" ", "T") + "Z",
                "activityTypeId": str(numbers[name]),
                "campaignId": campaign,
                "primaryAttributeValueId": "",
                "primaryAttributeValue": asset,
                "attributes": json.dumps(attributes),
                "actionResult": "".join(result),
            }


def told(row: dict[str, str], instance: Instance) -> str:
    """A row of the log in the short form."""
    names = {str(each.number): each.name for each in instance.activities}
    attributes = {
        key: value if isinstance(value, str) else json.dumps(value)
        for key, value in json.loads(row["attributes"]).items()
        if key != "Step"
    }
    shown = ", ".join(f"{key}={value}" for key, value in attributes.items())
    what = f"{names[row['activityTypeId']]} {row['primaryAttributeValue']}".strip()
    when = row["activityDate"].replace("T", " ").removesuffix("Z").removesuffix(":00")
    line = f"{row['leadId']} | {when} | {row['campaignId']} | {what}" + (
        f": {shown}" if shown else ""
    )
    return line if row["actionResult"] == "succeeded" else f"{line} | {row['actionResult']}"


def scenes(folder: Path) -> Iterator[Scene]:
    """The scenes of a folder's files, in order."""
    for path in sorted(folder.glob("*.txt")):
        pieces = _HEADING.split(path.read_text(encoding="utf-8"))
        for title, text in zip(pieces[1::2], pieces[2::2], strict=True):
            script, *parts = _PART.split(text)
            headings = dict(zip(parts[0::2], parts[1::2], strict=True))
            yield Scene(f"{path.stem}: {title}", script, headings)


def _places(line: str) -> list[str]:
    return [place.strip() for place in line.split("|")]


def _happening(text: str) -> tuple[str, str, dict[str, str]]:
    what, _, told = text.partition(": ")
    name, _, asset = what.partition(" ")
    pairs = (each.split("=", 1) for each in told.split(", ") if each)
    return name, asset, dict(pairs)
