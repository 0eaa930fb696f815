"""Filters and values in the words of the script."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flowlang.datatypes import DataType, Family
from flowlang.model.filters import Did, Filter

_LONGEST = 70
"""How much of a script stands in a message."""


def quoted(filter_: Filter) -> str:
    """A filter as it is written, on one line and not too long."""
    return shortened(filter_.source.slice(filter_.span))


def shortened(text: str) -> str:
    """A text on one line, its end left out where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 2].rstrip()} …"


def asked(filter_: Did) -> str:
    """The activity that a filter asks for, without its window: `open_email "Invite"`."""
    name = filter_.activity.name
    if filter_.of_field is not None:
        return f"{name} of {filter_.of_field.name}"
    return f'{name} "{filter_.assets[0]}"' if filter_.assets else name


def value_words(value: str | float | None, type_: DataType, zone: ZoneInfo) -> str:
    """A value as a script writes it."""
    if value is None:
        return "empty"
    if isinstance(value, str):
        return f'"{value}"'
    if type_ is DataType.BOOLEAN:
        return "true" if value else "false"
    if type_.family is Family.DATE:
        local = datetime.fromtimestamp(value, zone).replace(tzinfo=None)
        return local.date().isoformat() if type_ is DataType.DATE else local.isoformat()
    return f"{value:,}".replace(",", "") if isinstance(value, int) else f"{value:g}"


def joined(words: list[str]) -> str:
    """Words with commas, and an `and` before the last."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
