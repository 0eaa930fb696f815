"""Token contexts: what tokens mean in a campaign that is under way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flowlang.datatypes import DataType
from flowlang.model.campaigns import Campaign
from flowlang.model.outside import settable_tokens
from flowlang.model.values import Day, Literal, Moment, ScoreChange
from flowlang.names import name_key
from tests.reference.clock import EPOCH, day_number
from tests.reference.person import Activity
from tests.reference.values import as_json, as_text


@dataclass(frozen=True)
class Tokens:
    """The campaign, the values from outside, the trigger, and who lends its tokens."""

    campaign: Campaign
    outside: Mapping[str, Literal]
    trigger: Activity | None
    caller: Tokens | None = None

    def my(self, key: str) -> Literal | None:
        if key in self.outside:
            return self.outside[key]
        if self.caller is not None and self.caller.my(key) is not None:
            return self.caller.my(key)
        own = self.campaign.token(key)
        return own.value if own else None

    @property
    def speaks_of(self) -> Campaign:
        return self.caller.speaks_of if self.caller else self.campaign


def stored(outside: Mapping[str, Literal]) -> str | None:
    """Values from outside as they stand in the table of waits."""
    if not outside:
        return None
    plain = {key: _plain(value) for key, value in outside.items()}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Literal) -> object:
    match value:
        case ScoreChange():
            return value.text
        case Day():
            return as_text(value, None, None)
        case Moment():
            return as_json(value.seconds, None)
        case _:
            return value


def restored(text: str | None, campaign: Campaign) -> dict[str, Literal]:
    """The values from outside of a trip, from the table of waits, each of its token's type."""
    told = json.loads(text) if text else {}
    types = settable_tokens(campaign)
    return {
        name_key(name): _literal(value, types.get(name_key(name))) for name, value in told.items()
    }


def _literal(value: Literal, type_: DataType | None) -> Literal:
    if type_ is DataType.SCORE and isinstance(value, str):
        return ScoreChange(value[0] == "=", int(value.removeprefix("=")))
    if type_ is DataType.DATE and isinstance(value, str):
        if len(value) == 10:
            return Day(day_number(datetime.fromisoformat(value).date()))
        when = datetime.fromisoformat(value.removesuffix("Z"))
        return Moment(int((when - EPOCH).total_seconds()))
    return value
