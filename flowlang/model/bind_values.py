"""Values that steps set and tests give: literals and tokens that fit what they are for."""

from __future__ import annotations

from typing import NamedTuple

from flowlang.datatypes import DataType, Family
from flowlang.model.bind_literals import (
    NATURES,
    bind_date,
    bind_moment,
    bind_number,
)
from flowlang.model.bind_tokens import bind_text, bind_token
from flowlang.model.moments import days_of, midnight
from flowlang.model.nearest import nearest
from flowlang.model.scope import Scope, plain_text
from flowlang.model.values import (
    Day,
    Literal,
    Moment,
    Template,
    TokenFamily,
    TokenUse,
    Value,
)
from flowlang.syntax.nodes.values import (
    Boolean,
    Date,
    DateTime,
    Empty,
    Name,
    Number,
    Percent,
    ScoreChange,
    Text,
    TokenReference,
)
from flowlang.syntax.nodes.values import Value as ValueNode

_LARGEST_SCORE = 2**31 - 1

_EXAMPLES = {
    Family.TEXT: 'text in quotes, such as `"Germany"`',
    Family.NUMBER: "a number, such as `10`",
    Family.BOOLEAN: "`true` or `false`",
    Family.DATE: "a date, such as `2026-11-23`",
}

_NEVER_READS_AS = {
    Family.NUMBER: (Family.DATE, Family.BOOLEAN),
    Family.BOOLEAN: (Family.DATE,),
    Family.DATE: (Family.NUMBER, Family.BOOLEAN),
}
"""For each family the families whose values, written as text, are never one of its own."""


WANTED = {
    Family.TEXT: DataType.TEXT,
    Family.NUMBER: DataType.NUMBER,
    Family.BOOLEAN: DataType.TEXT,
    Family.DATE: DataType.DATE,
}
"""The type of the my token that would fit what is compared or set."""


class Target(NamedTuple):
    """What a value is for: how messages call it, its type, and a picklist's values."""

    name: str
    type: DataType
    picklist: tuple[str, ...] = ()


class Setting(NamedTuple):
    """A value that fits; None empties."""

    value: Value | None


def bind_setting(node: ValueNode, target: Target, scope: Scope) -> Setting | None:
    """What a step sets: a fitting literal, a token, text with tokens, or empty."""
    match node:
        case Empty():
            return Setting(None)
        case Text():
            return _text(node, target, scope)
        case TokenReference():
            use = bind_token(node, scope, WANTED[target.type.family])
            if use is None or not _can_read(use, target, node, scope):
                return None
            return Setting(use)
        case _:
            literal = _literal(node, target, scope)
            return None if literal is None else Setting(literal)


def bind_given(node: ValueNode, target: Target, scope: Scope) -> Setting | None:
    """What a test gives: a fitting literal or empty, no token."""
    if isinstance(node, TokenReference) or (isinstance(node, Text) and plain_text(node) is None):
        scope.tell("type-mismatch", node, "a test gives plain values, no tokens")
        return None
    return bind_setting(node, target._replace(picklist=()), scope)


def literal_of(setting: Setting) -> Literal | None:
    """The literal of a setting that is known to hold no token."""
    value = setting.value
    return None if isinstance(value, TokenUse | Template) else value


def _text(node: Text, target: Target, scope: Scope) -> Setting | None:
    value = bind_text(node, scope)
    if value is None:
        return None
    if isinstance(value, Template):
        return Setting(value)
    if target.type.family is not Family.TEXT:
        mismatch(node, target, scope)
        return None
    if target.picklist and value not in target.picklist:
        _not_in_picklist(node, value, target, scope)
        return None
    return Setting(value)


