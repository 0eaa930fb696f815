"""My Tokens that are there to be overridden: they stand for nothing by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.checking.callers import Callers
from flowlang.model.assets import Token
from flowlang.model.campaigns import Campaign
from flowlang.model.values import ScoreChange, TokenFamily, TokenUse
from flowlang.model.walk import tokens_of


def is_placeholder(token: Token) -> bool:
    """Whether a token's own value does nothing: a score of `+0`, a text without words."""
    match token.value:
        case ScoreChange():
            return not token.value.sets and token.value.amount == 0
        case str():
            return not token.value.strip()
        case _:
            return False


def own_uses(
    campaign: Campaign, callers: Callers, above: frozenset[Campaign] = frozenset()
) -> Iterator[TokenUse]:
    """The My Tokens that a campaign uses without a default, and what it hands them on to uses."""
    for use in tokens_of(campaign):
        if use.family is TokenFamily.MY and use.default is None and not use.constant:
            yield use
    for call in callers.calls_of(campaign):
        if call.step.with_parent_tokens and call.step.campaign not in above:
            yield from own_uses(call.step.campaign, callers, above | {campaign})
