"""The types of FlowLang's values, and the families in which operators know them."""

from __future__ import annotations

from enum import Enum


class Family(Enum):
    """What kind of literal and which operators a type takes."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"


class DataType(Enum):
    """A type as it is written in a script; the value is that word."""

    STRING = "string"
    TEXT = "text"
    RICH_TEXT = "rich text"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    REFERENCE = "reference"
    PICKLIST = "picklist"
    INTEGER = "integer"
    SCORE = "score"
    FLOAT = "float"
    CURRENCY = "currency"
    PERCENT = "percent"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"

    # There is one object of each: its place tells them apart, and faster than its name.
    __hash__ = object.__hash__

    @property
    def family(self) -> Family:
        """The family whose operators and literals this type takes."""
        return _FAMILIES.get(self, Family.TEXT)

    @property
    def is_whole(self) -> bool:
        """Whether the numbers of this type have no fraction."""
        return self in (DataType.INTEGER, DataType.SCORE)


_FAMILIES = {
    DataType.INTEGER: Family.NUMBER,
    DataType.SCORE: Family.NUMBER,
    DataType.FLOAT: Family.NUMBER,
    DataType.CURRENCY: Family.NUMBER,
    DataType.PERCENT: Family.NUMBER,
    DataType.NUMBER: Family.NUMBER,
    DataType.BOOLEAN: Family.BOOLEAN,
    DataType.DATE: Family.DATE,
    DataType.DATETIME: Family.DATE,
}

FIELD_TYPES = (
    DataType.STRING,
    DataType.TEXT,
    DataType.EMAIL,
    DataType.PHONE,
    DataType.URL,
    DataType.INTEGER,
    DataType.SCORE,
    DataType.FLOAT,
    DataType.CURRENCY,
    DataType.PERCENT,
    DataType.BOOLEAN,
    DataType.DATE,
    DataType.DATETIME,
    DataType.REFERENCE,
    DataType.PICKLIST,
)
"""The types a field, or an attribute of an activity, may have."""

TOKEN_TYPES = (
    DataType.TEXT,
    DataType.RICH_TEXT,
    DataType.NUMBER,
    DataType.SCORE,
    DataType.DATE,
)
"""The types a My Token may have."""
