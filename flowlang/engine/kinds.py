"""Kinds of activities: what those of a log say, written down once for each distinct combination.

Two activities are of one kind where nothing but their person and their time tells them apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from flowlang.datatypes import DataType
from flowlang.engine.distinct import coded, combined, worth
from flowlang.engine.forms import json_form, quoted
from flowlang.engine.log import Attribute, Block
from flowlang.engine.vectors import EMPTY, Array, Codes, Plain, Text, Words, dictionary

_SMALL = 4096
"""Blocks of fewer activities are looked at together; there may be thousands of them."""

_TEXTS = ("campaign", "asset", "attributes", "result")


class Kinds:
    """The kinds of a log: each a number, and a row in small tables."""

    def __init__(self) -> None:
        self.size = 0
        self._types: list[Codes] = []
        self._codes: dict[str, list[Codes]] = {name: [] for name in _TEXTS}
        self._words = {name: Words() for name in _TEXTS}

    def of(self, blocks: Sequence[Block]) -> list[Array | int]:
        """The kind of each activity of each block, or the one that all of a block have."""
        found: list[Array | int] = [0] * len(blocks)
        alike: dict[object, list[int]] = {}
        for place, block in enumerate(blocks):
            alike.setdefault(_alike(block) if block.size < _SMALL else place, []).append(place)
        numbered = []
        for places in alike.values():
            some = [blocks[place] for place in places]
            numbered.append(
                (places, self.size, self._add(some[0] if len(some) == 1 else _as_one(some)))
            )
        narrow = narrowest(self.size)
        for places, first, which in numbered:
            if which is None:
                for place in places:
                    found[place] = first
                continue
            begin, kinds = 0, which.astype(narrow) + narrow(first)
            for place in places:
                end = begin + blocks[place].size
                found[place] = kinds[begin:end]
                begin = end
        return found

    def _add(self, block: Block) -> Array | None:
        """Number the kinds of a block from 0; which its activities have, None where all have one.

        They follow the kinds that were there before.
        """
        parts, end = _said(block)
        if isinstance(block.asset, Text):
            parts.append(_Part(*block.asset.from_zero(), block.asset.named))
        found, places = _combinations(parts)
        texts = [part.texts(codes) for part, codes in zip(parts, found, strict=True)]
        asset = texts.pop() if isinstance(block.asset, Text) else block.asset
        attributes = [_closed("".join(each) + end) for each in zip(*texts, strict=True)]
        size = len(found[0]) if found else 1
        self.size += size
        self._types.append(np.full(size, block.activity.number, np.int32))
        told = (block.campaign, asset, attributes or _closed(end), block.result)
        for name, value in zip(_TEXTS, told, strict=True):
            self._codes[name].append(self._coded(name, value, size))
        return places

    def _coded(self, name: str, value: str | list[str], size: int) -> Codes:
        """The codes of one text for all, or of one for each."""
        words = self._words[name]
        if isinstance(value, str):
            return np.full(size, words.code(value) if value else EMPTY, np.int32)
        if "" in value:
            codes = (words.code(text) if text else EMPTY for text in value)
            return np.fromiter(codes, np.int32, size)
        return words.codes(value)

    def columns(self, kinds: Array) -> dict[str, pa.Array]:
        """The columns that depend on the kind alone, for each of some activities."""
        places = kinds.astype(np.intp)
        columns = {"type": pa.array(_joined(self._types)[places])}
        for name in _TEXTS:
            words = self._words[name]
            table = _joined(self._codes[name])
            if len(words) == 1 and not table.any():
                codes: Array = np.zeros(len(kinds), np.int8)
            elif len(words) == self.size and (table[1:] > table[:-1]).all():
                # Every kind has a text of its own: the kinds are the codes.
                codes = kinds
            else:
                codes = table.astype(narrowest(len(words)))[places]
            columns[name] = dictionary(codes, words.texts)
        return columns


def narrowest(size: int) -> type[np.signedinteger]:
    """The smallest type that holds the codes of so many words."""
    return np.int8 if size < 128 else np.int16 if size < 32_768 else np.int32


def _alike(block: Block) -> tuple[object, ...]:
    """What blocks have in common that can be looked at as one."""
    asset = block.asset if isinstance(block.asset, str) else id(block.asset.words)
    told: list[object] = []
    for each in block.attributes:
        value = each.value
        if isinstance(value, Text):
            told += each.label, id(value.words)
        else:
            told += each.label, value.values.dtype if isinstance(value, Plain) else value
    number = block.activity.number
    return number, block.campaign, block.step, block.result, asset, *told


def _as_one(blocks: Sequence[Block]) -> Block:
    """Blocks that are alike as one."""
    first = blocks[0]
    assets = [each.asset for each in blocks if isinstance(each.asset, Text)]
    told = zip(*(each.attributes for each in blocks), strict=True)
    return replace(
        first,
        rows=np.concatenate([each.rows for each in blocks]),
        asset=Text.joined(assets) if assets else first.asset,
        attributes=tuple(_attribute(each) for each in told),
    )


def _attribute(attributes: Sequence[Attribute]) -> Attribute:
    """One attribute of blocks that are alike, for all of them."""
    values = [each.value for each in attributes]
    texts = [each for each in values if isinstance(each, Text)]
    plain = [each for each in values if isinstance(each, Plain)]
    if texts:
        return replace(attributes[0], value=Text.joined(texts))
    return replace(attributes[0], value=Plain.joined(plain)) if plain else attributes[0]


def _joined(pieces: list[Codes]) -> Codes:
    return np.concatenate(pieces) if pieces else np.zeros(0, np.int32)


# -- what the activities of a block say ---------------------------------------------------------


class _Part(NamedTuple):
    """Something that differs within a block: codes below a bound, and the texts of codes."""

    codes: Array
    bound: int
    texts: Callable[[Array], list[str]]


def _said(block: Block) -> tuple[list[_Part], str]:
    """The JSON of a block's attributes: the parts that differ, and what stands behind them."""
    parts: list[_Part] = []
    head = "{"
    for attribute in block.attributes:
        value, label = attribute.value, quoted(attribute.label)
        if isinstance(value, bool):
            head += f"{label}:{str(value).lower()},"
        elif isinstance(value, str):
            head += f"{label}:{quoted(value)}," if value else ""
        elif isinstance(value, Text):
            parts.append(_text_part(value, head, label))
            head = ""
        else:
            parts.append(_plain_part(value, attribute.type, head, label))
            head = ""
    return parts, head + (f'"Step":{quoted(block.step)}' if block.step else "")


