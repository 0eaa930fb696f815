"""What values come to for the people of a cohort: literals, tokens, text with tokens."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import numpy as np

from flowlang.datatypes import DataType, Family
from flowlang.engine.calendar import Now
from flowlang.engine.cohort import Cohort
from flowlang.engine.forms import as_text, join
from flowlang.engine.state import State
from flowlang.engine.tokens import Context
from flowlang.engine.triggering import trigger_text
from flowlang.engine.vectors import EMPTY, Plain, Text, Times, Vector, Words, constant_text
from flowlang.model.values import (
    Day,
    Duration,
    Literal,
    Moment,
    ScoreChange,
    Template,
    TimeFrame,
    TokenFamily,
    TokenUse,
    Value,
)
from flowlang.people import cells


class Typed(NamedTuple):
    """A vector and the type of what it holds."""

    vector: Vector
    type: DataType


def literal_text(value: Literal, state: State) -> str:
    """A literal as it reads inside text."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case ScoreChange():
            return value.text
        case Day():
            return cells.write_day(value.days)
        case Moment():
            return f"{state.plan.calendar.local(value.seconds):%Y-%m-%d %H:%M:%S}"
        case _:
            return cells.write_number(value)


def literal_vector(value: Literal, size: int) -> Typed:
    """A literal for everyone."""
    match value:
        case bool():
            return Typed(Plain(np.full(size, value)), DataType.BOOLEAN)
        case str():
            return Typed(constant_text(value or None, size), DataType.TEXT)
        case int():
            return Typed(Plain(np.full(size, value, np.int64)), DataType.INTEGER)
        case float():
            return Typed(Plain(np.full(size, value)), DataType.FLOAT)
        case Day():
            return Typed(Plain(np.full(size, value.days, np.int64)), DataType.DATE)
        case Moment():
            return Typed(Plain(np.full(size, value.seconds, np.int64)), DataType.DATETIME)
        case ScoreChange():
            return Typed(constant_text(value.text, size), DataType.TEXT)


def resolved(value: Value, state: State, cohort: Cohort) -> Typed:
    """A value for each person of a cohort, as the type it has; empty where it is nothing."""
    match value:
        case Template():
            return Typed(template(value, state, cohort), DataType.TEXT)
        case TokenUse():
            return token(value, state, cohort)
        case _:
            return literal_vector(value, len(cohort))


def text(value: Value, state: State, cohort: Cohort) -> Text:
    """A value for each person as it reads inside text."""
    match value:
        case Template():
            return template(value, state, cohort)
        case TokenUse():
            return _token_text(value, state, cohort)
        case _:
            return constant_text(literal_text(value, state) or None, len(cohort))


def template(value: Template, state: State, cohort: Cohort) -> Text:
    """Text with tokens for each person; empty where nothing but nothing came together."""
    parts: list[str | Text] = [
        part if isinstance(part, str) else _token_text(part, state, cohort) for part in value.parts
    ]
    return emptied(join(parts, len(cohort)))


def emptied(text_: Text) -> Text:
    """The same, where the text without a character counts as none."""
    nothing = text_.where("is nothing", lambda each: each == "")
    if not nothing.any():
        return text_
    return Text(np.where(nothing, EMPTY, text_.codes).astype(np.int32), text_.words)


def _token_text(use: TokenUse, state: State, cohort: Cohort) -> Text:
    """A token for each person as it reads inside text, its default where it is empty."""
    if use.family is TokenFamily.SYSTEM:
        return _system_text(use, state, cohort.now, len(cohort))
    found = token(use, state, cohort)
    return as_text(found.vector, found.type, state.plan.calendar.zone)


def token(use: TokenUse, state: State, cohort: Cohort) -> Typed:
    """A token for each person, its default where it is empty."""
    found = _bare_token(use, state, cohort)
    if use.default is None:
        return found
    empty = found.vector.empty
    if not empty.any():
        return found
    words = as_text(found.vector, found.type, state.plan.calendar.zone)
    filled = Text(words.codes.copy(), words.words)
    count = int(empty.sum())
    filled.put(np.flatnonzero(empty), constant_text(use.default or None, count))
    return Typed(filled, DataType.TEXT)


def _bare_token(use: TokenUse, state: State, cohort: Cohort) -> Typed:
    size = len(cohort)
    match use.family:
        case TokenFamily.MY:
            value = my_token(use, cohort.context)
            return (
                Typed(constant_text(None, size), DataType.TEXT)
                if value is None
                else literal_vector(value, size)
            )
        case TokenFamily.LEAD | TokenFamily.COMPANY:
            if use.field is None:
                return Typed(_ids(state, cohort), DataType.TEXT)
            return Typed(state.column(use.field).take(cohort.rows), use.field.type)
        case TokenFamily.MEMBER:
            return _member_token(use, state, cohort)
        case TokenFamily.CAMPAIGN | TokenFamily.PROGRAM:
            return Typed(constant_text(_about(use, cohort.context), size), DataType.TEXT)
        case TokenFamily.SYSTEM:
            return system_token(use, state, cohort.now, size)
        case TokenFamily.TRIGGER:
            return Typed(trigger_text(use.key, state, cohort), DataType.TEXT)


