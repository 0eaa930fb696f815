"""The tokens of a project: where they are declared and where they are used."""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.model.assets import Container, Token
from flowlang.model.filters import Test, Window
from flowlang.model.instance import Instance
from flowlang.model.values import TokenUse
from flowlang.model.walk import instance_filters, tokens_in, tokens_of


def all_uses(instance: Instance) -> Iterator[TokenUse]:
    """Every token that stands anywhere: in campaigns, emails, webhooks and named filters.

    What a campaign's own filters say comes twice.
    """
    for campaign in instance.campaigns:
        yield from tokens_of(campaign)
    for email in instance.emails:
        yield from email.uses
    for webhook in instance.webhooks:
        yield from webhook.uses
    for filter_ in instance_filters(instance):
        if isinstance(filter_, Test | Window):
            for value in filter_.values:
                yield from tokens_in(value)


def declared_tokens(instance: Instance) -> Iterator[tuple[Token, Container | None]]:
    """Every My Token, and what is around the place in which it is declared."""
    seen: set[Container] = set()
    for asset in (*instance.campaigns, *instance.emails, *instance.lists, *instance.smart_lists):
        _collect(asset.container, seen)
    for program in instance.programs:
        _collect(program, seen)
    for container in seen | {instance.root}:
        for token in container.tokens.values():
            yield token, container.parent
    for campaign in instance.campaigns:
        for token in campaign.tokens.values():
            yield token, campaign.container


def inherited(key: str, around: Container | None) -> Token | None:
    """The nearest token of a key, from a place outwards."""
    while around is not None:
        if key in around.tokens:
            return around.tokens[key]
        around = around.parent
    return None


def _collect(container: Container, seen: set[Container]) -> None:
    here: Container | None = container
    while here is not None and here not in seen:
        seen.add(here)
        here = here.parent
