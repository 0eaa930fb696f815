"""Datasets as rows of text, on disk and as the reference's people, there and back."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from flowlang.datatypes import DataType, Family
from flowlang.model.instance import Instance
from tests.reference.person import Activity, Membership, Person, Trip
from tests.reference.values import as_json, number_text, parsed

Rows = list[dict[str, str]]
Tables = dict[str, Rows]


def write(tables: Tables, folder: Path) -> None:
    """Write every table that has rows, and always people."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        if rows or name == "people":
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)


def read(folder: Path) -> Tables:
    """Read every table of an output."""
    found: Tables = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


def value(text: str, type_: DataType) -> Any:
    """A cell as a value, None where it is empty."""
    return None if text in ("", "null") else parsed(text, type_)


def cell(found: Any, type_: DataType) -> str:
    """A value as a cell in canonical form."""
    if found is None:
        return ""
    if type_ is DataType.BOOLEAN:
        return "true" if found else "false"
    if type_.family is Family.DATE:
        return str(as_json(found, type_))
    if type_.family is Family.NUMBER:
        return number_text(found)
    return str(found)


def moment(found: int | None) -> str:
    return cell(found, DataType.DATETIME)


def persons(tables: Tables, instance: Instance) -> list[Person]:
    """The people of a dataset as the reference knows them."""
    fields = {each.name: each for each in instance.fields}
    by_id: dict[str, Person] = {}
    for row in tables["people"]:
        values = {
            field.key: value(row[name], field.type) for name, field in fields.items() if name in row
        }
        by_id[row["id"]] = Person(
            row["id"], {key: each for key, each in values.items() if each is not None}
        )
    _histories(tables, by_id)
    _memberships(tables, by_id, instance)
    campaigns = {each.qualified_name: each for each in instance.campaigns}
    bare = {each.name: each for each in instance.campaigns}
    for row in tables["campaign_members"]:
        campaign = campaigns.get(row["campaign"]) or bare.get(row["campaign"])
        if campaign is not None:
            last = value(row["lastEnteredAt"], DataType.DATETIME)
            entry = (last, int(row["timesEntered"]))
            by_id[row["leadId"]].entries[campaign.qualified_name] = entry
    for row in tables["waiting"]:
        by_id[row["leadId"]].trips.append(
            Trip(
                campaigns[row["campaign"]],
                int(row["wait"]),
                value(row["until"], DataType.DATETIME),
                value(row["since"], DataType.DATETIME),
                row["trigger"] or None,
                row["tokens"] or None,
            )
        )
    return list(by_id.values())


def _histories(tables: Tables, by_id: dict[str, Person]) -> None:
    for row in tables["activities"]:
        person = by_id.get(row["leadId"])
        if person is not None:
            person.log.append(
                Activity(
                    len(person.log) + 1,
                    value(row["activityDate"], DataType.DATETIME),
                    int(row["activityTypeId"]),
                    row["campaignId"],
                    row["primaryAttributeValue"],
                    json.loads(row["attributes"]),
                    row["actionResult"],
                    row["marketoGUID"],
                )
            )
    for person in by_id.values():
        person.log.sort(key=lambda activity: activity.time)
        person.known = len(person.log)


def _memberships(tables: Tables, by_id: dict[str, Person], instance: Instance) -> None:
    lists = {each.qualified_name: each for each in instance.lists}
    bare = {each.name: each for each in instance.lists}
    for row in tables["list_members"]:
        found = lists.get(row["list"]) or bare.get(row["list"])
        if found is not None and row["leadId"] in by_id:
            by_id[row["leadId"]].lists.add(found.qualified_name)
    programs = {each.name for each in instance.programs}
    for row in tables["program_members"]:
        if row["program"] in programs:
            by_id[row["leadId"]].programs[row["program"]] = Membership(
                row["status"] or None,
                bool(value(row["reachedSuccess"], DataType.BOOLEAN)),
                value(row["reachedSuccessDate"], DataType.DATETIME),
                value(row["membershipDate"], DataType.DATETIME),
                row["stream"] or None,
                row["cadence"] or None,
                {
                    each.key: value(row[each.name], each.type)
                    for each in instance.member_fields
                    if each.name in row
                },
            )


def expected(people: list[Person], before: Tables, instance: Instance) -> Tables:
    """What the tables must hold of the people that are left, what nobody knows left out."""
    fields = {each.name: each for each in instance.fields}
    columns = [name for name in before["people"][0] if name in fields]
    alive = [person for person in people if not person.deleted]
    tables: Tables = {
        name: []
        for name in (
            "people", "activities", "list_members", "program_members", "campaign_members",
            "waiting",
        )
    }  # fmt: skip
    for person in alive:
        row = {"id": person.id}
        for name in columns:
            row[name] = cell(person.values.get(fields[name].key), fields[name].type)
        tables["people"].append(row)
    for person in alive + sorted((each for each in people if each.deleted), key=_by_id):
        tables["activities"].extend(_activity_rows(person))
    for person in alive:
        tables["list_members"].extend(
            {"list": name, "leadId": person.id} for name in sorted(person.lists)
        )
        tables["program_members"].extend(_program_rows(person, instance))
        tables["campaign_members"].extend(
            {
                "campaign": name,
                "leadId": person.id,
                "lastEnteredAt": moment(last),
                "timesEntered": str(times),
            }
            for name, (last, times) in sorted(person.entries.items())
        )
        tables["waiting"].extend(
            {
                "campaign": trip.campaign.qualified_name,
                "leadId": person.id,
                "wait": str(trip.wait),
                "until": moment(trip.until),
                "since": moment(trip.since),
                "trigger": trip.trigger or "",
                "tokens": trip.tokens or "",
            }
            for trip in person.trips
        )
    return tables


def _by_id(person: Person) -> tuple[int, str]:
    return (int(person.id), "") if person.id.isdigit() else (0, person.id)


def _activity_rows(person: Person) -> Rows:
    """Activities by time; what was known before a moment's new ones comes first."""
    ordered = sorted(enumerate(person.log), key=lambda each: (each[1].time, each[0]))
    return [
        {
            "marketoGUID": each.guid,
            "leadId": person.id,
            "activityDate": moment(each.time),
            "activityTypeId": str(each.type),
            "campaignId": each.campaign,
            "primaryAttributeValue": each.asset,
            "attributes": json.dumps(each.attributes, ensure_ascii=False, separators=(",", ":"))
            if number >= person.known
            else json.dumps(each.attributes),
            "actionResult": each.result,
        }
        for number, each in ordered
    ]


def _program_rows(person: Person, instance: Instance) -> Rows:
    return [
        {
            "program": name,
            "leadId": person.id,
            "status": member.status or "",
            "reachedSuccess": "true" if member.success else "false",
            "reachedSuccessDate": moment(member.success_date),
            "membershipDate": moment(member.membership_date),
            "stream": member.stream or "",
            "cadence": member.cadence or "",
            **{
                each.name: cell(member.fields.get(each.key), each.type)
                for each in instance.member_fields
            },
        }
        for name, member in sorted(person.programs.items())
    ]
