"""Makes the people of this example and a quarter of what they did; always the same ones.

python examples/inherited-mess/make_people.py
"""

from __future__ import annotations

import csv
import json
import random
from datetime import datetime, timedelta
from pathlib import Path

PEOPLE = Path(__file__).parent / "people"
BEGIN = datetime(2026, 1, 5)
FIRST = [
    *["Ada", "Ben", "Carla", "Dev", "Elif", "Finn", "Grace", "Hana"],
    *["Ivan", "June", "Kofi", "Lena", "Mateo", "Nia", "Omar", "Pia"],
]
LAST = [
    *["Okafor", "Meyer", "Silva", "Tanaka", "Novak", "Haddad"],
    *["Jensen", "Rossi", "Kim", "Patel", "Dubois", "Lopez"],
]
TITLES = ["Marketing Manager", "Manager", "CEO", "Analyst", ""]
STATUSES = ["Open", "Open", "New", ""]
TYPES = {"open": 10, "click": 11, "visit": 1, "form": 2, "unsubscribe": 9, "change": 13}
COLUMNS = "marketoGUID leadId activityDate activityTypeId campaignId primaryAttributeValueId"
COLUMNS += " primaryAttributeValue attributes actionResult"
Deed = tuple[int, datetime, str, str, dict[str, str]]


def main() -> None:
    """Write both tables."""
    chance = random.Random(40)
    people = []
    done: list[Deed] = []
    for number in range(1, 121):
        first, last = chance.choice(FIRST), chance.choice(LAST)
        people.append(
            {
                "id": number,
                "Email Address": f"{first}.{last}{number}@quarry.example".lower(),
                "First Name": first,
                "Full Name": f"{first} {last}",
                "Job Title": chance.choice(TITLES),
                "Country": chance.choice(["United States", "USA", "Germany", "UK", ""]),
                "Lead Status": chance.choice(STATUSES),
                "Lead Score": chance.choice(["", 0, 10, 30, 55]),
                "Lead Owner": chance.choice(["", "", "Dana"]),
                "Unsubscribed": "false",
                "Revenue Stage": "",
            }
        )
        done += quarter_of(number, chance)
    done.sort(key=lambda each: (each[1], each[0]))
    PEOPLE.mkdir(exist_ok=True)
    with (PEOPLE / "people.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(people[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(people)
    with (PEOPLE / "activities.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS.split())
        for number, (who, when, kind, asset, attributes) in enumerate(done, 1):
            moment = f"{when:%Y-%m-%dT%H:%M:%S}Z"
            cells = [f"m{number}", who, moment, TYPES[kind], "", "", asset, json.dumps(attributes)]
            rows.writerow([*cells, "succeeded"])


def quarter_of(number: int, chance: random.Random) -> list[Deed]:
    """What one person did, and what sales and forms changed of them."""
    found: list[Deed] = []
    for _ in range(int(3 * min(chance.paretovariate(1.2), 8))):
        when = BEGIN + timedelta(days=chance.randrange(80), seconds=chance.randrange(86_400))
        kind = chance.choices(["open", "click", "visit", "form", "unsubscribe"], [6, 3, 4, 2, 0.3])[
            0
        ]
        assets = {"visit": ["/pricing", "/blog", "/docs"], "form": ["Newsletter", "Contact us"]}
        found.append((number, when, kind, chance.choice(assets.get(kind, ["Newsletter"])), {}))
    if chance.random() < 0.1:
        when = BEGIN + timedelta(days=chance.randrange(80), seconds=chance.randrange(86_400))
        change = {"Old Value": "", "New Value": chance.choice(["US", "USA", "UK"])}
        found.append((number, when, "change", "Country", change))
    if chance.random() < 0.1:
        when = BEGIN + timedelta(days=chance.randrange(80), seconds=chance.randrange(86_400))
        change = {"Old Value": "Open", "New Value": chance.choice(["Working", "Recycled"])}
        found.append((number, when, "change", "Lead Status", change))
    return found


if __name__ == "__main__":
    main()
