"""Waits: for how long, until when, on which days."""

from __future__ import annotations

from flowlang.datatypes import DataType, Family
from flowlang.model import steps
from flowlang.model.bind_literals import (
    bind_date,
    bind_duration,
    bind_time,
    bind_weekdays,
)
from flowlang.model.bind_tokens import bind_token
from flowlang.model.scope import Scope, plain_text
from flowlang.model.steps import Step
from flowlang.model.values import Day, Moment, TokenFamily, TokenUse
from flowlang.syntax.nodes import steps as nodes
from flowlang.syntax.nodes.values import Date, DateTime, Text, TokenReference


def bind_wait_for(node: nodes.WaitFor, scope: Scope, path: str, number: int) -> Step | None:
    """`wait DUR [ending monday, friday [at T]]`."""
    duration = bind_duration(node.duration, scope)
    ending = bind_weekdays(node.ending, scope)
    at = None if node.at is None else bind_time(node.at, scope)
    if duration is None or ending is None or (at is None and node.at is not None):
        return None
    return steps.WaitFor(path, scope.source, node.span, number, duration, ending, at)


def bind_wait_until_day(
    node: nodes.WaitUntilDay, scope: Scope, path: str, number: int
) -> Step | None:
    """`wait until next monday at T`."""
    weekdays = bind_weekdays([node.day], scope)
    at = bind_time(node.at, scope)
    if weekdays is None or at is None:
        return None
    return steps.WaitUntilDay(path, scope.source, node.span, number, weekdays, at)


def bind_wait_until(node: nodes.WaitUntil, scope: Scope, path: str, number: int) -> Step | None:
    """`wait until [anniversary of] D [plus DUR | minus DUR] [at T]`."""
    date = _date(node.date, scope)
    shift = None if node.by is None else bind_duration(node.by, scope)
    at = None if node.at is None else bind_time(node.at, scope)
    if date is None or (shift is None and node.by is not None):
        return None
    if at is None and node.at is not None:
        return None
    return steps.WaitUntil(
        path,
        scope.source,
        node.span,
        number,
        node.anniversary,
        date,
        shift,
        node.shift == "minus",
        at,
    )


def _date(
    node: Date | DateTime | TokenReference | Text, scope: Scope
) -> Day | Moment | TokenUse | None:
    match node:
        case Date() | DateTime():
            return bind_date(node, scope)
        case TokenReference():
            return _date_token(node, scope)
        case Text():
            written = scope.source.slice(node.span).strip('"')
            scope.tell(
                "type-mismatch",
                node,
                "a wait needs a date, and this is text",
                f"write it without quotes: `{written}`"
                if plain_text(node) is None or written[:1].isdigit()
                else "write a date such as `2026-11-23`, or a token that holds one",
            )
            return None


def _date_token(node: TokenReference, scope: Scope) -> TokenUse | None:
    use = bind_token(node, scope, DataType.DATE)
    if use is None:
        return None
    if use.type.family is Family.DATE or use.family is TokenFamily.TRIGGER:
        return use
    written = scope.source.slice(node.span)
    scope.tell(
        "type-mismatch",
        node,
        f"a wait needs a date, and {written} is of type {use.type.value}",
        "use a token of type `date`, or of a field of type `date` or `datetime`",
    )
    return None
