"""# placeholder-never-overridden

A campaign with placeholder tokens is executed, and the caller has nothing to put in their place.

Severity: warning
Category: tokens

## Why

A score of `+0` or an empty text is there to be overridden by callers. Where a caller does not, the
campaign runs for its people and does nothing. Nothing is said of a caller that overrides at least
one of several placeholders.

## Bad

```flow
import std.fields
program "Scoring" {
  token points: score = +0
  executable campaign "Add points" {
    each person every time
    flow { change lead_score by {{my.Points}} }
  }
}
batch campaign "Guests" { flow { execute "Scoring.Add points" with parent tokens } }
```

## Good

```flow
import std.fields
program "Scoring" {
  token points: score = +0
  executable campaign "Add points" {
    each person every time
    flow { change lead_score by {{my.Points}} }
  }
}
program "Webinar" {
  token points: score = +10
  batch campaign "Guests" { flow { execute "Scoring.Add points" with parent tokens } }
}
```

## How to mend

Declare the token where the callers are, or give it the value that is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowlang.checking.callers import Call, Callers
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import beside, found
from flowlang.linting.placeholders import is_placeholder, own_uses
from flowlang.linting.world import World
from flowlang.model.assets import Token
from flowlang.model.campaigns import Campaign, CampaignKind


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        calls = world.callers.callers_of(campaign)
        if campaign.kind is not CampaignKind.EXECUTABLE or not calls:
            continue
        placeholders = _placeholders(campaign, world.callers)
        wanting = [call for call in calls if _wants(call, placeholders, world.callers)]
        if not placeholders or not wanting:
            continue
        if len(wanting) == len(calls):
            yield _told_of_all(campaign, placeholders)
        else:
            for call in wanting:
                yield _told_of_one(call, placeholders)


def _placeholders(campaign: Campaign, callers: Callers) -> list[Token]:
    """The placeholders that a campaign, or what it executes with its tokens, uses."""
    tokens = (campaign.token(use.key) for use in own_uses(campaign, callers))
    known = dict.fromkeys(token for token in tokens if token is not None)
    return [token for token in known if is_placeholder(token)]


def _wants(call: Call, placeholders: Iterable[Token], callers: Callers) -> bool:
    """Whether a caller has nothing for any placeholder, so that none was forgotten either."""
    around = [call.caller, *callers.contexts_of(call.caller)]
    return all(
        caller.token(token.key) in (None, token) for caller in around for token in placeholders
    )


def _told_of_all(campaign: Campaign, placeholders: list[Token]) -> Diagnostic:
    return found(
        placeholders[0],
        f'nobody who executes "{campaign.qualified_name}" overrides this placeholder',
        help="declare the token where the callers are, or give it the value that is meant",
        related=(beside("used by this campaign", campaign),),
    )


def _told_of_one(call: Call, placeholders: list[Token]) -> Diagnostic:
    name = placeholders[0].name
    return found(
        call.step,
        f'"{call.step.campaign.qualified_name}" runs with its placeholder here: this campaign '
        f"has no `{{{{my.{name}}}}}`",
        help="declare the token in the program around this campaign",
        related=(beside("the placeholder", placeholders[0]),),
    )
