"""My Tokens that a caller hands to an executable must be of a type that it can use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from flowlang.checking.callers import Callers
from flowlang.datatypes import DataType, Family
from flowlang.diagnostics.diagnostic import Diagnostic, Related
from flowlang.model import filters, steps
from flowlang.model.assets import Token
from flowlang.model.campaigns import Campaign, CampaignKind
from flowlang.model.instance import Instance
from flowlang.model.values import TokenFamily, TokenUse
from flowlang.model.walk import all_steps, filters_of


def check_handed_tokens(instance: Instance, callers: Callers) -> Iterator[Diagnostic]:
    """Whoever executes a campaign with parent tokens has score tokens where it has, and so on.

    Each token is told once, at its own place, however many campaigns it is handed to.
    """
    told: set[Token] = set()
    for campaign in instance.campaigns:
        if campaign.kind is not CampaignKind.EXECUTABLE:
            continue
        for use, is_score in _typed_uses(campaign):
            for caller in callers.contexts_of(campaign):
                token = caller.token(use.key)
                if token is None or token in told or _fits(token, use, is_score):
                    continue
                told.add(token)
                yield _told(token, use, campaign, is_score)


def _typed_uses(campaign: Campaign) -> Iterator[tuple[TokenUse, bool]]:
    """The my tokens that are used as what they are, not as text; and whether as score changes."""
    for filter_ in filters_of(campaign):
        if isinstance(filter_, filters.Test | filters.Window):
            for value in filter_.values:
                if _is_handed(value):
                    yield value, False
    for step in all_steps(campaign.flow):
        if isinstance(step, steps.ChangeScore) and _is_handed(step.change):
            yield step.change, True


def _is_handed(value: object) -> TypeGuard[TokenUse]:
    return isinstance(value, TokenUse) and value.family is TokenFamily.MY and not value.constant


def _fits(token: Token, use: TokenUse, is_score: bool) -> bool:
    if is_score or token.type is DataType.SCORE:
        return is_score and token.type is DataType.SCORE
    return token.type.family is use.type.family


_WANTED = {Family.TEXT: "text", Family.NUMBER: "number", Family.DATE: "date"}


def _told(token: Token, use: TokenUse, campaign: Campaign, is_score: bool) -> Diagnostic:
    wanted = "score" if is_score else _WANTED.get(use.type.family, use.type.value)
    return Diagnostic(
        "type-mismatch",
        f'"{campaign.qualified_name}" takes `{{{{my.{use.name}}}}}` from whoever executes it '
        f"and needs a {wanted} token, but this one is of type {token.type.value}",
        token.source,
        token.span,
        help=f"declare it as `{wanted}`, or give it another name",
        related=(Related("it is used here", use.source, use.span),),
    )