def _literal(node: ValueNode, target: Target, scope: Scope) -> Literal | None:
    """A literal other than text that has the type of its target."""
    family = target.type.family
    match node:
        case Number() if family is Family.NUMBER:
            number = bind_number(node, scope, whole=target.type.is_whole)
            if (
                number is not None
                and target.type is DataType.SCORE
                and abs(number) > _LARGEST_SCORE
            ):
                scope.tell(
                    "type-mismatch",
                    node,
                    "this score is too large",
                    "scores have 32 bits",
                )
                return None
            return number if number is None or target.type.is_whole else float(number)
        case Boolean() if family is Family.BOOLEAN:
            return node.value
        case Date() if family is Family.DATE:
            return _as_type(bind_date(node, scope), target.type, scope)
        case DateTime() if target.type is DataType.DATETIME:
            return bind_moment(node, scope)
        case _:
            mismatch(node, target, scope)
            return None


def _as_type(date: Day | Moment | None, type_: DataType, scope: Scope) -> Day | Moment | None:
    """A date for a field of dates and times is the moment at which the day begins."""
    if isinstance(date, Day) and type_ is DataType.DATETIME:
        return Moment(midnight(date.days, scope.names.project.timezone))
    return date


def _can_read(use: TokenUse, target: Target, node: TokenReference, scope: Scope) -> bool:
    """Whether a token's value can ever be one of the target's; told where it cannot."""
    if use.family not in (TokenFamily.MY, TokenFamily.SYSTEM):
        return True
    family = target.type.family
    written = scope.source.slice(node.span)
    if use.type is DataType.SCORE and family is not Family.TEXT:
        scope.tell(
            "type-mismatch",
            node,
            f"{written} is a score change, no value for `{target.name}`",
            f"write `change {target.name} by {written}`"
            if target.type is DataType.SCORE
            else "declare the token as `number`",
        )
        return False
    if use.type.family in _NEVER_READS_AS.get(family, ()):
        scope.tell(
            "type-mismatch",
            node,
            f"{written} is a {use.type.value}, but `{target.name}` is a {target.type.value}",
            "use a token of a type that fits",
        )
        return False
    return True


def mismatch(node: ValueNode, target: Target, scope: Scope) -> None:
    """Tell that a value is not of the type that it should have."""
    nature = NATURES[type(node)]
    family = target.type.family
    written = scope.source.slice(node.span)
    article = "an" if target.type.value[0] in "aeiou" else "a"
    scope.tell(
        "type-mismatch",
        node,
        f"`{target.name}` is {article} {target.type.value}, and {written} is {nature}",
        mended(node, family, written) or f"write {_EXAMPLES[family]}",
    )


def mended(node: ValueNode, family: Family, written: str) -> str | None:
    """How to write a value of the wrong nature so that it fits, where that is clear."""
    match node:
        case Text() if (plain := plain_text(node)) is not None:
            if _reads_as(plain, family):
                return f"write it without quotes: `{plain.lower()}`"
            if family is Family.BOOLEAN and plain.lower() in ("yes", "no"):
                return f"write `{'true' if plain.lower() == 'yes' else 'false'}`"
            return None
        case Percent() if family is Family.NUMBER:
            return f"write it without the sign: `{node.text}`"
        case ScoreChange() if family is Family.NUMBER:
            return f"write the number alone, or `by {written}` to change a score"
        case DateTime() if family is Family.DATE:
            return f"write the date alone: `{written[:10]}`"
        case Name() if family is Family.TEXT:
            return f'write it in quotes: `"{node.text}"`'
        case _ if family is Family.TEXT:
            return f'write it in quotes: `"{written}"`'
        case _:
            return None


def _reads_as(text: str, family: Family) -> bool:
    """Whether text holds what a literal of a family would look like."""
    match family:
        case Family.NUMBER:
            return text.removeprefix("-").replace(".", "", 1).isdigit()
        case Family.BOOLEAN:
            return text.lower() in ("true", "false")
        case Family.DATE:
            return len(text) >= 10 and days_of(text[:10]) is not None
        case Family.TEXT:
            return False


def _not_in_picklist(node: Text, value: str, target: Target, scope: Scope) -> None:
    near = nearest(value, target.picklist)
    listed = ", ".join(f'"{each}"' for each in target.picklist)
    scope.tell(
        "picklist-value",
        node,
        f'"{value}" is no value of `{target.name}`',
        f'did you mean `"{near}"`?' if near else f"its values are {listed}",
    )
