"""Whether several filters can hold together, where some of what they read changes in between."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flowlang.effects.effects import Effects
from flowlang.effects.things import Thing
from flowlang.model.filters import Filter

Asked = tuple[Filter | None, bool]
"""A filter, and whether it must hold or must not; None is one that holds for everybody."""


def exclusive(asked: Iterable[Asked], effects: Effects, apart: Collection[Thing] = ()) -> bool:
    """Whether there can be nobody of whom all is true; said only where it is certain.

    What is asked of the things in `apart` is left out, as little as possible with it: they
    change between one filter and the other.
    """
    claims = dict.fromkeys(
        claim
        for filter_, holds in asked
        if filter_ is not None
        for claim, things in effects.claims(filter_, holds)
        if things.isdisjoint(apart)
    )
    return effects.logic.is_impossible(*claims)
