"""Tokens that depend on who runs a campaign: of its trigger, its membership, its callers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowlang.checking.callers import Callers
from flowlang.diagnostics.diagnostic import Diagnostic, Related
from flowlang.model.campaigns import Campaign, CampaignKind, RequestTrigger, Trigger
from flowlang.model.instance import Instance
from flowlang.model.nearest import nearest
from flowlang.model.values import TokenFamily, TokenUse
from flowlang.model.walk import tokens_of
from flowlang.names import name_key

ALWAYS_OFFERED = frozenset({"triggername", "name"})
"""Keys of the trigger tokens that every trigger has."""


def check_tokens(instance: Instance, callers: Callers) -> Iterator[Diagnostic]:
    """Every token can be supplied: by the campaign itself, or by one that executes it."""
    for campaign in instance.campaigns:
        for use in tokens_of(campaign):
            found = _wrong(use, campaign, callers)
            if found is not None:
                yield found


def _wrong(use: TokenUse, campaign: Campaign, callers: Callers) -> Diagnostic | None:
    match use.family:
        case TokenFamily.TRIGGER:
            return _wrong_trigger(use, campaign, callers)
        case TokenFamily.MEMBER:
            return _wrong_member(use, campaign, callers)
        case TokenFamily.MY if use.declared is None and not use.constant:
            return _wrong_my(use, campaign, callers)
        case _:
            return None


def _suppliers(campaign: Campaign, callers: Callers) -> list[Campaign] | None:
    """Whose context the tokens of a campaign may come from; None where nobody here calls it."""
    if campaign.kind is not CampaignKind.EXECUTABLE:
        return [campaign]
    if campaign in callers.tested or not callers.callers_of(campaign):
        return None
    return [campaign, *callers.contexts_of(campaign)]


def _wrong_trigger(use: TokenUse, campaign: Campaign, callers: Callers) -> Diagnostic | None:
    suppliers = _suppliers(campaign, callers)
    if suppliers is None:
        return None
    roots = [each for each in suppliers if each.kind is CampaignKind.TRIGGER]
    token = f"{{{{trigger.{use.name}}}}}"
    if not roots:
        where = (
            "no trigger campaign hands its tokens to this one"
            if campaign.kind is CampaignKind.EXECUTABLE
            else "a batch campaign has no trigger"
        )
        return Diagnostic(
            "trigger-token-outside-trigger",
            f"`{token}` is always empty here: {where}",
            use.source,
            use.span,
            help="use a token of the person, or move the step to a trigger campaign",
            related=_declared(campaign),
        )
    offered = _offered(roots)
    if offered is None or use.key in offered or use.key in ALWAYS_OFFERED:
        return None
    near = nearest(use.name, offered.values())
    return Diagnostic(
        "trigger-attribute-not-offered",
        f"no trigger of this campaign offers `{use.name}`",
        use.source,
        use.span,
        help=f"did you mean `{{{{trigger.{near}}}}}`?"
        if near
        else f"it offers {', '.join(offered.values()) or 'only Name and Trigger Name'}",
        related=tuple(
            Related("a trigger is here", trigger.source, trigger.span)
            for root in roots
            for trigger in root.triggers
        ),
    )


def _offered(roots: Iterable[Campaign]) -> dict[str, str] | None:
    """The attributes that some trigger offers, by key; None where one may offer anything."""
    offered: dict[str, str] = {}
    for root in roots:
        for trigger in root.triggers:
            attributes = offered_by(trigger)
            if attributes is None:
                return None
            offered.update(attributes)
    return offered


def offered_by(trigger: Trigger | RequestTrigger) -> dict[str, str] | None:
    """The attributes that one trigger offers, by key; None where it may offer anything."""
    if isinstance(trigger, RequestTrigger):
        return {"source": "Source"}
    if trigger.activity.open:
        return None
    found: dict[str, str] = {}
    for each in trigger.activity.attributes:
        found[each.key] = each.label
        found[name_key(each.label)] = each.label
    return found


def _wrong_member(use: TokenUse, campaign: Campaign, callers: Callers) -> Diagnostic | None:
    suppliers = _suppliers(campaign, callers)
    if suppliers is None or any(each.program is not None for each in suppliers):
        return None
    return Diagnostic(
        "member-token-outside-program",
        f"`{{{{member.{use.name}}}}}` is always empty here: the campaign is in no program",
        use.source,
        use.span,
        help="move the campaign into its program, or use a token of the person",
        related=_declared(campaign),
    )


def _wrong_my(use: TokenUse, campaign: Campaign, callers: Callers) -> Diagnostic | None:
    suppliers = _suppliers(campaign, callers)
    if suppliers is None or any(each.token(use.key) is not None for each in suppliers):
        return None
    return Diagnostic(
        "unknown-token",
        f"no campaign that executes this one supplies `{{{{my.{use.name}}}}}`",
        use.source,
        use.span,
        help=f'declare a default in the campaign, such as `token {use.key}: text = "…"`, '
        "or execute it `with parent tokens` from one that has the token",
        related=_declared(campaign),
    )


def _declared(campaign: Campaign) -> tuple[Related, ...]:
    name = campaign.qualified_name
    return (Related(f'"{name}" is declared here', campaign.source, campaign.span),)
