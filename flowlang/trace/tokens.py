"""Tokens for one person: what they come to, and where each value is from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flowlang.datatypes import DataType
from flowlang.engine.cohort import Cohort
from flowlang.engine.resolve import operands, text
from flowlang.engine.state import State
from flowlang.engine.tokens import Context
from flowlang.engine.vectors import Text
from flowlang.model.assets import Container, ContainerKind
from flowlang.model.assets import Token as Declared
from flowlang.model.campaigns import Campaign
from flowlang.model.filters import Did, Test, Window
from flowlang.model.values import TokenFamily, TokenUse
from flowlang.model.walk import all_filters, tokens_in
from flowlang.trace.story import Token
from flowlang.trace.words import place, written

_DEFAULT = "its default, as there is no value"


def told(use: TokenUse, state: State, cohort: Cohort) -> Token:
    """A token of one person; `cohort` is that person alone."""
    value = _only(text(use, state, cohort))
    name = written(use.source, use.span)
    if use.default is not None:
        bare = _only(text(replace(use, default=None), state, cohort))
        if bare is None:
            return Token(name, value, "default", _DEFAULT)
    return _with_origin(Token(name, value, "", ""), use, cohort.context, state)


def in_filter(filter_: Test | Did, state: State, context: Context | None, now: int) -> list[Token]:
    """The tokens that a predicate compares with; they come to the same for everyone."""
    values = filter_.values if isinstance(filter_, Test) else _compared(filter_)
    return [_constant(use, state, context, now) for value in values for use in tokens_in(value)]


def _compared(filter_: Did) -> Iterator[object]:
    """All values in the constraint and the window of an activity filter."""
    for each in all_filters(filter_):
        if isinstance(each, Test | Window):
            yield from each.values


def _constant(use: TokenUse, state: State, context: Context | None, now: int) -> Token:
    found = operands((use,), DataType.TEXT, state, context, now)
    token = Token(written(use.source, use.span), str(found[0]) if found else None, "", "")
    token = _with_origin(token, use, context, state)
    if token.origin == "nothing" and use.default is not None:
        token.origin, token.told = "default", _DEFAULT
    return token


def _only(found: Text) -> str | None:
    code = int(found.codes[0])
    return found.words.texts[code] if code >= 0 else None


def _with_origin(token: Token, use: TokenUse, context: Context | None, state: State) -> Token:
    match use.family:
        case TokenFamily.MY:
            _my_origin(token, use, context, state)
        case TokenFamily.LEAD:
            token.origin, token.told = "person", "the person"
        case TokenFamily.COMPANY:
            token.origin, token.told = "company", "the person's company"
        case TokenFamily.MEMBER:
            program = None if context is None else context.program
            token.origin = "membership"
            token.told = "no program" if program is None else f'membership of "{program.name}"'
        case TokenFamily.CAMPAIGN | TokenFamily.PROGRAM:
            token.origin = "context"
            root = None if context is None else context.root
            token.told = "the campaign in context" if root is None else _quoted(root)
        case TokenFamily.SYSTEM:
            token.origin, token.told = "clock", "the clock"
        case TokenFamily.TRIGGER:
            token.origin, token.told = "trigger", "the activity that triggered"
    return token


def _my_origin(token: Token, use: TokenUse, context: Context | None, state: State) -> None:
    if use.constant or context is None:
        if use.declared is not None:
            _declared_at(token, use.declared, _holder(use.declared, state), "")
            return
        token.origin, token.told = "nothing", "nobody: no such token is in reach"
        return
    found = context.supplied(use.key)
    if found is None:
        token.origin, token.told = "nothing", "nobody: no campaign in the chain has it"
        return
    caller = ""
    if found.context is not context:
        caller = f"the caller {_quoted(found.context.campaign)}"
    if found.token is None:
        token.origin = "outside"
        token.told = "outside, given to the run" + (f" of {caller}" if caller else "")
    else:
        _declared_at(token, found.token, _holder_from(found.context.campaign, use.key), caller)


def _declared_at(
    token: Token, declared: Declared, holder: Campaign | Container | None, caller: str
) -> None:
    """A value that stands in the script: in a campaign, a program, a folder, or globally."""
    match holder:
        case Campaign():
            origin, where = "campaign", caller or f"the campaign {_quoted(holder)}"
        case Container(kind=ContainerKind.ROOT) | None:
            origin, where = "global", "a global token"
        case _:
            origin, where = holder.kind.value, f'the {holder.kind.value} "{holder.name}"'
    if caller and where != caller:
        where = f"{where}, by way of {caller}"
    token.origin, token.told = origin, where
    token.place = place(declared.source, declared.span)


def _holder_from(campaign: Campaign, key: str) -> Campaign | Container | None:
    """Where the token is declared that a campaign sees under a key."""
    if key in campaign.tokens:
        return campaign
    here: Container | None = campaign.container
    while here is not None and key not in here.tokens:
        here = here.parent
    return here


def _holder(declared: Declared, state: State) -> Campaign | Container | None:
    """Where a token is declared, looked for everywhere."""
    instance = state.plan.instance
    for campaign in instance.campaigns:
        if campaign.tokens.get(declared.key) is declared:
            return campaign
    holders = {each.container for each in (*instance.campaigns, *instance.smart_lists)}
    for start in (*instance.programs, *holders):
        here: Container | None = start
        while here is not None:
            if here.tokens.get(declared.key) is declared:
                return here
            here = here.parent
    return None


def _quoted(campaign: Campaign) -> str:
    return f'"{campaign.qualified_name}"'
