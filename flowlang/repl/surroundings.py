"""What completion knows of the session: its names, and what occurs in its data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flowlang.model.assets import Activity, Container, Field, Token
from flowlang.model.campaigns import Campaign
from flowlang.model.instance import Instance


class Seen(NamedTuple):
    """A value that occurs in the data, and for how many people."""

    text: str
    people: int


@dataclass(slots=True)
class Surroundings:
    """The workspace alone; a session over data knows more.

    `container` and `campaign` are where tokens are looked for.
    """

    instance: Instance
    container: Container | None = None
    campaign: Campaign | None = None

    def values(self, field: Field) -> Sequence[Seen]:
        """The values of a field that occur, the most frequent first."""
        return ()

    def has_data(self, field: Field) -> bool:
        """Whether the data has a column for a field."""
        return False

    def assets(self, activity: Activity) -> Sequence[Seen]:
        """What the activities of a type were about, the most frequent first."""
        return ()

    def people(self) -> Sequence[str]:
        """The people who have been spoken of so far."""
        return ()

    def tokens(self) -> dict[str, tuple[Token, str]]:
        """The my tokens that are seen, by key, each with where it is declared."""
        found: dict[str, tuple[Token, str]] = {}
        if self.campaign is not None:
            for key, token in self.campaign.tokens.items():
                found[key] = (token, self.campaign.qualified_name)
        here = self.container or self.instance.root
        while True:
            for key, token in here.tokens.items():
                found.setdefault(key, (token, here.name or "everywhere"))
            if here.parent is None:
                return found
            here = here.parent