def my_token(use: TokenUse, context: Context | None) -> Literal | None:
    """The value of a my token; where it stands counts for one that is constant."""
    if use.constant or context is None:
        return None if use.declared is None else use.declared.value
    return context.my(use.key)


def _ids(state: State, cohort: Cohort) -> Text:
    ids = state.partition.ids
    texts = [str(ids[int(row)].as_py()) for row in cohort.rows]
    words = Words()
    codes = np.fromiter((words.code(each) for each in texts), np.int32, len(texts))
    return Text(codes, words)


def _member_token(use: TokenUse, state: State, cohort: Cohort) -> Typed:
    program = cohort.context.program
    assert use.field is not None
    if program is None:
        return Typed(constant_text(None, len(cohort)), DataType.TEXT)
    members = state.program_members(program)
    vector = members.fields[use.field.key].take(cohort.rows)
    return Typed(vector, use.field.type)


def _about(use: TokenUse, context: Context) -> str | None:
    """What campaign and program tokens say."""
    campaign, program = context.root, context.program
    if use.family is TokenFamily.CAMPAIGN:
        number = "" if campaign.number is None else str(campaign.number)
        texts = {"name": campaign.name, "id": number, "description": campaign.description}
    elif program is None:
        return None
    else:
        texts = {"name": program.name, "id": "", "description": program.description}
    return texts.get(use.key) or None


def system_token(use: TokenUse, state: State, now: Now, size: int) -> Typed:
    """A token of the clock, typed: a day, a moment, or a time of day as text."""
    calendar = state.plan.calendar
    if use.key == "date":
        if isinstance(now, int):
            return Typed(Plain(np.full(size, calendar.day(now), np.int64)), DataType.DATE)
        return Typed(Plain(calendar.local_days(now)[0]), DataType.DATE)
    if use.key == "datetime":
        return Typed(Plain(np.full(size, now, np.int64)), DataType.DATETIME)
    return Typed(_system_text(use, state, now, size), DataType.TEXT)


def _system_text(use: TokenUse, state: State, now: Now, size: int) -> Text:
    form = {"date": "%b %-d, %Y", "time": "%I:%M %p", "datetime": "%Y-%m-%d %H:%M:%S"}[use.key]
    local = state.plan.calendar.local
    if isinstance(now, int):
        return constant_text(_dated(local(now), form), size)
    distinct, places = np.unique(now, return_inverse=True)
    words = Words()
    codes = np.fromiter(
        (words.code(_dated(local(each), form)) for each in distinct.tolist()),
        np.int32,
        len(distinct),
    )
    return Text(codes[places] if len(codes) else np.zeros(0, np.int32), words)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _dated(local: datetime, form: str) -> str:
    """A local time in a form, whatever the language of the machine."""
    text_ = form.replace("%b", _MONTHS[local.month - 1]).replace("%-d", str(local.day))
    text_ = text_.replace("%p", "AM" if local.hour < 12 else "PM")
    return local.strftime(text_)


Operand = Literal | Duration | TimeFrame


def operands(
    values: tuple[Value | Duration | TimeFrame, ...],
    type_: DataType,
    state: State,
    context: Context | None,
    now: int,
) -> list[Operand]:
    """The values of a comparison at one moment, tokens resolved."""
    found: list[Operand] = []
    for value in values:
        if isinstance(value, TokenUse):
            resolved_ = _operand(value, type_, state, context, now)
            if resolved_ is not None:
                found.append(resolved_)
        elif isinstance(value, Template):
            found.append("".join(_part(each, state, context, now) for each in value.parts))
        else:
            found.append(value)
    return found


def _operand(
    use: TokenUse, type_: DataType, state: State, context: Context | None, now: int
) -> Operand | None:
    if use.family is TokenFamily.MY:
        value = my_token(use, context)
        if value is None:
            return use.default
        if type_.family is Family.TEXT and not isinstance(value, str):
            return literal_text(value, state)
        return value
    if type_.family is Family.TEXT:
        return _part(use, state, context, now)
    day = state.plan.calendar.day(now)
    return Day(day) if use.key == "date" else Moment(now)


def _part(part: str | TokenUse, state: State, context: Context | None, now: int) -> str:
    """One part of a text at one moment."""
    if isinstance(part, str):
        return part
    if part.family is TokenFamily.MY:
        value = my_token(part, context)
        return (part.default or "") if value is None else literal_text(value, state)
    return _system_text(part, state, now, 1).words.texts[0]


def depends_on_now(values: tuple[Value | Duration | TimeFrame, ...]) -> bool:
    """Whether a comparison with these values needs tokens of the clock."""
    return any(
        (isinstance(value, TokenUse) and value.family is TokenFamily.SYSTEM)
        or (
            isinstance(value, Template)
            and any(
                isinstance(part, TokenUse) and part.family is TokenFamily.SYSTEM
                for part in value.parts
            )
        )
        for value in values
    )


def moments(now: Now) -> list[tuple[int, Times | None]]:
    """The distinct moments of a clock, and the places of each; None for all places."""
    if isinstance(now, int):
        return [(now, None)]
    distinct, places = np.unique(now, return_inverse=True)
    return [(int(each), np.flatnonzero(places == index)) for index, each in enumerate(distinct)]
