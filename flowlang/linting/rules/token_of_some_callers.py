"""# token-of-some-callers

Some of those who execute this campaign do not hand it a token that it uses.

Severity: warning
Category: tokens

## Why

A token that only the caller has is empty wherever the caller lacks it, or executes without `with
parent tokens`. An empty token changes nothing and sends a gap, and nobody is told.

## Bad

```flow
import std.fields
program "Scoring" {
  executable campaign "Note" {
    each person every time
    flow { interesting moment "Web" "Came to {{my.Event}}" }
  }
}
program "Autumn" {
  token event: text = "the autumn webinar"
  batch campaign "Guests" { flow { execute "Scoring.Note" with parent tokens } }
}
program "Winter" {
  batch campaign "Visitors" { flow { execute "Scoring.Note" with parent tokens } }
}
```

## Good

```flow
import std.fields
program "Scoring" {
  executable campaign "Note" {
    each person every time
    flow { interesting moment "Web" "Came to {{my.Event}}" }
  }
}
program "Autumn" {
  token event: text = "the autumn webinar"
  batch campaign "Guests" { flow { execute "Scoring.Note" with parent tokens } }
}
program "Winter" {
  token event: text = "the winter webinar"
  batch campaign "Visitors" { flow { execute "Scoring.Note" with parent tokens } }
}
```

## How to mend

Give the callers the token and execute `with parent tokens`, or write what to take instead:
`{{my.Event:default=one of our events}}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.checking.callers import Call, Callers
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.model.campaigns import Campaign, CampaignKind
from flowlang.model.values import TokenFamily, TokenUse
from flowlang.model.walk import tokens_of

SHOWN = 5
"""So many callers are pointed at."""


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        calls = world.callers.callers_of(campaign)
        if campaign.kind is not CampaignKind.EXECUTABLE or not calls:
            continue
        for use in tokens_of(campaign):
            if use.default is None and _is_handed(use):
                lacking = [call for call in calls if _lacks(call, use, world.callers)]
                if 0 < len(lacking) < len(calls):
                    yield _told(use, lacking, len(calls))


def _is_handed(use: TokenUse) -> bool:
    """Whether a token can only come from a caller."""
    match use.family:
        case TokenFamily.MY:
            return use.declared is None and not use.constant
        case TokenFamily.MEMBER | TokenFamily.TRIGGER:
            return True
        case _:
            return False


def _lacks(call: Call, use: TokenUse, callers: Callers) -> bool:
    """Whether a token is surely empty for those who come by a call."""
    if not call.step.with_parent_tokens:
        return not (use.family is TokenFamily.MEMBER and call.step.campaign.program is not None)
    if _has(call.caller, use):
        return False
    above = callers.callers_of(call.caller)
    if call.caller.kind is CampaignKind.EXECUTABLE:
        return bool(above) and all(_lacks(each, use, callers) for each in above)
    return True


def _has(campaign: Campaign, use: TokenUse) -> bool:
    match use.family:
        case TokenFamily.MY:
            return campaign.token(use.key) is not None
        case TokenFamily.MEMBER:
            return campaign.program is not None
        case _:
            return campaign.kind is CampaignKind.TRIGGER


def _told(use: TokenUse, lacking: list[Call], calls: int) -> Diagnostic:
    token = f"{{{{{use.family.value}.{use.name}}}}}"
    return found(
        use,
        f"`{token}` is empty for {len(lacking)} of the {calls} that execute this campaign",
        help="give them the token and execute `with parent tokens`, or write a default: "
        f"`{{{{{use.family.value}.{use.name}:default=…}}}}`",
        related=[
            beside(f'"{call.caller.qualified_name}" does not hand it over', call.step)
            for call in lacking[:SHOWN]
        ],
    )
