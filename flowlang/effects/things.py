"""What can be read and written about a person: fields, memberships, lists, what happened."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from flowlang.model.assets import Activity, Field, Program, StaticList
from flowlang.model.campaigns import Campaign
from flowlang.model.nearest import written


class Facet(Enum):
    """Which side of a person a thing is; the value names it."""

    FIELD = "field"
    MEMBER_FIELD = "member field"
    LIST = "list"
    MEMBERSHIP = "membership"
    STATUS = "status"
    SUCCESS = "success"
    STREAM = "stream"
    CADENCE = "cadence"
    ACTIVITY = "activity"
    ENTRY = "entry"

    # There is one object of each: its place tells them apart, and faster than its name.
    __hash__ = object.__hash__


class Thing(NamedTuple):
    """One thing about a person; `program` is that of a member field's membership."""

    facet: Facet
    item: Field | StaticList | Program | Activity | Campaign
    program: Program | None = None

    @property
    def words(self) -> str:
        """How a message names it."""
        match self.item:
            case Field() if self.program is not None:
                return f'{_code(self.item.name)} in program "{self.program.name}"'
            case Field():
                return _code(self.item.name)
            case Activity():
                return f"what {_code(self.item.name)} logs"
            case StaticList():
                return f'the list "{self.item.qualified_name}"'
            case Campaign():
                return f'who has entered "{self.item.qualified_name}"'
            case Program():
                return f'the {self.facet.value} in program "{self.item.name}"'


def _code(name: str) -> str:
    text = written(name)
    return text if text.startswith("`") else f"`{text}`"


def field_thing(field: Field, program: Program | None = None) -> Thing:
    """The value of a field; of a member field in the membership of a program."""
    if program is None:
        return Thing(Facet.FIELD, field)
    return Thing(Facet.MEMBER_FIELD, field, program)


def list_thing(static_list: StaticList) -> Thing:
    """Being in a static list."""
    return Thing(Facet.LIST, static_list)


def activity_thing(activity: Activity) -> Thing:
    """Activities of a type in a person's history."""
    return Thing(Facet.ACTIVITY, activity)


def entry_thing(campaign: Campaign) -> Thing:
    """Having entered a campaign."""
    return Thing(Facet.ENTRY, campaign)


def program_thing(program: Program, facet: Facet) -> Thing:
    """Something about a membership: being one, its status, success, stream or cadence."""
    return Thing(facet, program)
