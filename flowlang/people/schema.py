"""What a reader must know of the instance to understand a dataset."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flowlang.datatypes import DataType


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """One field as a column: `key` is unique, `keys` are all names that find it."""

    key: str
    name: str
    type: DataType
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Schema:
    """The names that a dataset may use; positions in the tuples are how the engine calls them.

    `lists` and `programs` are qualified names. `campaigns` are pairs of the qualified name
    and the number of waits. `written` are the keys of the fields that some step can write,
    in source order: those without a column get one in the output.
    """

    fields: tuple[FieldColumn, ...]
    member_fields: tuple[FieldColumn, ...]
    lists: tuple[str, ...]
    programs: tuple[str, ...]
    campaigns: tuple[tuple[str, int], ...]
    written: tuple[str, ...]
    timezone: ZoneInfo
    datetime_formats: tuple[str, ...] = ()
