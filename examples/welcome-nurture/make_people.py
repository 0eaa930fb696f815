"""Makes the people of this example and a year of what they did; always the same ones.

python examples/welcome-nurture/make_people.py
"""

from __future__ import annotations

import csv
import json
import random
from datetime import datetime, timedelta
from pathlib import Path

PEOPLE = Path(__file__).parent / "people"
YEAR = datetime(2026, 1, 1)
FIRST = [
    "Ada",
    "Ben",
    "Carla",
    "Dev",
    "Elif",
    "Finn",
    "Grace",
    "Hana",
    "Ivan",
    "June",
    "Kofi",
    "Lena",
    "Mateo",
    "Nia",
    "Omar",
    "Pia",
]
LAST = [
    "Okafor",
    "Meyer",
    "Silva",
    "Tanaka",
    "Novak",
    "Haddad",
    "Jensen",
    "Rossi",
    "Kim",
    "Patel",
    "Dubois",
    "Lopez",
]
COMPANIES = [
    "Northwind",
    "Larkspur",
    "Quarry",
    "Helio",
    "Brightside",
    "Ferrous",
    "Juniper",
    "Outpost",
]
EMAILS = ("Welcome.Hello", "Welcome.First steps", "Welcome.Case study", "Monthly letter")
TYPES = {"form": 2, "visit": 1, "open": 10, "click": 11, "unsubscribe": 9}
COLUMNS = [
    "marketoGUID",
    "leadId",
    "activityDate",
    "activityTypeId",
    "campaignId",
    "primaryAttributeValueId",
    "primaryAttributeValue",
    "attributes",
    "actionResult",
]


def main() -> None:
    """Write both tables."""
    chance = random.Random(2026)
    people, activities = [], []
    for number in range(1, 301):
        first, last = chance.choice(FIRST), chance.choice(LAST)
        company = chance.choice(COMPANIES)
        people.append(
            {
                "id": number,
                "First Name": first if chance.random() > 0.05 else "",
                "Last Name": last,
                "Email Address": f"{first}.{last}{number}@{company}.example".lower(),
                "Company Name": company,
                "Lead Score": chance.choice(["", 0, 0, 5, 10]),
                "Lead Status": chance.choice(["", "New", "New", "Open"]),
                "Unsubscribed": "true" if chance.random() < 0.04 else "false",
            }
        )
        activities += year_of(number, chance)
    activities.sort(key=lambda each: (each[1], each[0]))
    PEOPLE.mkdir(exist_ok=True)
    with (PEOPLE / "people.csv").open("w", newline="") as file:
        table = csv.DictWriter(file, list(people[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(people)
    with (PEOPLE / "activities.csv").open("w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for number, (person, when, kind, asset) in enumerate(activities, 1):
            attributes = json.dumps({"Device": "iPhone"} if kind == "open" else {})
            moment = f"{when:%Y-%m-%dT%H:%M:%S}Z"
            cells = [f"w{number}", person, moment, TYPES[kind], "", "", asset, attributes]
            rows.writerow([*cells, "succeeded"])


def year_of(person: int, chance: random.Random) -> list[tuple[int, datetime, str, str]]:
    """What one person did; some do nothing, a few do a lot."""
    keen = chance.paretovariate(1.4)
    found: list[tuple[int, datetime, str, str]] = []
    begins = YEAR + timedelta(days=chance.randrange(330), seconds=chance.randrange(86_400))
    if chance.random() < 0.8:
        found.append((person, begins, "form", "Sign up"))
    for _ in range(min(60, int(3 * keen))):
        when = begins + timedelta(days=chance.expovariate(1 / 45), seconds=chance.randrange(86_400))
        if when.year != YEAR.year:
            continue
        kind = chance.choices(["open", "click", "visit"], [6, 2, 2])[0]
        asset = chance.choice(["/pricing", "/docs", "/blog"]) if kind == "visit" else ""
        found.append((person, when, kind, asset or chance.choice(EMAILS)))
    if chance.random() < 0.07:
        away = begins + timedelta(days=chance.randrange(5, 60))
        if away.year == YEAR.year:
            found.append((person, away, "unsubscribe", chance.choice(EMAILS)))
    return found


if __name__ == "__main__":
    main()
