"""Comparisons: an operator and values that fit the type of what is compared."""

from __future__ import annotations

from typing import NamedTuple

from flowlang.datatypes import DataType, Family
from flowlang.model.assets import Attribute, Field
from flowlang.model.bind_literals import bind_date, bind_duration, bind_number
from flowlang.model.bind_tokens import bind_text, bind_token
from flowlang.model.bind_values import WANTED, Target, mismatch
from flowlang.model.filters import (
    Filter,
    MembershipAttribute,
    Operator,
    Test,
    Unknown,
    Window,
)
from flowlang.model.nearest import nearest, written
from flowlang.model.scope import Scope, plain_text
from flowlang.model.values import (
    Duration,
    Template,
    TimeFrame,
    TokenFamily,
    TokenUse,
    Value,
)
from flowlang.syntax.nodes.filters import Comparison
from flowlang.syntax.nodes.filters import Window as WindowNode
from flowlang.syntax.nodes.values import (
    Boolean,
    Date,
    DateTime,
    Name,
    Number,
    Text,
    TokenReference,
)
from flowlang.syntax.nodes.values import Duration as DurationNode
from flowlang.syntax.nodes.values import Value as ValueNode

_OPERATORS = {operator.value: operator for operator in Operator}
_TIME_FRAMES = {frame.value: frame for frame in TimeFrame}

_ALL = frozenset({Operator.IS, Operator.IS_NOT, Operator.IS_EMPTY, Operator.IS_NOT_EMPTY})
_TEXT = _ALL | {
    Operator.CONTAINS,
    Operator.NOT_CONTAINS,
    Operator.STARTS_WITH,
    Operator.NOT_STARTS_WITH,
    Operator.ENDS_WITH,
}
_ORDER = frozenset(
    {
        Operator.AT_LEAST,
        Operator.AT_MOST,
        Operator.GREATER,
        Operator.LESS,
        Operator.BETWEEN,
    }
)
_WINDOW = frozenset(
    {
        Operator.BEFORE,
        Operator.AFTER,
        Operator.ON_OR_BEFORE,
        Operator.ON_OR_AFTER,
        Operator.BETWEEN,
        Operator.IN_PAST,
        Operator.IN_PAST_BEFORE,
        Operator.IN_FUTURE,
        Operator.IN_FUTURE_AFTER,
        Operator.IN_TIME_FRAME,
    }
)
FITTING = {
    Family.TEXT: _TEXT,
    Family.NUMBER: _ALL | _ORDER,
    Family.BOOLEAN: _ALL,
    Family.DATE: _ALL | _WINDOW,
}
_OFFERED = {
    Family.TEXT: "text is compared by `is`, `contains`, `starts with`, `ends with`, `is empty`",
    Family.NUMBER: "numbers are compared by `is`, `>=`, `<=`, `>`, `<`, `between`, `is empty`",
    Family.BOOLEAN: "it is compared by `is true`, `is false`, `is empty`",
    Family.DATE: "dates are compared by `before`, `on or after`, `between`, `in past 3 days` …",
}
_INSTEAD = {
    (Family.DATE, Operator.AT_LEAST): "on or after",
    (Family.DATE, Operator.AT_MOST): "on or before",
    (Family.DATE, Operator.GREATER): "after",
    (Family.DATE, Operator.LESS): "before",
    (Family.NUMBER, Operator.BEFORE): "<",
    (Family.NUMBER, Operator.AFTER): ">",
    (Family.NUMBER, Operator.ON_OR_BEFORE): "<=",
    (Family.NUMBER, Operator.ON_OR_AFTER): ">=",
}


_KNOWN_FAMILIES = {family.value for family in TokenFamily}
_USABLE = (TokenFamily.MY.value, TokenFamily.SYSTEM.value)


class Subject(NamedTuple):
    """What is compared; `loose` marks text of activities, which may read as a number."""

    what: Field | Attribute | MembershipAttribute
    name: str
    type: DataType
    loose: bool = False


