"""Makes the people of this example and two months of what they did; always the same ones.

python examples/lead-scoring/make_people.py
"""

from __future__ import annotations

import csv
import json
import random
from datetime import datetime, timedelta
from pathlib import Path

PEOPLE = Path(__file__).parent / "people"
BEGIN = datetime(2026, 1, 5)
DAYS = 56
FIRST = [
    *["Ada", "Ben", "Carla", "Dev", "Elif", "Finn", "Grace", "Hana"],
    *["Ivan", "June", "Kofi", "Lena", "Mateo", "Nia", "Omar", "Pia"],
]
LAST = [
    *["Okafor", "Meyer", "Silva", "Tanaka", "Novak", "Haddad"],
    *["Jensen", "Rossi", "Kim", "Patel", "Dubois", "Lopez"],
]
TITLES = [
    *["Marketing Manager", "Head of Logistics", "VP Operations", "Chief Executive Officer"],
    *["Student", "Buyer", "Director of Sales", "Warehouse Clerk", ""],
]
COUNTRIES = ["Germany", "Germany", "Austria", "Switzerland", "Norway", "France", ""]
INDUSTRIES = ["Logistics", "Retail", "Software", "Education", ""]
SIZES = ["", "12", "80", "140", "900", "1500", "12000"]
DOMAINS = ["northwind.example", "larkspur.example", "quarry.example", "helio.example"]
PAGES = ["/", "/blog/1", "/blog/2", "/product", "/pricing", "/pricing/eu", "/careers"]
TYPES = {"visit": 1, "form": 2, "click": 11}
COLUMNS = "marketoGUID leadId activityDate activityTypeId campaignId primaryAttributeValueId"
COLUMNS += " primaryAttributeValue attributes actionResult"


def main() -> None:
    """Write both tables."""
    chance = random.Random(60)
    people = [person(number, chance) for number in range(1, 81)]
    done = [each for number in range(1, 81) for each in weeks_of(number, chance)]
    done.sort(key=lambda each: (each[1], each[0]))
    PEOPLE.mkdir(exist_ok=True)
    with (PEOPLE / "people.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(people[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(people)
    with (PEOPLE / "activities.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS.split())
        for number, (who, when, kind, asset) in enumerate(done, 1):
            bot = json.dumps({"Is Bot Activity": chance.random() < 0.3} if kind == "click" else {})
            moment = f"{when:%Y-%m-%dT%H:%M:%S}Z"
            rows.writerow([f"s{number}", who, moment, TYPES[kind], "", "", asset, bot, "succeeded"])


def person(number: int, chance: random.Random) -> dict[str, object]:
    """One person; some cells are empty, as they are."""
    first, last = chance.choice(FIRST), chance.choice(LAST)
    domain = chance.choice([*DOMAINS, "gmail.com"])
    return {
        "id": number,
        "Email Address": f"{first}.{last}{number}@{domain}".lower(),
        "First Name": first,
        "Last Name": last,
        "Job Title": chance.choice(TITLES),
        "Company Name": domain.partition(".")[0].title(),
        "Country": chance.choice(COUNTRIES),
        "Industry": chance.choice(INDUSTRIES),
        "Num Employees": chance.choice(SIZES),
        "Lead Status": "New",
    }


def weeks_of(number: int, chance: random.Random) -> list[tuple[int, datetime, str, str]]:
    """What one person did; most do little, a few a lot, and some stop in the middle."""
    keen = min(chance.paretovariate(1.1), 12)
    until = chance.choice([DAYS, DAYS, DAYS // 3])
    found = []
    for _ in range(int(3 * keen)):
        when = BEGIN + timedelta(days=chance.randrange(until), seconds=chance.randrange(86_400))
        kind = chance.choices(["visit", "click", "form"], [7, 3, 0.4])[0]
        asset = {"visit": chance.choice(PAGES), "click": "January letter", "form": "Contact us"}
        found.append((number, when, kind, asset[kind]))
    return found


if __name__ == "__main__":
    main()
