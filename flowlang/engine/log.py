"""The activity log of a run: blocks of equal activities, written out at the end.

A block is what one step logged for one cohort. What its activities share is kept once, what
differs as vectors; JSON is made once for every distinct combination.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import numpy as np

from flowlang.datatypes import DataType, Family
from flowlang.engine.calendar import Now, times_of
from flowlang.engine.distinct import compact
from flowlang.engine.forms import json_form, parse
from flowlang.engine.vectors import (
    EMPTY,
    Array,
    Plain,
    Rows,
    Text,
    Times,
    Vector,
    Words,
    constant_text,
)
from flowlang.model.assets import Activity
from flowlang.names import name_key

SUCCEEDED = "succeeded"
SKIPPED = "skipped"


@dataclass(slots=True)
class Attribute:
    """One attribute of a block's activities: a vector, or one value for all."""

    label: str
    type: DataType
    value: Vector | str | bool


@dataclass(slots=True)
class Block:
    """Activities of one type that one step logged at once; at most one for each person.

    `base` is the reference of the first one, the others follow in order.
    """

    base: int
    rows: Rows
    now: Now
    activity: Activity
    campaign: str
    step: str
    asset: str | Text
    attributes: tuple[Attribute, ...]
    result: str = SUCCEEDED

    @property
    def size(self) -> int:
        """The number of activities."""
        return len(self.rows)

    @property
    def times(self) -> Times:
        """The moment of each activity."""
        return times_of(self.now, self.size)

    def asset_text(self) -> Text:
        """The primary value of each activity."""
        if isinstance(self.asset, Text):
            return self.asset
        return constant_text(self.asset or None, self.size)

    def attribute(self, key: str, type_: DataType, zone: ZoneInfo) -> Vector | None:
        """The values of an attribute as a type, None where the block has no such attribute."""
        for found in self.attributes:
            if name_key(found.label) == key:
                break
        else:
            return None
        if isinstance(found.value, str):
            text = constant_text(found.value or None, self.size)
        elif isinstance(found.value, bool):
            if type_ is DataType.BOOLEAN:
                return Plain(np.full(self.size, found.value))
            text = constant_text("true" if found.value else "false", self.size)
        elif found.type is type_ or (found.type.family is type_.family is Family.TEXT):
            return found.value
        else:
            text = logged_text(found.value, found.type)
        return text if type_.family is Family.TEXT else parse(text, type_)[0]


def logged_text(vector: Vector, type_: DataType) -> Text:
    """Values as the text that the log's JSON holds."""
    if isinstance(vector, Text):
        return vector
    distinct, places = compact(vector)
    texts = [json_form(each, type_).strip('"') for each in distinct]
    words = Words()
    codes = np.fromiter((words.code(text) for text in texts), np.int32, len(texts))
    found = codes[places] if len(codes) else np.zeros(0, np.int32)
    return Text(np.where(vector.empty, EMPTY, found).astype(np.int32), words)


@dataclass(slots=True)
class Log:
    """All blocks of a partition in the order in which they were logged.

    `of_type` has them by the number of their activity type, `bases` the first reference of each.
    """

    blocks: list[Block] = field(default_factory=list)
    of_type: dict[int, list[Block]] = field(default_factory=dict)
    bases: list[int] = field(default_factory=list)
    size: int = 0

    def append(
        self,
        rows: Rows,
        now: Now,
        activity: Activity,
        campaign: str,
        step: str,
        asset: str | Text,
        attributes: tuple[Attribute, ...],
        result: str = SUCCEEDED,
    ) -> Block:
        """Log one activity for each of some people."""
        block = Block(self.size, rows, now, activity, campaign, step, asset, attributes, result)
        self.blocks.append(block)
        self.bases.append(self.size)
        self.of_type.setdefault(activity.number, []).append(block)
        self.size += len(rows)
        return block

    def blocks_of(self, references: Times) -> Iterator[tuple[Block, Array]]:
        """The blocks that hold some activities, each with the places of those in it."""
        which = np.searchsorted(np.asarray(self.bases), references, "right") - 1
        for number in np.unique(which).tolist():
            yield self.blocks[number], np.flatnonzero(which == number)