_MEANT = {
    Text: Family.TEXT,
    Number: Family.NUMBER,
    Boolean: Family.BOOLEAN,
    Date: Family.DATE,
    DateTime: Family.DATE,
    DurationNode: Family.DATE,
}


def family_meant(node: Comparison) -> Family | None:
    """The family that a comparison's first value belongs to, None where it does not say."""
    return _MEANT.get(type(node.values[0])) if node.values else None


def bind_comparison(node: Comparison, subject: Subject, scope: Scope) -> Filter:
    """One comparison of a subject; `Unknown` where a mistake has been told."""
    operator = _operator(node, subject, scope)
    if operator is None:
        _check_tokens(node.values, scope)
        return Unknown(scope.source, node.span)
    bound = [_operand(value, operator, subject, scope) for value in node.values]
    values = tuple(value for value in bound if value is not None)
    if len(values) < len(bound):
        return Unknown(scope.source, node.span)
    return Test(scope.source, node.span, subject.what, subject.type, operator, values)


def bind_window(node: WindowNode, scope: Scope) -> Window | None:
    """The stretch of time of a `did`."""
    operator = _OPERATORS[node.operator.text]
    if operator not in _WINDOW:
        scope.tell(
            "type-mismatch",
            node.operator,
            f"`{operator.value}` does not say when an activity happened",
            _instead(Family.DATE, operator) or _OFFERED[Family.DATE],
        )
        return None
    target = Target("the time of an activity", DataType.DATETIME)
    bound = [_date_operand(value, operator, target, scope) for value in node.values]
    values = tuple(value for value in bound if value is not None)
    return Window(scope.source, node.span, operator, values) if len(values) == len(bound) else None


def _operator(node: Comparison, subject: Subject, scope: Scope) -> Operator | None:
    family = subject.type.family
    operator = _OPERATORS.get(node.operator.text)
    if operator is None:
        scope.tell(
            "syntax-error",
            node.operator,
            f"`{node.operator.text}` does not compare",
            'write `is`: `country is "DE", "AT"` fits any of them',
        )
        return None
    if operator in FITTING[family] or (subject.loose and operator in _ORDER):
        return operator
    scope.tell(
        "type-mismatch",
        node.operator,
        f"`{operator.value}` does not fit `{subject.name}`, which is {_a(subject.type)}",
        _instead(family, operator) or _OFFERED[family],
    )
    return None


def _instead(family: Family, operator: Operator) -> str | None:
    instead = _INSTEAD.get((family, operator))
    return None if instead is None else f"write `{instead}`"


def _a(type_: DataType) -> str:
    return f"{'an' if type_.value[0] in 'aeiou' else 'a'} {type_.value}"


def _operand(
    node: ValueNode, operator: Operator, subject: Subject, scope: Scope
) -> Value | Duration | TimeFrame | None:
    """One value of a comparison, fitting the subject."""
    if isinstance(node, TokenReference):
        target = Target(subject.name, subject.type)
        numeric = subject.loose and operator in _ORDER
        return _token(node, target, scope, loose=subject.loose, numeric=numeric)
    family = subject.type.family
    target = Target(subject.name, subject.type)
    if subject.loose and isinstance(node, Number):
        family = Family.NUMBER
    elif subject.loose and operator in _ORDER:
        target = Target(subject.name, DataType.NUMBER)
        family = Family.NUMBER
    match node:
        case Text() if family is Family.TEXT:
            return _text(node, scope)
        case Number() if family is Family.NUMBER:
            return bind_number(node, scope)
        case Boolean() if family is Family.BOOLEAN:
            return node.value
        case _ if family is Family.DATE:
            return _date_operand(node, operator, target, scope)
        case Name():
            _bare_word(node, target, scope)
            return None
        case _:
            mismatch(node, target, scope)
            return None


