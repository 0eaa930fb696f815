"""Activities of the dataset that happen, and what they change by themselves."""

from __future__ import annotations

from typing import Any

from flowlang.datatypes import DataType
from flowlang.model.assets import Program
from flowlang.model.campaigns import CampaignKind
from flowlang.model.instance import Instance
from flowlang.names import name_key
from tests.reference.person import Activity, Membership, Person
from tests.reference.values import attribute_text, parsed

FIELD_OF = {
    "changeowner": "leadowner",
    "changepartition": "leadpartition",
    "changerevenuestage": "revenuestage",
}


def happens(activity: Activity, instance: Instance) -> bool:
    """Whether it comes from outside: no record of a skip, and of no campaign that runs here."""
    ours = {
        name
        for each in instance.campaigns
        if each.kind is not CampaignKind.EXTERNAL
        for name in (each.log_name, each.qualified_name)
    }
    return activity.counts and activity.campaign not in ours


def change(person: Person, activity: Activity, instance: Instance) -> bool:
    """Do to a person what an activity says was done; whether it could be read."""
    by_number = {each.number: each.key for each in instance.activities}
    kind = by_number.get(activity.type)
    told = activity.attributes
    match kind:
        case "changedatavalue" | "changescore":
            field = instance.field(name_key(activity.asset))
            if field is not None:
                return set_value(person.values, field.key, field.type, told)
        case "changeowner" | "changepartition" | "changerevenuestage":
            field = instance.field(FIELD_OF[kind])
            assert field is not None
            return set_value(person.values, field.key, field.type, told)
        case "addtolist" | "removefromlist":
            name = list_of(activity.asset, instance)
            if name is not None and kind == "addtolist":
                person.lists.add(name)
            elif name is not None:
                person.lists.discard(name)
        case "changeprogramstatus":
            program = program_of(activity, instance)
            status = attribute_text(told, "newstatus")
            if program is not None and status is not None:
                change_status(person, program, status, activity)
        case "changeprogrammemberdata":
            program = program_of(activity, instance)
            member = person.programs.get(program.name) if program else None
            name = name_key(attribute_text(told, "attribute") or "")
            for field in instance.member_fields:
                if member is not None and name in field.keys:
                    return set_value(member.fields, field.key, field.type, told)
        case "deleteperson":
            person.deleted = True
            person.trips.clear()
    return True


def set_value(
    values: dict[str, Any], key: str, type_: DataType, attributes: dict[str, Any]
) -> bool:
    """The new value, read as a cell; what says neither an old nor a new one says nothing."""
    new, old = attribute_text(attributes, "newvalue"), attribute_text(attributes, "oldvalue")
    has = {name_key(name) for name in attributes}
    if new is None and old is None and "newvalue" not in has:
        return True
    if new is None or new == "null":
        values.pop(key, None)
        return True
    value = parsed(new, type_)
    if value is not None:
        values[key] = value
    return value is not None


def list_of(asset: str, instance: Instance) -> str | None:
    """The qualified name of a list that is named so, or with its program left out."""
    named = {each.name: each for each in reversed(instance.lists)}
    named |= {each.qualified_name: each for each in instance.lists}
    return named[asset].qualified_name if asset in named else None


def program_of(activity: Activity, instance: Instance) -> Program | None:
    return next((each for each in instance.programs if each.name == activity.asset), None)


def change_status(person: Person, program: Program, name: str, activity: Activity) -> None:
    """It did happen, so it may also be a step back."""
    member = person.programs.get(program.name)
    if member is None:
        member = person.programs[program.name] = Membership(membership_date=activity.time)
    member.status = name
    status = program.status(name)
    success = (status is not None and status.success) or (
        attribute_text(activity.attributes, "success") == "true"
    )
    if success and not member.success:
        member.success, member.success_date = True, activity.time
