"""Makes the people of this example, as dirty as exports are; always the same ones.

python examples/data-hygiene/make_people.py
"""

from __future__ import annotations

import random
from pathlib import Path

PEOPLE = Path(__file__).parent / "people.csv"
FIRST = [
    *["Ada", "Ben", "Carla", "Dev", "Elif", "Finn", "Grace", "Hana"],
    *["Ivan", "June", "Kofi", "Lena", "Mateo", "Nia", "Omar", "Pia"],
]
LAST = [
    *["Okafor", "Meyer", "Silva", "Tanaka", "Novak", "Haddad", "Jensen"],
    *["Rossi", "Kim", "Patel", "Dubois", "Lopez", "Mouse"],
]
COUNTRIES = "US,USA,U.S.A.,usa,United States,UK,England,GB,DE,Germany,Deutschland,CA,Canada,France"
COUNTRIES += ",n/a,-,null,,,"
STATES = ["", "", "", "NY", "Texas", "Ontario", "CA"]
TITLES = ["CEO", "VP of Sales", "Head of Marketing", "Marketing Manager", "Analyst", "", "null"]
DOMAINS = ["quarry.example"] * 4 + ["helio.example"] * 4 + ["gmail.com", "gmx.de", "mailinator.com"]
COMPANIES = ["Quarry", '"Helio "The Sun" Ltd"', '"Meyer, Silva & Co"', "", "Larkspur"]
TIMES = ["2025-08-09T19:00:00Z", "2025-08-09 19:00:00 UTC", "8/9/25 19:00", "2025-08-09", ""]
HEADER = "id,Email Address,firstName,Last Name,Job Title,Company Name,country,State,Lead Score"
HEADER += ",Created At,Unsubscribed,data_source,Import Note"


def main() -> None:
    """Write the people, with a byte-order mark and with quotes as Marketo writes them."""
    chance = random.Random(99)
    lines = [HEADER]
    for number in range(1, 301):
        first, last = chance.choice(FIRST), chance.choice(LAST)
        email = f"{first}.{last}{number}@{chance.choice(DOMAINS)}".lower()
        if chance.random() < 0.04:
            email = chance.choice(["", "null", "test@quarry.example", f"asdf{number}@a.example"])
        cells = [
            str(number),
            email,
            first,
            last,
            chance.choice(TITLES),
            chance.choice(COMPANIES),
            chance.choice(COUNTRIES.split(",")),
            chance.choice(STATES),
            chance.choice(["", "0", "15", "55", "80.0"]),
            chance.choice(TIMES),
            chance.choice(["true", "FALSE", "0", "1", "No", ""]),
            chance.choice(["Web", "Fair", "Bought list", "CRM"]),
            chance.choice(["", "", "spring fair", '"rung twice, no answer"']),
        ]
        lines.append(",".join(cells))
    PEOPLE.write_bytes(b"\xef\xbb\xbf" + "\r\n".join([*lines, ""]).encode())


if __name__ == "__main__":
    main()
