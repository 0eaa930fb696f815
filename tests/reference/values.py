"""Values: how they are read from text, written as text and JSON, and what tokens come to."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from flowlang.datatypes import DataType, Family
from flowlang.model.assets import Activity as ActivityType
from flowlang.model.values import (
    Day,
    Moment,
    ScoreChange,
    Template,
    TokenFamily,
    TokenUse,
)
from flowlang.names import name_key
from tests.reference.clock import EPOCH, date_of, day_number, local, midnight
from tests.reference.person import Activity, Person


def parsed(text: str, type_: DataType) -> Any:
    """A text as a value of a type, None where it is none; days and seconds since 1970."""
    text = text if type_.family is Family.TEXT else text.strip()
    if type_.family is Family.TEXT:
        return text
    if type_ is DataType.BOOLEAN:
        return {
            "true": True, "yes": True, "1": True, "false": False, "no": False, "0": False,
        }.get(text.lower())  # fmt: skip
    if type_.family is Family.DATE:
        match = re.fullmatch(
            r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?"
            r" ?(Z|UTC|[+-]\d{2}:?\d{2})?)?",
            text,
        )
        if match is None or (text.count(".") and not re.search(r":\d{2}:\d{2}\.", text)):
            return None
        try:
            when = datetime.fromisoformat(f"{match[1]}T{match[2] or '00:00'}")
        except ValueError:
            return None
        if type_ is DataType.DATE:
            return day_number(when.date())
        offset = 0
        if match[3] and match[3] not in ("Z", "UTC"):
            minutes = int(match[3][1:3]) * 60 + int(match[3][-2:])
            offset = -minutes if match[3][0] == "-" else minutes
        return int((when - timedelta(minutes=offset) - EPOCH).total_seconds())
    if type_.is_whole:
        if not re.fullmatch(r"[+-]?\d+(\.0*)?", text):
            return None
        number = int(text.split(".")[0])
        return number if abs(number) < 2**63 else None
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", text):
        return None
    found = float(text)
    return None if abs(found) == float("inf") else found


def number_text(value: float) -> str:
    if float(value).is_integer() and abs(value) < 1e16:
        return str(int(value))
    return repr(float(value))


def as_json(value: Any, type_: DataType | None) -> Any:
    """A value as it stands in the log; datetimes where there is no type."""
    if value is None:
        return None
    if type_ is None or type_ is DataType.DATETIME:
        return (EPOCH + timedelta(seconds=value)).isoformat() + "Z"
    if type_ is DataType.DATE:
        return date_of(value).isoformat()
    if type_.family is Family.NUMBER and not type_.is_whole:
        value = float(value)
        return int(value) if value.is_integer() and abs(value) < 1e16 else value
    return value


def as_text(value: Any, type_: DataType | None, zone: Any) -> str:
    """A value as it reads inside text."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case ScoreChange():
            return value.text
        case Day():
            return date_of(value.days).isoformat()
        case Moment():
            return local(value.seconds, zone).isoformat(" ")
    if type_ is DataType.DATE:
        return date_of(value).isoformat()
    if type_ is DataType.DATETIME:
        return local(value, zone).isoformat(" ")
    return number_text(value)


def same(old: Any, new: Any) -> bool:
    """Whether a value would be left as it was, compared exactly."""
    return old is not None and new is not None and old == new


