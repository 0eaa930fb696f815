"""The order in which the parts of a campaign stand."""

from __future__ import annotations

from collections.abc import Sequence

from flowlang.syntax.nodes.campaigns import (
    AtMost,
    EachPerson,
    Flow,
    IdPart,
    IgnoreLimits,
    Inactive,
    OnActivity,
    OnRequested,
    Part,
    Schedule,
    SmartListPart,
)
from flowlang.syntax.nodes.declarations import TokenDeclaration
from flowlang.syntax.nodes.filters import (
    Did,
    Filter,
    Group,
    Junction,
    MemberOfProgram,
    Not,
    Random,
)
from flowlang.syntax.nodes.steps import Choose

_RANKS: dict[type, int] = {
    IdPart: 0,
    TokenDeclaration: 1,
    OnActivity: 2,
    OnRequested: 2,
    SmartListPart: 3,
    EachPerson: 4,
    AtMost: 5,
    Inactive: 6,
    IgnoreLimits: 7,
    Flow: 8,
    Schedule: 9,
}


def order_of_parts(parts: Sequence[Part | TokenDeclaration]) -> list[int]:
    """The numbers of the parts in the order in which they are to stand; like parts keep theirs.

    Draws are counted in the order in which they are written. Where a flow that draws stands
    before a smart list that does, all parts stay where they are: else others would be drawn.
    """
    written = list(range(len(parts)))
    ordered = sorted(written, key=lambda number: _RANKS[type(parts[number])])
    drawing = [number for number in written if _draws(parts[number])]
    return ordered if [n for n in ordered if n in drawing] == drawing else written


def _draws(part: Part | TokenDeclaration) -> bool:
    """Whether a part counts any draw: a choice, or a `random` outside of one."""
    match part:
        case Flow():
            return any(isinstance(step, Choose) for step in part.steps)
        case SmartListPart():
            return _has_random(part.filter)
        case OnActivity():
            return _has_random(part.where)
        case _:
            return False


def _has_random(filter_: Filter | None) -> bool:
    match filter_:
        case Random():
            return True
        case Junction():
            return any(_has_random(item) for item in filter_.items)
        case Not() | Group():
            return _has_random(filter_.item)
        case MemberOfProgram() | Did():
            return _has_random(filter_.where)
        case _:
            return False
