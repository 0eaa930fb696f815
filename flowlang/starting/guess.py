"""From what the cells of a column look like to the type of its field."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from flowlang.datatypes import DataType
from flowlang.starting.tally import Reading, Tally
from flowlang.style import counted

_MOST_VALUES = 20
_OFTEN = 3
_LONGEST_VALUE = 60
_LONG_TEXT = 255
_NEARLY = 0.9

_WORDS_OF = {
    DataType.SCORE: {"score", "scores"},
    DataType.PERCENT: {"percent", "percentage", "pct"},
    DataType.CURRENCY: {"revenue", "amount", "price", "budget", "spend", "mrr", "arr"},
    DataType.PHONE: {"phone", "telephone", "mobile", "fax"},
}
"""Words in the name of a column that say more than its cells can."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A type, and what in the cells speaks for it; `format` is how dates are written."""

    type: DataType
    why: str
    values: tuple[str, ...] = ()
    format: str = ""


def guess(tally: Tally, words: Set[str]) -> Guess:
    """The type that every cell fits, the most telling one first; `words` are those of the name."""
    if not tally.cells:
        return Guess(DataType.STRING, "no cell has a value")
    found = _as_value(tally, words) or _nearly(tally) or _as_text(tally, words)
    return found or Guess(DataType.STRING, "text")


def _as_value(tally: Tally, words: Set[str]) -> Guess | None:
    """Booleans, numbers and dates."""
    fitting = [each for each, fits in tally.readings.items() if fits == tally.cells]
    types = {each.type for each in fitting}
    if DataType.BOOLEAN in types and (DataType.INTEGER not in types or _is_flag(tally)):
        return Guess(DataType.BOOLEAN, _values_of(tally))
    if DataType.INTEGER in types:
        return _whole(tally, words)
    if DataType.FLOAT in types:
        for type_ in (DataType.PERCENT, DataType.CURRENCY):
            if words & _WORDS_OF[type_]:
                return Guess(type_, "numbers, and its name")
        return Guess(DataType.FLOAT, "numbers")
    return _dated(tally, [each for each in fitting if each.type is DataType.DATETIME])


def _is_flag(tally: Tally) -> bool:
    return tally.values is not None and {each.strip() for each in tally.values} == {"0", "1"}


def _whole(tally: Tally, words: Set[str]) -> Guess:
    """Whole numbers, unless they name something: a postal code, a key of another system."""
    if tally.leading_zeros:
        return Guess(DataType.STRING, "digits with leading zeros")
    if words & {"id", "ids", "key", "code", "zip", "postcode"}:
        return Guess(DataType.STRING, "numbers that name something")
    if words & _WORDS_OF[DataType.PHONE] and tally.alike[DataType.PHONE] == tally.cells:
        return Guess(DataType.PHONE, "digits, and its name")
    for type_ in (DataType.SCORE, DataType.PERCENT, DataType.CURRENCY):
        if words & _WORDS_OF[type_]:
            return Guess(type_, "whole numbers, and its name")
    return Guess(DataType.INTEGER, "whole numbers")


def _dated(tally: Tally, fitting: list[Reading]) -> Guess | None:
    """Dates and times; where day and month cannot be told apart it is left to who knows."""
    if not fitting:
        return None
    first = fitting[0].format
    if not first:
        if tally.longest <= len("2026-01-05"):
            return Guess(DataType.DATE, "dates")
        return Guess(DataType.DATETIME, "dates with times")
    other = next((each.format for each in fitting if each.format[:2] != first[:2]), None)
    if other is not None:
        why = f"dates as {first} or {other}: say which in flowlang.toml, then make it a date"
        return Guess(DataType.STRING, why)
    has_time = any(mark in first for mark in ("%H", "%I"))
    type_ = DataType.DATETIME if has_time else DataType.DATE
    return Guess(type_, f"dates as {first}", format=first)


def _as_text(tally: Tally, words: Set[str]) -> Guess | None:
    """Kinds of text."""
    for type_ in (DataType.EMAIL, DataType.URL):
        if tally.alike[type_] == tally.cells:
            return Guess(type_, "addresses")
    if words & _WORDS_OF[DataType.PHONE] and tally.alike[DataType.PHONE] == tally.cells:
        return Guess(DataType.PHONE, "digits, and its name")
    if tally.has_lines or tally.longest > _LONG_TEXT:
        return Guess(DataType.TEXT, "long text")
    if _is_picklist(tally, words):
        assert tally.values is not None
        return Guess(DataType.PICKLIST, _values_of(tally), _sorted_values(tally))
    return None


def _is_picklist(tally: Tally, words: Set[str]) -> bool:
    """Few different cells, each of them often."""
    if tally.values is None or words & {"name", "id"} or tally.longest > _LONGEST_VALUE:
        return False
    different = len(tally.values)
    return 2 <= different <= _MOST_VALUES and tally.cells >= _OFTEN * different


def _sorted_values(tally: Tally) -> tuple[str, ...]:
    """The different cells, the frequent ones first."""
    assert tally.values is not None
    return tuple(sorted(tally.values, key=lambda each: (-tally.values[each], each)))  # type: ignore[index]


def _values_of(tally: Tally) -> str:
    assert tally.values is not None
    return f"{counted(len(tally.values), 'value')} in {counted(tally.cells, 'cell')}"


def _nearly(tally: Tally) -> Guess | None:
    """Text that would be something else but for a few cells, which are worth a look."""
    for reading, fits in tally.readings.items():
        if _NEARLY * tally.cells <= fits < tally.cells and reading in tally.odd:
            odd = " ".join(tally.odd[reading].split())[:40]
            others = tally.cells - fits
            why = f"{reading.type.value}, but for {counted(others, 'cell')} such as `{odd}`"
            return Guess(DataType.STRING, why)
    return None