class Values:
    """What values come to for one person at one moment in one context."""

    def __init__(self, run: Any, person: Person, now: int, tokens: Any) -> None:
        self.run = run
        self.person = person
        self.now = now
        self.tokens = tokens
        self.zone = run.instance.project.timezone

    def my(self, use: TokenUse) -> Any:
        if use.constant or self.tokens is None:
            return use.declared.value if use.declared else None
        return self.tokens.my(use.key)

    def typed(self, use: TokenUse) -> tuple[Any, DataType]:
        """A token's value and the type it has; None where it is empty and has no default."""
        value, type_ = self.bare(use)
        if value is None and use.default is not None:
            return use.default or None, DataType.TEXT
        return value, type_

    def bare(self, use: TokenUse) -> tuple[Any, DataType]:
        match use.family:
            case TokenFamily.MY:
                value = self.my(use)
                match value:
                    case Day():
                        return value.days, DataType.DATE
                    case Moment():
                        return value.seconds, DataType.DATETIME
                    case ScoreChange():
                        return value.text, DataType.TEXT
                    case bool():
                        return value, DataType.BOOLEAN
                    case int():
                        return value, DataType.INTEGER
                    case float():
                        return value, DataType.FLOAT
                return value or None, DataType.TEXT
            case TokenFamily.LEAD | TokenFamily.COMPANY:
                if use.field is None:
                    return self.person.id, DataType.TEXT
                return self.person.values.get(use.field.key), use.field.type
            case TokenFamily.MEMBER:
                program = self.tokens.speaks_of.program
                member = self.person.programs.get(program.name) if program else None
                assert use.field is not None
                return (member.fields.get(use.field.key) if member else None), use.field.type
            case TokenFamily.CAMPAIGN:
                campaign = self.tokens.speaks_of
                number = "" if campaign.number is None else str(campaign.number)
                told = {"name": campaign.name, "id": number, "description": campaign.description}
                return told[use.key] or None, DataType.TEXT
            case TokenFamily.PROGRAM:
                program = self.tokens.speaks_of.program
                if program is None:
                    return None, DataType.TEXT
                told = {"name": program.name, "id": "", "description": program.description}
                return told[use.key] or None, DataType.TEXT
            case TokenFamily.SYSTEM:
                if use.key == "date":
                    return day_number(local(self.now, self.zone).date()), DataType.DATE
                if use.key == "datetime":
                    return self.now, DataType.DATETIME
                return self.system_text(use.key), DataType.TEXT
            case TokenFamily.TRIGGER:
                return self.trigger(use.key), DataType.TEXT

    def trigger(self, key: str) -> str | None:
        activity: Activity | None = self.tokens.trigger if self.tokens else None
        if activity is None:
            return None
        types: tuple[ActivityType, ...] = self.run.instance.activities
        type_ = next(each for each in types if each.number == activity.type)
        if key == "triggername":
            return type_.label
        primary = type_.primary
        if key == "name" or (primary is not None and primary.key == key):
            return activity.asset or None
        return attribute_text(activity.attributes, key)

    def system_text(self, key: str) -> str:
        here = local(self.now, self.zone)
        month = "JanFebMarAprMayJunJulAugSepOctNovDec"[here.month * 3 - 3 : here.month * 3]
        return {
            "date": f"{month} {here.day}, {here.year}",
            "time": f"{(here.hour + 11) % 12 + 1:02}:{here.minute:02} "
            + ("AM" if here.hour < 12 else "PM"),
            "datetime": here.isoformat(" "),
        }[key]

    def text(self, value: Any) -> str:
        """A value as it reads inside text; empty where it is nothing."""
        if isinstance(value, Template):
            return "".join(self.text(part) for part in value.parts)
        if isinstance(value, TokenUse):
            if value.family is TokenFamily.SYSTEM:
                return self.system_text(value.key)
            found, type_ = self.typed(value)
            return as_text(found, type_, self.zone)
        return as_text(value, None, self.zone)

    def of_type(self, value: Any, wanted: DataType) -> tuple[Any, bool]:
        """A value as one of a type, None where it is none; and whether it came to nothing."""
        if isinstance(value, TokenUse):
            found, type_ = self.typed(value)
        elif isinstance(value, Template):
            found, type_ = self.text(value), DataType.TEXT
        elif isinstance(value, Day):
            found, type_ = value.days, DataType.DATE
        elif isinstance(value, Moment):
            found, type_ = value.seconds, DataType.DATETIME
        elif isinstance(value, ScoreChange):
            found, type_ = value.text, DataType.TEXT
        elif isinstance(value, bool):
            found, type_ = value, DataType.BOOLEAN
        elif isinstance(value, str):
            found, type_ = value, DataType.TEXT
        else:
            found = value
            type_ = DataType.INTEGER if isinstance(value, int) else DataType.FLOAT
        if found is None or (isinstance(found, str) and not found.strip()):
            return None, True
        if type_.family is Family.TEXT:
            return parsed(found, wanted), False
        if wanted.family is Family.TEXT:
            return as_text(found, type_, self.zone), False
        if type_ is wanted:
            return found, False
        if type_.family is Family.NUMBER and wanted.family is Family.NUMBER:
            if wanted.is_whole:
                return (int(found) if float(found).is_integer() else None), False
            return float(found), False
        if type_ is DataType.DATE and wanted is DataType.DATETIME:
            return midnight(found, self.zone), False
        if type_ is DataType.DATETIME and wanted is DataType.DATE:
            return day_number(local(found, self.zone).date()), False
        return parsed(as_text(found, type_, self.zone), wanted), False

    def score_change(self, change: ScoreChange | TokenUse) -> ScoreChange | None:
        if isinstance(change, ScoreChange):
            return change
        value = self.my(change)
        if value is None:
            value = change.default
        if isinstance(value, str):
            match = re.fullmatch(r"\s*([+-]|=[+-]?)(\d+)(\.0*)?\s*", value)
            if match is None:
                return None
            sets = match[1][0] == "="
            sign = -1 if match[1].endswith("-") else 1
            return ScoreChange(sets, sign * int(match[2]))
        return value if isinstance(value, ScoreChange) else None


def attribute_text(attributes: dict[str, Any], key: str) -> str | None:
    """An attribute of an activity, by the rule of names, as text."""
    for label, value in attributes.items():
        if name_key(label) == key:
            if isinstance(value, bool):
                return "true" if value else "false"
            if isinstance(value, str):
                return value or None
            return None if value is None else number_text(value)
    return None
