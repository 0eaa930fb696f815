"""Making up people: values, memberships, histories and waits, near what programs ask for."""

from __future__ import annotations

import json
from typing import Any

from tests.differential.programs import STATUSES, TEXTS, Maker

Rows = list[dict[str, str]]

VALUES = {
    "nick": [*TEXTS, "", "null", "Ann"],
    "plan": ["Free", "Pro", "free", "10", "a b, DE and 10", ""],
    "points": ["0", "5", "10", "-5", "2147483640", "", "7.0"],
    "age": ["0", "7", "-2", "5", ""],
    "ratio": ["2.5", "3", "0.1", "-1e3", ""],
    "vip": ["true", "false", "yes", "0", ""],
    "born": ["2026-01-04", "2024-02-29", "1990-03-29", "2026-01-20", "2027-06-01", ""],
    "seen": [
        "2026-01-05T09:00:00Z",
        "2026-01-05 08:59",
        "2025-12-31T23:30:00+01:00",
        "2026-03-29 01:00:00.000",
        "2026-01-04",
        "2026-01-05T11:00:00Z",
        "2027-06-01",
        "",
    ],
    "branch": ["Steel", "STEEL", "x de 10", ""],
    "email": ["a@x.example", "B@X.example", "c@x.example", ""],
    "unsubscribed": ["true", "false", "", "", ""],
    "marketing_suspended": ["true", "", ""],
    "email_invalid": ["1", "", "", "", ""],
    "lead_owner": ["Ann", ""],
}

MOMENTS = [
    "2026-01-05T08:59:59Z",
    "2026-01-05T09:00:00Z",
    "2026-01-05T10:00:00Z",
    "2026-01-04T23:30:00Z",
    "2025-12-31T12:00:00Z",
    "2025-12-05T09:00:00Z",
    "2024-02-29T00:00:00Z",
    "2026-02-01T00:00:00Z",
]


# Moments in a period that begins at 2026-01-05T09:00Z; some coincide with waits and schedules.
LATER = [
    "2026-01-05T09:00:00Z",
    "2026-01-06T09:00:00Z",
    "2026-01-06T09:00:00Z",
    "2026-01-06T08:00:00Z",
    "2026-01-07T01:30:00Z",
    "2026-01-12T09:00:00Z",
    "2026-02-05T09:00:00Z",
    "2026-03-29T01:00:00Z",
    "2026-05-05T09:00:00Z",
]


def ids(make: Maker, count: int) -> list[str]:
    if make.maybe("x", 4):
        return [f"p{number}" for number in range(count)]
    return [str(number * 7 + 1) for number in range(count)]


def people(make: Maker, names: list[str]) -> Rows:
    return [
        {"id": name, **{key: make.pick(choices) for key, choices in VALUES.items()}, "own": "x,y"}
        for name in names
    ]


def activities(make: Maker, names: list[str], *, replayed: bool = False) -> Rows:
    """Histories; with `replayed` also what happens during a simulation, and changes people."""
    found: Rows = []
    for number in range(make.count(16 if replayed else 12)):
        kind, asset, attributes = make.pick(_KINDS + _CHANGES if replayed else _KINDS)
        found.append(
            {
                "marketoGUID": f"g{number}",
                "leadId": make.pick([*names, "999"]),
                "activityDate": make.pick(MOMENTS + LATER * 2 if replayed else MOMENTS),
                "activityTypeId": str(kind),
                "campaignId": make.maybe(make.pick(["P.B", "T1", "4711", "Elsewhere"]), 6),
                "primaryAttributeValueId": "",
                "primaryAttributeValue": asset,
                "attributes": json.dumps(attributes),
                "actionResult": make.pick(["", "succeeded", "skipped"]),
            }
        )
    return found


_KINDS: list[tuple[int, str, dict[str, Any]]] = [
    (10, "E1", {"Device": "iPhone", "Is Mobile Device": True}),
    (10, "P.PE", {"Device": "iphone", "Is Mobile Device": "false"}),
    (10, "P.E1", {"Device": "", "Is Mobile Device": True}),
    (10, "Other.E1", {}),
    (6, "E1", {}),
    (6, "E2", {}),
    (6, "P.PE", {}),
    (22, "Points", {"Change Value": "+5", "Old Value": 0, "New Value": 5}),
    (22, "points", {"New Value": "10"}),
    (22, "Other", {"New Value": 10}),
    (13, "Nick", {"Old Value": "x", "New Value": "de"}),
    (13, "Seen", {"New Value": "2026-01-05T09:00:00Z"}),
    (24, "L1", {}),
    (104, "P", {"New Status": "In", "Success": False}),
]


_CHANGES: list[tuple[int, str, dict[str, Any]]] = [
    (22, "Points", {"Old Value": 1, "New Value": 90}),
    (22, "Points", {"Old Value": 1}),
    (22, "Points", {"New Value": "many"}),
    (13, "nick", {"Old Value": "x", "New Value": ""}),
    (13, "Vip", {"New Value": True}),
    (13, "Born", {"New Value": "2026-01-20"}),
    (13, "Nobody", {"New Value": "x"}),
    (23, "Lead Owner", {"New Value": "Bob"}),
    (24, "PL", {}),
    (25, "L1", {}),
    (104, "P", {"New Status": "Won", "Success": True}),
    (104, "P", {"New Status": "New"}),
    (123, "P", {"Attribute": "Seat", "New Value": "Z"}),
    (37, "", {}),
    (1, "W", {"Browser": "x"}),
    (1, "W", {}),
]


def list_members(make: Maker, names: list[str]) -> Rows:
    pairs = {
        (make.pick(["L1", "L1", "L2", "P.PL", "PL", "Elsewhere"]), make.pick([*names, "999"]))
        for _ in range(make.count(8))
    }
    return [{"list": list_, "leadId": name} for list_, name in sorted(pairs)]


def program_members(make: Maker, names: list[str]) -> Rows:
    pairs = {(make.pick(["P", "Q", "Elsewhere"]), make.pick(names)) for _ in range(make.count(6))}
    return [
        {
            "program": program,
            "leadId": name,
            "status": make.pick([*STATUSES, "Odd"]),
            "reachedSuccess": make.pick(["true", "false", ""]),
            "reachedSuccessDate": make.pick(["", "2026-01-01T00:00:00Z"]),
            "membershipDate": make.pick(["", "2025-12-31T12:00:00Z"]),
            "stream": make.pick(["", "S1", "S2"]),
            "cadence": make.pick(["", "normal", "paused"]),
            "seat": make.pick(["", "A1", "null"]),
            "level": make.pick(["", "3", "7"]),
        }
        for program, name in sorted(pairs)
    ]


def campaign_members(make: Maker, names: list[str]) -> Rows:
    pairs = {
        (make.pick(["P.B", "X1", "T1", "Elsewhere"]), make.pick(names))
        for _ in range(make.count(4))
    }
    return [
        {
            "campaign": campaign,
            "leadId": name,
            "lastEnteredAt": make.pick(MOMENTS[:6]),
            "timesEntered": make.pick(["1", "3"]),
        }
        for campaign, name in sorted(pairs)
    ]


def waiting(make: Maker, names: list[str]) -> Rows:
    found: Rows = []
    for _ in range(make.count(3)):
        found.append(
            {
                "campaign": "T1",
                "leadId": make.pick(names),
                "wait": "1",
                "until": "2026-02-01T00:00:00Z",
                "since": make.pick(["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"]),
                "trigger": make.pick(["", "g1"]),
                "tokens": make.pick(["", '{"word":"x"}']),
            }
        )
    return found
