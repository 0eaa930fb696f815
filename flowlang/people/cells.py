"""One cell as text, read as a value of a type, and written in canonical form.

The forms are the same wherever text becomes a value: in files, in tokens, in steps.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from flowlang.datatypes import DataType, Family

_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_WHOLE = re.compile(r"[+-]?\d+(?:\.0*)?")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_TIME = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?"
    r" ?(Z|UTC|[+-]\d{2}:?\d{2})?"
)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1)
_SMALLEST, _LARGEST = -(2**63) + 1, 2**63 - 1


WHOLE_ID = r"^(0|[1-9][0-9]{0,17})$"
"""Ids that are whole numbers, written in the only way in which they are not text."""


def is_empty(cell: str) -> bool:
    """Whether a cell means that there is no value: nothing, or the bare word `null`."""
    return cell == "" or cell == "null"


def read_boolean(cell: str) -> bool | None:
    """`true/false/yes/no/1/0` in any case; None for anything else."""
    return _BOOLEANS.get(cell.strip().lower())


def read_whole(cell: str) -> int | None:
    """A whole number, also as `5.0`; None for anything else, and for what 64 bits cannot hold."""
    text = cell.strip()
    if not _WHOLE.fullmatch(text):
        return None
    number = int(text.partition(".")[0])
    return number if _SMALLEST <= number <= _LARGEST else None


def read_number(cell: str) -> float | None:
    """A number; None for anything else."""
    text = cell.strip()
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if abs(number) != float("inf") else None


def read_moment(cell: str, formats: tuple[str, ...] = ()) -> int | None:
    """Seconds since 1970 UTC of a date or a time; without an offset it is UTC.

    Fractions of a second are cut. `formats` are further forms as `strptime` knows them.
    """
    text = cell.strip()
    match = _TIME.fullmatch(text)
    try:
        if match:
            year, month, day, hour, minute, second, offset = match.groups()
            moment = datetime(
                int(year), int(month), int(day), int(hour), int(minute), int(second or 0)
            )
            return (moment - _EPOCH) // timedelta(seconds=1) - _offset_seconds(offset)
        days = _read_plain_day(text)
        if days is not None:
            return days * 86400
    except ValueError:
        return None
    for form in formats:
        try:
            moment = datetime.strptime(text, form)
        except ValueError:
            continue
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
        return (moment - _EPOCH) // timedelta(seconds=1)
    return None


def read_day(cell: str, formats: tuple[str, ...] = ()) -> int | None:
    """Days since 1970 of a date, or of a time as it is written."""
    text = cell.strip()
    try:
        days = _read_plain_day(text)
        if days is not None:
            return days
        match = _TIME.fullmatch(text)
        if match and read_moment(text) is not None:
            return _read_plain_day(text[:10])
    except ValueError:
        return None
    moment = read_moment(text, formats)
    return None if moment is None else moment // 86400


def _read_plain_day(text: str) -> int | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    return date(year, month, day).toordinal() - _EPOCH_DAY


def _offset_seconds(offset: str | None) -> int:
    if offset is None or offset in ("Z", "UTC"):
        return 0
    sign = -1 if offset[0] == "-" else 1
    return sign * (int(offset[1:3]) * 3600 + int(offset[-2:]) * 60)


def read_value(
    cell: str, type_: DataType, formats: tuple[str, ...] = ()
) -> str | int | float | bool | None:
    """A cell that is not empty as a value of a type; None where it is none.

    Texts are what they are; dates are days and times seconds since 1970.
    """
    if type_.family is Family.TEXT:
        return cell
    if type_ is DataType.BOOLEAN:
        return read_boolean(cell)
    if type_ is DataType.DATE:
        return read_day(cell, formats)
    if type_ is DataType.DATETIME:
        return read_moment(cell, formats)
    return read_whole(cell) if type_.is_whole else read_number(cell)


def write_number(number: float) -> str:
    """A number as text: whole ones without a point, others as short as they can be."""
    number = float(number)
    if number.is_integer() and abs(number) < 1e16:
        return str(int(number))
    return repr(number)


def write_day(days: int) -> str:
    """A date as `2026-01-05`."""
    return date.fromordinal(days + _EPOCH_DAY).isoformat()


def write_moment(seconds: int) -> str:
    """A moment as `2026-01-05T09:00:00Z`."""
    return (_EPOCH + timedelta(seconds=seconds)).isoformat() + "Z"
