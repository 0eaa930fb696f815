"""Literals, tokens and the text that holds them, as they are written."""

from __future__ import annotations

from flowlang.syntax.nodes.node import Node


class Name(Node):
    """A word that names something, without its back-quotes."""

    __slots__ = ("text",)

    def __init__(self, start: int, end: int, text: str) -> None:
        self.start = start
        self.end = end
        self.text = text


class TokenReference(Node):
    """`{{family.Name}}` or `{{family.Name:default=text}}`.

    `default` is None where none is written.
    """

    __slots__ = ("default", "family", "name")

    def __init__(self, start: int, end: int, family: str, name: str, default: str | None) -> None:
        self.start = start
        self.end = end
        self.family = family
        self.name = name
        self.default = default


class TextPart(Node):
    """A stretch of text without tokens, its escapes resolved."""

    __slots__ = ("value",)

    def __init__(self, start: int, end: int, value: str) -> None:
        self.start = start
        self.end = end
        self.value = value


class Text(Node):
    """A string in quotes, cut where token references stand in it; empty text has no parts."""

    __slots__ = ("parts",)

    def __init__(self, start: int, end: int, parts: list[TextPart | TokenReference]) -> None:
        self.start = start
        self.end = end
        self.parts = parts


class Number(Node):
    """A number; `text` is how it was written."""

    __slots__ = ("text",)

    def __init__(self, start: int, end: int, text: str) -> None:
        self.start = start
        self.end = end
        self.text = text


class Percent(Node):
    """A share such as `12.5%`; `text` is the number before the sign."""

    __slots__ = ("text",)

    def __init__(self, start: int, end: int, text: str) -> None:
        self.start = start
        self.end = end
        self.text = text


class ScoreChange(Node):
    """`+5`, `-5`, `=5` or `=-5`: the operator, and the whole number behind it as written."""

    __slots__ = ("amount", "operator")

    def __init__(self, start: int, end: int, operator: str, amount: str) -> None:
        self.start = start
        self.end = end
        self.operator = operator
        self.amount = amount


class Date(Node):
    """A date such as `2026-11-23`, as written; it may be no day of the calendar."""

    __slots__ = ("text",)

    def __init__(self, start: int, end: int, text: str) -> None:
        self.start = start
        self.end = end
        self.text = text


class Time(Node):
    """A time of day such as `09:00`, as written."""

    __slots__ = ("text",)

    def __init__(self, start: int, end: int, text: str) -> None:
        self.start = start
        self.end = end
        self.text = text


class DateTime(Node):
    """A moment such as `2026-11-23T09:00`, with an offset or without, as written."""

    __slots__ = ("text",)

    def __init__(self, start: int, end: int, text: str) -> None:
        self.start = start
        self.end = end
        self.text = text


class Duration(Node):
    """`3 days`: the number, and the unit as written, which may be no unit at all."""

    __slots__ = ("amount", "unit")

    def __init__(self, start: int, end: int, amount: Number, unit: Name) -> None:
        self.start = start
        self.end = end
        self.amount = amount
        self.unit = unit


class Boolean(Node):
    """`true` or `false`."""

    __slots__ = ("value",)

    def __init__(self, start: int, end: int, value: bool) -> None:
        self.start = start
        self.end = end
        self.value = value


class Empty(Node):
    """The word `empty`."""

    __slots__ = ()


Value = (
    Text
    | TokenReference
    | Number
    | Percent
    | ScoreChange
    | Date
    | Time
    | DateTime
    | Duration
    | Boolean
    | Empty
    | Name
)
"""Whatever can be written where a value is wanted; the checker says which of them fits."""