def _closed(text: str) -> str:
    """A JSON object that lacks its end."""
    return text.removesuffix(",") + "}"


def _text_part(vector: Text, head: str, label: str) -> _Part:
    """Texts behind their label; an empty one is left out."""

    def texts(codes: Array) -> list[str]:
        written = vector.words.table("json", quoted, "", object)[codes - 1].tolist()
        return [f"{head}{label}:{each}," if each else head for each in written]

    return _Part(*vector.from_zero(), texts)


def _plain_part(vector: Plain, type_: DataType, head: str, label: str) -> _Part:
    """Values behind their label; an empty one is left out."""
    codes, bound, values = coded(vector)
    empty = bound
    if vector.has_empty:
        codes, bound = np.where(vector.empty, empty, codes), bound + 1

    def texts(codes: Array) -> list[str]:
        written = (json_form(each, type_) for each in values(codes % empty).tolist())
        return [
            head if code == empty else f"{head}{label}:{each},"
            for code, each in zip(codes.tolist(), written, strict=True)
        ]

    return _Part(codes, bound, texts)


def _combinations(parts: list[_Part]) -> tuple[list[Array], Array | None]:
    """The codes of each part in each distinct combination, and which each activity has."""
    if not parts:
        return [], None
    if len(parts) == 1:
        found, places = worth(parts[0].codes, parts[0].bound)
        return [found], places
    return combined([(part.codes, part.bound) for part in parts])
