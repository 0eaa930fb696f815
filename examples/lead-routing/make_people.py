"""Makes the people of this example, with countries as people write them; always the same ones.

python examples/lead-routing/make_people.py
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

PEOPLE = Path(__file__).parent / "people"
FIRST = [
    *["Ada", "Ben", "Carla", "Dev", "Elif", "Finn", "Grace", "Hana"],
    *["Ivan", "June", "Kofi", "Lena", "Mateo", "Nia", "Omar", "Pia"],
]
LAST = [
    *["Okafor", "Meyer", "Silva", "Tanaka", "Novak", "Haddad"],
    *["Jensen", "Rossi", "Kim", "Patel", "Dubois", "Lopez"],
]
PLACES = [
    *[("US", "NY"), ("USA", "NJ"), ("United States", "CA"), ("US", "TX"), ("US", "")],
    *[("CA", ""), ("Canada", "ON"), ("Germany", ""), ("DE", ""), ("FR", ""), ("UK", "")],
    *[("United Kingdom", ""), ("Japan", ""), ("U.S.A.", "NY"), ("", "")],
]
COMPANIES = ["Quarry", "Helio", "Larkspur", "Juniper", "Northwind", "Northwind Inc.", ""]


def main() -> None:
    """Write the people."""
    chance = random.Random(12)
    rows = []
    for number in range(1, 201):
        first, last = chance.choice(FIRST), chance.choice(LAST)
        company = chance.choice(COMPANIES)
        country, state = chance.choice(PLACES)
        domain = company.partition(" ")[0].lower() or chance.choice(["helio", "rival"])
        rows.append(
            {
                "id": number,
                "Email Address": f"{first}.{last}{number}@{domain}.example".lower(),
                "Full Name": f"{first} {last}",
                "Company Name": company,
                "Num Employees": chance.choice(["", 12, 80, 900, 1000, 15000]),
                "Country": country,
                "State": state,
                "Lead Status": chance.choice(["Open", "Open", "Open", "Routed"]),
                "Lead Owner": "",
            }
        )
        if rows[-1]["Lead Status"] == "Routed":
            rows[-1]["Lead Owner"] = chance.choice(["Pat", "Lou", "Max"])
    PEOPLE.mkdir(exist_ok=True)
    with (PEOPLE / "people.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


if __name__ == "__main__":
    main()
