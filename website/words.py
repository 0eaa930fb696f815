"""The page of the language at a glance, made from the grammar and the tables of the checker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from flowlang.datatypes import FIELD_TYPES, TOKEN_TYPES, DataType, Family
from flowlang.model.bind_comparisons import FITTING
from flowlang.model.filters import MembershipAttribute, Operator
from flowlang.model.values import TimeFrame, TokenFamily
from flowlang.resources import resource
from website.grammar import anchor
from website.page import Page, cell

_SOURCE = "flowlang/datatypes.py"
_GRAMMAR = "grammar/flowlang.lark"

_RULES = re.compile(r"^[?!]?([a-z]\w*): *(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_STRINGS = re.compile(r'"[^"]*"')
_SPOKEN = {
    "name": "NAME",
    "names": "NAME, …",
    "text": '"TEXT"',
    "texts": '"TEXT", …',
    "phrase": '"TEXT"',
    "value": "VALUE",
    "values": "VALUE, …",
    "operand": "VALUE",
    "number": "N",
    "duration": "DURATION",
    "percent": "N%",
    "date": "DATE",
    "time": "TIME",
    "datetime": "DATE-TIME",
    "type": "TYPE",
    "filter": "FILTER",
    "block": "{ STEPS }",
    "assets": '["ASSET", …]',
    "constraint": "CONSTRAINT",
    "window": "WINDOW",
    "wait_date": "DATE",
    "recipients": "RECIPIENT, …",
    "score_change": "CHANGE",
    "happening": "did …",
    "assignments": "NAME: VALUE …",
    "with_tokens": "with token NAME = VALUE, …",
    "token_reference": "{{TOKEN}}",
    "day_or_time": "DATE",
}
"""How a part of a rule is written on this page; others are written out, or in capitals."""

_GROUPS = (
    ("Declarations", "declaration"),
    ("Parts of a campaign", "part"),
    ("Schedules", "recurrence"),
    ("Flow steps", "step"),
    ("Filters", "predicate"),
    ("Statements of a test", "statement"),
)

_NAMED: tuple[tuple[str, type[Enum]], ...] = (
    ("Time frames", TimeFrame),
    ("Attributes of a membership", MembershipAttribute),
    ("Families of tokens", TokenFamily),
)

_HEADING = """\
# At a glance

All that can be written, from [the grammar](grammar/flowlang.lark), and the tables by which
`flowlang check` decides what fits. Words in capitals stand for something of yours, `[…]` may be
left out, `|` is one or the other. What it all means is told in [the language](docs/language.md).
Marketo's activity types and the fields that are always there are in [std.core](stdlib/core.flow),
its other fields in [std.fields](stdlib/fields.flow).
"""


def words_page() -> Page:
    """Forms, types, operators, time frames."""
    return Page("reference/glance.md", "\n".join(_pieces()), "index.md", (_SOURCE,))


def _pieces() -> Iterator[str]:
    yield _HEADING
    rules = _rules()
    for title, name in _GROUPS:
        yield f"## {title}\n\n| form | rule |\n|---|---|"
        for rule, form in _forms(name, rules):
            yield f"| `{cell(form)}` | [{rule}]({_GRAMMAR}#{anchor(rule)}) |"
        yield ""
    yield "## Types\n\n| type | of a field | of a token | compared as |\n|---|---|---|---|"
    for each in DataType:
        of_field, of_token = ("✓" if each in types else "" for types in (FIELD_TYPES, TOKEN_TYPES))
        yield f"| `{each.value}` | {of_field} | {of_token} | {each.family.value} |"
    heads = " | ".join(family.value for family in Family)
    yield f"\n## Operators\n\n| operator | {heads} |\n|---|{'---|' * len(Family)}"
    for operator in Operator:
        fits = " | ".join("✓" if operator in FITTING[family] else "" for family in Family)
        yield f"| `{operator.value}` | {fits} |"
    for title, enumeration in _NAMED:
        yield f"\n## {title}\n\n" + ", ".join(f"`{each.value}`" for each in enumeration)


def _rules() -> dict[str, list[str]]:
    """The alternatives of every rule, without the names of their nodes."""
    text = (resource("grammar") / "flowlang.lark").read_text(encoding="utf-8")
    return {
        name: [_bare(each) for each in _alternatives(body)] for name, body in _RULES.findall(text)
    }


def _alternatives(body: str) -> list[str]:
    """A rule cut at each `|` that stands in no parentheses."""
    found, depth = [""], 0
    for piece in re.findall(r'"[^"]*"|[\s\S]', body):
        depth += (piece in "([") - (piece in ")]")
        if piece == "|" and depth == 0:
            found.append("")
        else:
            found[-1] += piece
    return found


def _bare(text: str) -> str:
    return " ".join(re.sub(r"->.*", "", text).split())


def _forms(name: str, rules: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """All forms below a rule, each with the rule in which it stands."""
    for each in rules[name]:
        if re.fullmatch(r"\w+", each) and each in rules and each not in _SPOKEN:
            yield from _forms(each, rules)
        else:
            yield name, _spoken(each, rules)


def _spoken(form: str, rules: dict[str, list[str]]) -> str:
    pieces = re.findall(r'"[^"]*"|\w+|\S', form)
    words = " ".join(_word(each, rules) for each in pieces)
    return re.sub(r"(?<=[\[(]) | (?=[\]):*+?])", "", words)


def _word(piece: str, rules: dict[str, list[str]]) -> str:
    if piece.startswith('"'):
        return piece.strip('"')
    if piece in _SPOKEN:
        return _SPOKEN[piece]
    if piece.isupper():
        return piece.lower()
    if piece not in rules:
        return piece
    if any(re.search(r"\b[a-z]", _STRINGS.sub("", each)) for each in rules[piece]):
        return piece.upper()
    return f"({' | '.join(_spoken(each, rules) for each in rules[piece])})"
