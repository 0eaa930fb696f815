"""The activity log of a run: blocks of equal activities, written out at the end.

A block is what one step logged for one cohort. What its activities share is kept once, what
differs as vectors; JSON is made once for every distinct combination.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from flowlang.datatypes import DataType, Family
from flowlang.engine.calendar import Now
from flowlang.engine.forms import compact, json_form, parse
from flowlang.engine.vectors import (
    EMPTY,
    Array,
    Codes,
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
        return np.broadcast_to(np.asarray(self.now, np.int64), (self.size,))

    def asset_text(self) -> Text:
        """The primary value of each activity."""
        if isinstance(self.asset, Text):
            return self.asset
        return constant_text(self.asset or None, self.size)

    def attribute(self, key: str, type_: DataType, zone: ZoneInfo) -> Vector | None:
        """The values of an attribute as a type, None where the block has no such attribute."""
        found = next((each for each in self.attributes if name_key(each.label) == key), None)
        if found is None:
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
    """All blocks of a partition in the order in which they were logged."""

    blocks: list[Block] = field(default_factory=list)
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
        self.size += len(rows)
        return block

    def block_of(self, reference: int) -> Block:
        """The block that holds an activity."""
        low, high = 0, len(self.blocks)
        while high - low > 1:
            middle = (low + high) // 2
            if self.blocks[middle].base <= reference:
                low = middle
            else:
                high = middle
        return self.blocks[low]

    def written(self, known: Codes) -> tuple[pa.Table, Codes]:
        """All activities by person and order, and the number in its GUID of each reference.

        `known` is how many activities each person had before.
        """
        writer = _Writer()
        for block in self.blocks:
            writer.add(block)
        return writer.finish(known)


class _Writer:
    """Gathers blocks into columns."""

    def __init__(self) -> None:
        self.rows: list[Rows] = []
        self.times: list[Times] = []
        self.types: list[Codes] = []
        self.results: list[Codes] = []
        self.campaigns: list[Codes] = []
        self.assets: list[Codes] = []
        self.attributes: list[Codes] = []
        self.result_words = Words([SUCCEEDED, SKIPPED])
        self.campaign_words = Words()
        self.asset_words = Words()
        self.attribute_words = Words()

    def add(self, block: Block) -> None:
        size = block.size
        self.rows.append(block.rows)
        self.times.append(block.times)
        self.types.append(np.full(size, block.activity.number, np.int32))
        self.results.append(np.full(size, self.result_words.code(block.result), np.int32))
        campaign = self.campaign_words.code(block.campaign) if block.campaign else EMPTY
        self.campaigns.append(np.full(size, campaign, np.int32))
        if isinstance(block.asset, Text):
            self.assets.append(block.asset.recoded(self.asset_words))
        else:
            code = self.asset_words.code(block.asset) if block.asset else EMPTY
            self.assets.append(np.full(size, code, np.int32))
        self.attributes.append(self._attribute_codes(block))

    def _attribute_codes(self, block: Block) -> Codes:
        """One code for each distinct combination of attribute values."""
        prefix: list[str] = [""]
        places = np.zeros(block.size, np.int64)
        for attribute in block.attributes:
            label = json.dumps(attribute.label, ensure_ascii=False)
            if isinstance(attribute.value, bool):
                prefix = [f"{each}{label}:{str(attribute.value).lower()}," for each in prefix]
            elif isinstance(attribute.value, str):
                if attribute.value:
                    value = json.dumps(attribute.value, ensure_ascii=False)
                    prefix = [f"{each}{label}:{value}," for each in prefix]
            else:
                fragments, codes = _fragments(attribute.value, attribute.type, label)
                if len(prefix) == 1:
                    prefix = [prefix[0] + fragment for fragment in fragments]
                    places = codes
                else:
                    width = len(fragments)
                    distinct, places = compact(Plain(places * width + codes))
                    prefix = [
                        prefix[pair // width] + fragments[pair % width]
                        for pair in distinct.tolist()
                    ]
        tail = f'"Step":{json.dumps(block.step)}' if block.step else ""
        texts = ("{" + (each + tail).rstrip(",") + "}" for each in prefix)
        found: Codes = np.fromiter(
            (self.attribute_words.code(text) for text in texts), np.int32, len(prefix)
        )
        return found[places]

    def finish(self, known: Codes) -> tuple[pa.Table, Codes]:
        rows = _joined(self.rows, np.int32)
        order = np.argsort(rows, kind="stable")
        people = rows[order]
        numbers = np.empty(len(rows), np.int32)
        if len(rows):
            begins = np.flatnonzero(np.r_[True, people[1:] != people[:-1]])
            lengths = np.diff(np.r_[begins, len(people)])
            within = np.arange(len(people)) - np.repeat(begins, lengths)
            numbers[order] = (within + 1 + known[people]).astype(np.int32)
        table = pa.table(
            {
                "person": people,
                "number": numbers[order],
                "time": _joined(self.times, np.int64)[order],
                "type": _joined(self.types, np.int32)[order],
                "campaign": _arrow(self.campaigns, order, self.campaign_words),
                "asset": _arrow(self.assets, order, self.asset_words),
                "attributes": _arrow(self.attributes, order, self.attribute_words),
                "result": _arrow(self.results, order, self.result_words),
            }
        )
        return table, numbers


def _fragments(vector: Vector, type_: DataType, label: str) -> tuple[list[str], Times]:
    """The JSON of each distinct value behind its label; empty values are left out."""
    if isinstance(vector, Text):
        table = vector.words.table(
            "json", lambda text: json.dumps(text, ensure_ascii=False), "", object
        )
        distinct, places = compact(Plain(vector.codes))
        texts = [table[code] if code >= 0 else "" for code in distinct]
    else:
        distinct, places = compact(vector)
        texts = [json_form(each, type_) for each in distinct]
        if vector.has_empty and vector.empty.any():
            places = np.where(vector.empty, len(texts), places)
            texts.append("")
    return [f"{label}:{text}," if text else "" for text in texts], np.asarray(places, np.int64)


def _joined(pieces: Sequence[Array], dtype: type[np.generic]) -> Array:
    return np.concatenate(pieces) if pieces else np.zeros(0, dtype)


def _arrow(pieces: list[Codes], order: Array, words: Words) -> pa.Array:
    codes = _joined(pieces, np.int32)[order]
    return pa.DictionaryArray.from_arrays(
        pa.array(codes, mask=codes < 0), pa.array(words.texts, pa.string())
    )
