"""The activity log of a run: blocks of equal activities, written out at the end.

A block is what one step logged for one cohort. What its activities share is kept once, what
differs as vectors; JSON is made once for every distinct combination.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
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

    def written(self, known: Codes) -> pa.Table:
        """All activities by person and in the order in which they were logged.

        `known` is how many activities each person had before.
        """
        people = [block.rows.astype(np.intp) for block in self.blocks]
        counts = _counted(people, len(known))
        kinds = _Kinds()
        which_of = [kinds.of(block) for block in self.blocks]
        which = np.empty(self.size, _narrowest(kinds.size))
        moments = {block.now if isinstance(block.now, int) else None for block in self.blocks}
        moment = moments.pop() if len(moments) == 1 else None
        times = np.full(self.size, 0 if moment is None else moment, np.int64)
        for block, found, place in zip(self.blocks, which_of, _placed(people, counts), strict=True):
            which[place] = found
            if moment is None:
                times[place] = block.now
        begins = np.cumsum(counts, dtype=np.int32) - counts
        number = np.arange(1, self.size + 1, dtype=np.int32)
        number -= np.repeat((begins - known).astype(np.int32, copy=False), counts)
        return pa.table(
            {
                "person": np.repeat(np.arange(len(known), dtype=np.int32), counts),
                "number": number,
                "time": times,
                **kinds.columns(which),
            }
        )

    def numbers(self, known: Codes) -> Codes:
        """The number in its GUID of each reference; `known` as for `written`."""
        people = [block.rows.astype(np.intp) for block in self.blocks]
        counts = _counted(people, len(known))
        before = np.cumsum(counts) - counts - known
        numbers = np.empty(self.size, np.int32)
        for block, rows, place in zip(self.blocks, people, _placed(people, counts), strict=True):
            numbers[block.base : block.base + block.size] = place + 1 - before[rows]
        return numbers


def _counted(people: list[Array], size: int) -> Codes:
    """How many activities each person has."""
    counts = np.zeros(size, np.int32)
    for rows in people:
        counts[rows] += 1
    return counts


def _placed(people: list[Array], counts: Codes) -> Iterator[Array]:
    """Where the activities of each block stand when they are ordered by person.

    No sorting is needed: a block has a person at most once, and blocks are in order.
    """
    following = np.cumsum(counts) - counts
    for rows in people:
        place = following[rows]
        following[rows] = place + 1
        yield place


class _Kinds:
    """Distinct activities but for person and time: each a number, and a row in small tables."""

    def __init__(self) -> None:
        self.size = 0
        self._types: list[Codes] = []
        self._codes: dict[str, list[Codes]] = {name: [] for name in _TEXTS}
        self._words = {name: Words() for name in _TEXTS}

    def of(self, block: Block) -> Codes:
        """The kind of each activity of a block."""
        texts, places = _attributes(block)
        asset: str | list[str]
        if isinstance(block.asset, str):
            asset = block.asset
        else:
            assets, found = compact(Plain(block.asset.codes))
            names = [block.asset.words.texts[code] if code >= 0 else "" for code in assets.tolist()]
            width = len(texts)
            pairs, places = compact(Plain(found.astype(np.int64) * width + places))
            texts = [texts[pair % width] for pair in pairs.tolist()]
            asset = [names[pair // width] for pair in pairs.tolist()]
        first, size = self.size, len(texts)
        self.size += size
        self._types.append(np.full(size, block.activity.number, np.int32))
        for name, value in zip(_TEXTS, (block.campaign, asset, texts, block.result), strict=True):
            self._codes[name].append(self._coded(name, value, size))
        kinds: Codes = places.astype(np.int32, copy=False) + np.int32(first)
        return kinds

    def _coded(self, name: str, value: str | list[str], size: int) -> Codes:
        """The codes of one text for all, or of one for each."""
        words = self._words[name]
        if isinstance(value, str):
            return np.full(size, words.code(value) if value else EMPTY, np.int32)
        codes = (words.code(text) if text else EMPTY for text in value)
        return np.fromiter(codes, np.int32, size)

    def columns(self, kinds: Array) -> dict[str, pa.Array]:
        """The columns that depend on the kind alone, for each of some activities."""
        columns = {"type": pa.array(_joined(self._types, np.int32)[kinds])}
        for name in _TEXTS:
            words = self._words[name]
            table = _joined(self._codes[name], np.int32)
            empty = None
            if len(words) == 1 and not table.any():
                codes = np.zeros(len(kinds), np.int8)
            elif len(words) == self.size and (table[1:] > table[:-1]).all():
                # Every kind has a text of its own: the kinds are the codes.
                codes = kinds
            else:
                codes = table.astype(_narrowest(len(words)))[kinds]
                empty = codes < 0 if (table < 0).any() else None
            columns[name] = pa.DictionaryArray.from_arrays(
                pa.array(codes, mask=empty), pa.array(words.texts, pa.string()), safe=False
            )
        return columns


_TEXTS = ("campaign", "asset", "attributes", "result")


def _narrowest(size: int) -> type[np.signedinteger[Any]]:
    """The smallest type that holds the codes of so many words."""
    return np.int8 if size < 128 else np.int16 if size < 32_768 else np.int32


def _attributes(block: Block) -> tuple[list[str], Array]:
    """The JSON of each distinct combination of attribute values, and which each activity has."""
    prefix: list[str] = [""]
    places: Array = np.zeros(block.size, np.int32)
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
            elif len(fragments) == 1:
                prefix = [each + fragments[0] for each in prefix]
            else:
                width = len(fragments)
                pairs = places.astype(np.int64) * width + codes
                distinct, places = compact(Plain(pairs))
                prefix = [
                    prefix[pair // width] + fragments[pair % width] for pair in distinct.tolist()
                ]
    tail = f'"Step":{json.dumps(block.step)}' if block.step else ""
    texts = ["{" + (each + tail).rstrip(",") + "}" for each in prefix]
    return texts, places


_FEW = 32
"""So many times more activities than texts make it worth to write down every text."""


def _fragments(vector: Vector, type_: DataType, label: str) -> tuple[list[str], Times]:
    """The JSON of each distinct value behind its label; empty values are left out."""
    if isinstance(vector, Text):
        table = vector.words.table(
            "json", lambda text: json.dumps(text, ensure_ascii=False), "", object
        )
        if len(table) * _FEW <= len(vector):
            # Every text there is costs less than finding those that are met.
            distinct, places = np.arange(len(table)), vector.codes
            if (places < 0).any():
                places = np.where(places < 0, len(table) - 1, places)
        else:
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
