"""A made-up workspace of campaigns: the same files, of the same text, on every machine.

The folder `workspace` has the shared files, as they are, and templates for programs of three
kinds, eight campaigns each. Every program stands in a file of its own, imports what is shared
and the program before it in its region, and is filled in by a chance of its own.
"""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from string import Template

from benchmarks.people import cache_folder
from flowlang.formatting import format_text

TEMPLATES = Path(__file__).parent / "workspace"
KINDS = ("webinar", "nurture", "content")
CAMPAIGNS_OF_A_FILE = 8
"""Those of a program; the shared files together have as many."""

REGIONS = ("DACH", "Nordics", "Benelux", "Iberia", "North America")
COUNTRIES = ("DE", "AT", "CH", "SE", "NO", "DK", "NL", "BE", "ES", "PT", "US", "CA")
CHOICES = {
    "theme": [
        "Cloud Backup",
        "Zero Trust",
        "Data Lakes",
        "Edge Devices",
        "Cost Control",
        "Quiet Offices",
        "Green Steel",
        "Fleet Routing",
        "Fraud Signals",
        "Clinical Trials",
        "Smart Meters",
        "Supplier Risk",
    ],
    "host": ["Hanna", "Milo", "Ines", "Tariq", "Solveig"],
    "industry": ["Banking", "Retail", "Energy", "Pharma", "Logistics", "Education"],
    "status": ["Open", "Known", "Engaged", "Recycled"],
    "next_step": ["Recording", "Call", "Visit"],
    "crm": ["sfdc", "dynamics"],
    "email": ["Invitation", "Reminder", "Thank you"],
    "weekday": ["monday", "tuesday", "monday, thursday", "weekday"],
    "day": ["tuesday", "wednesday", "friday"],
    "date": [f"2026-{month:02}-15" for month in range(1, 13)],
    "days": ["30", "45", "60", "90"],
    "times": ["2", "3", "4"],
    "waits": ["2", "3", "4", "5"],
    "points": ["5", "10", "15", "20"],
    "few": ["2", "4", "6"],
    "small": ["1", "3", "5"],
    "low": ["20", "25", "30"],
    "high": ["60", "70", "80", "90"],
}


def workspace(campaigns: int) -> Path:
    """A workspace of that many campaigns, a multiple of eight; written if it is not there yet."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for each in sorted(TEMPLATES.rglob("*.*")):
        digest.update(each.read_bytes())
    folder = cache_folder() / f"workspace-{campaigns}-{digest.hexdigest()[:8]}"
    if not folder.exists():
        unfinished = folder.with_name(f"{folder.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        write_workspace(unfinished, campaigns)
        unfinished.rename(folder)
    return folder


def write_workspace(folder: Path, campaigns: int) -> None:
    """Write the shared files, and programs until there are that many campaigns."""
    shutil.copytree(TEMPLATES / "shared", folder / "shared")
    (folder / "flowlang.toml").write_text('[project]\nname = "workspace"\n', encoding="utf-8")
    for path, text in _programs(campaigns // CAMPAIGNS_OF_A_FILE - 1):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _programs(count: int) -> Iterator[tuple[str, str]]:
    """The files of programs, as path and text."""
    templates = [
        Template((TEMPLATES / f"{kind}.template").read_text(encoding="utf-8")) for kind in KINDS
    ]
    before: dict[str, tuple[str, str]] = {}
    for number in range(count):
        region = REGIONS[number % len(REGIONS)]
        kind = number % len(KINDS)
        filled = _filled(number, region)
        name = f"{region} {KINDS[kind].title()} {number:03} {filled['theme']}"
        file = f"{number:03}-{filled['theme'].lower().replace(' ', '-')}.flow"
        earlier, earlier_file = before.get(region, ("", ""))
        filled["name"] = name
        filled["import_before"] = f'import "{earlier_file}"\n' if earlier else ""
        filled["not_before"] = f'and not member of program "{earlier}"' if earlier else ""
        before[region] = name, file
        text = templates[kind].substitute(filled)
        yield f"programs/{region.lower().replace(' ', '-')}/{file}", format_text(text)


def _filled(number: int, region: str) -> dict[str, str]:
    """What stands in the place of the words of a template."""
    chance = random.Random(number)
    filled = {word: chance.choice(among) for word, among in CHOICES.items()}
    countries = chance.sample(COUNTRIES, 3)
    filled["number"] = str(number)
    filled["region"] = region
    filled["country"] = countries[0]
    filled["countries"] = ", ".join(f'"{each}"' for each in countries)
    filled["page"] = f"/{filled['theme'].lower().replace(' ', '-')}/{number}"
    return filled
