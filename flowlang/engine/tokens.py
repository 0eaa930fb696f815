"""Token contexts: which values a campaign's my tokens have, and for whom it runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from flowlang.model.assets import Program, Token
from flowlang.model.campaigns import Campaign
from flowlang.model.moments import days_of, seconds_of
from flowlang.model.project import Project
from flowlang.model.values import Day, Literal, Moment, ScoreChange
from flowlang.people import cells


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What tokens mean inside a campaign.

    `outside` are values by key that were given to the trip from outside; `caller` is the
    context of the campaign that executed this one with parent tokens.
    """

    campaign: Campaign
    outside: Mapping[str, Literal]
    caller: Context | None = None

    def my(self, key: str) -> Literal | None:
        """The value of a my token."""
        found = self.supplied(key)
        return None if found is None else found.value

    def supplied(self, key: str) -> Supplied | None:
        """What gives a my token its value: outside, the caller, or the campaign's own token."""
        if key in self.outside:
            return Supplied(self.outside[key], self, None)
        if self.caller is not None:
            found = self.caller.supplied(key)
            if found is not None:
                return found
        own = self.campaign.token(key)
        return None if own is None else Supplied(own.value, self, own)

    @property
    def root(self) -> Campaign:
        """The campaign that campaign, program and member tokens speak of."""
        return self.campaign if self.caller is None else self.caller.root

    @property
    def program(self) -> Program | None:
        """The program in context."""
        return self.root.program


class Supplied(NamedTuple):
    """The value of a my token, in whose context it was found, and where it is declared.

    `token` is None for a value from outside.
    """

    value: Literal
    context: Context
    token: Token | None


def write_outside(outside: Mapping[str, Literal]) -> str | None:
    """Values from outside as the JSON in which a waiting trip keeps them."""
    if not outside:
        return None
    values = {key: _written(value) for key, value in outside.items()}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _written(value: Literal) -> str | int | float | bool:
    match value:
        case ScoreChange():
            return value.text
        case Day():
            return cells.write_day(value.days)
        case Moment():
            return cells.write_moment(value.seconds)
        case _:
            return value


def read_outside(text: str | None, campaign: Campaign, project: Project) -> dict[str, Literal]:
    """The values of a waiting trip, read by the types of the campaign's tokens.

    What is no value of its token's type is left out.
    """
    if not text:
        return {}
    try:
        stored = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(stored, dict):
        return {}
    values: dict[str, Literal] = {}
    for key, raw in stored.items():
        declared = campaign.token(key)
        value = raw if declared is None else _like(declared.value, raw, project)
        if value is not None:
            values[key] = value
    return values


def _like(model: Literal, raw: object, project: Project) -> Literal | None:
    """A stored value as the kind of value that a token has."""
    match model:
        case ScoreChange() if isinstance(raw, str) and raw[:1] in ("+", "-", "="):
            amount = cells.read_whole(raw.lstrip("="))
            return None if amount is None else ScoreChange(raw[0] == "=", amount)
        case Day() | Moment() if isinstance(raw, str):
            days = days_of(raw) if len(raw) == 10 else None
            if days is not None:
                return Day(days)
            seconds = seconds_of(raw.removesuffix("Z") + "+00:00", project.timezone)
            return None if seconds is None else Moment(seconds)
        case str() if isinstance(raw, str):
            return raw
        case bool() | int() | float() if isinstance(raw, int | float):
            return raw
        case _:
            return None
