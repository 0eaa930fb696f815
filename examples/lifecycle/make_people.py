"""Makes the people of this example and a quarter of what they did; always the same ones.

python examples/lifecycle/make_people.py
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
COLUMNS = "marketoGUID leadId activityDate activityTypeId campaignId primaryAttributeValueId"
COLUMNS += " primaryAttributeValue attributes actionResult"
TYPES = {"form": 2, "status": 13}


def main() -> None:
    """Write both tables."""
    chance = random.Random(5)
    people, done = [], []
    for number in range(1, 61):
        first, last = chance.choice(FIRST), chance.choice(LAST)
        people.append(
            {
                "id": number,
                "Email Address": f"{first}.{last}{number}@quarry.example".lower(),
                "Full Name": f"{first} {last}",
                "Country": chance.choice(["US", "US", "CA", "MX", ""]),
                "Lead Score": chance.choice(["", 0, 10, 25, 45]),
                "Lead Status": "Open",
                "Revenue Stage": chance.choice(["", "Known", "Known", "Engaged"]),
                "Lead Owner": chance.choice(["", "", "Dana", "Jo"]),
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
            cells = [f"l{number}", who, moment, TYPES[kind], "", "", asset, json.dumps(attributes)]
            rows.writerow([*cells, "succeeded"])


def quarter_of(
    number: int, chance: random.Random
) -> list[tuple[int, datetime, str, str, dict[str, str]]]:
    """Forms that one person filled out, and what sales did about it."""
    found: list[tuple[int, datetime, str, str, dict[str, str]]] = []
    when = BEGIN + timedelta(days=chance.randrange(30), seconds=chance.randrange(86_400))
    for _ in range(chance.choice([0, 1, 1, 2, 3])):
        form = chance.choices(["Newsletter", "White paper", "Contact us"], [4, 3, 3])[0]
        found.append((number, when, "form", form, {}))
        when += timedelta(days=chance.randrange(1, 12), seconds=chance.randrange(80_000))
        if form == "Contact us" and chance.random() < 0.7:
            for status in ("Accepted", chance.choice(["Recycled", "Won", "Accepted"])):
                change = {"Old Value": "Open", "New Value": status}
                found.append((number, when, "status", "Lead Status", change))
                when += timedelta(days=chance.randrange(5, 20))
    return found


if __name__ == "__main__":
    main()