def _date_operand(
    node: ValueNode, operator: Operator, target: Target, scope: Scope
) -> Value | Duration | TimeFrame | None:
    match node:
        case Date() | DateTime():
            return bind_date(node, scope)
        case DurationNode():
            return bind_duration(node, scope)
        case Text() if operator is Operator.IN_TIME_FRAME:
            return _time_frame(node, scope)
        case TokenReference():
            return _token(node, target, scope)
        case Name():
            _bare_word(node, target, scope)
        case _:
            mismatch(node, target, scope)
    return None


def _time_frame(node: Text, scope: Scope) -> TimeFrame | None:
    text = plain_text(node)
    frame = _TIME_FRAMES.get(" ".join((text or "").lower().split()))
    if frame is None:
        near = nearest(text or "", _TIME_FRAMES)
        scope.tell(
            "unknown-time-frame",
            node,
            f'there is no time frame "{text}"' if text else "this names no time frame",
            f'did you mean `"{near}"`?'
            if near
            else "there are today, yesterday, tomorrow, and this, last or next with week, month, "
            "quarter or year",
        )
    return frame


def _text(node: Text, scope: Scope) -> str | Template | None:
    """Quoted text; tokens in it must be ones that a filter may use."""
    healthy = [_allowed(part, scope) for part in node.parts if isinstance(part, TokenReference)]
    return bind_text(node, scope) if all(healthy) else None


def _token(
    node: TokenReference,
    target: Target,
    scope: Scope,
    *,
    loose: bool = False,
    numeric: bool = False,
) -> TokenUse | None:
    """A token that is compared with; `loose` text takes numbers, and `numeric` no text."""
    if not _allowed(node, scope):
        return None
    wanted = DataType.NUMBER if numeric else WANTED[target.type.family]
    use = bind_token(node, scope, wanted)
    if use is None:
        return None
    family = target.type.family
    if numeric or (loose and use.type.family is Family.NUMBER):
        family = Family.NUMBER
    if use.type.family is family and use.type is not DataType.SCORE:
        return use
    written_as = scope.source.slice(node.span)
    if use.type is DataType.SCORE:
        help = "a score token is a change; declare the token as `number` to compare with it"
    elif family is Family.TEXT:
        help = f'write it in quotes to compare with its text: `"{written_as}"`'
    else:
        help = "use a token of a type that fits"
    scope.tell(
        "type-mismatch",
        node,
        f"{written_as} is {_a(use.type)}, and `{target.name}` is {_a(target.type)}",
        help,
    )
    return None


def _allowed(node: TokenReference, scope: Scope) -> bool:
    """Whether a filter may use the token here: never in a `when`, and only some families."""
    written_as = scope.source.slice(node.span)
    if scope.choice is not None:
        scope.tell(
            "token-in-condition",
            node,
            "a condition of `choose` cannot use a token",
            f"write the value itself; tokens such as {written_as} work in smart lists only",
        )
        return False
    family = node.family.lower()
    if family in _KNOWN_FAMILIES and family not in _USABLE:
        scope.tell(
            "token-in-condition",
            node,
            f"a filter cannot use {written_as}",
            "only `{{my.…}}` and `{{system.…}}` tokens can be compared with",
        )
        return False
    return True


def _check_tokens(values: list[ValueNode], scope: Scope) -> None:
    """Tell of tokens that may not stand here, where the comparison is not bound."""
    for value in values:
        if isinstance(value, TokenReference):
            _allowed(value, scope)


def _bare_word(node: Name, target: Target, scope: Scope) -> None:
    """A word without quotes is meant as text, or as another field."""
    entry = scope.names.fields.get(scope.names.key(node.text))
    if entry is not None and entry.seen(scope.visible):
        scope.tell(
            "type-mismatch",
            node,
            "a field cannot be compared with another field",
            f'write a value; if the text `"{node.text}"` is meant, put it in quotes',
        )
        return
    if node.text.lower() in ("null", "none", "blank", "nothing"):
        scope.tell(
            "type-mismatch",
            node,
            f"`{node.text}` is no value",
            f"write `{written(target.name)} is empty` or `{written(target.name)} is not empty`",
        )
        return
    mismatch(node, target, scope)
