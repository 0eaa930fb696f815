"""# parent-tokens-forgotten

A campaign with placeholder tokens is executed without those that the caller has for it.

Severity: warning
Category: tokens

## Why

Without `with parent tokens` an executed campaign sees its own tokens only. Where they are
placeholders, such as `+0`, it runs and changes nothing; the points that the caller declares are
given to nobody.

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
program "Webinar" {
  token points: score = +10
  batch campaign "Guests" { flow { execute "Scoring.Add points" } }
  batch campaign "Speakers" { flow { execute "Scoring.Add points" with parent tokens } }
}
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
  batch campaign "Speakers" { flow { execute "Scoring.Add points" with parent tokens } }
}
```

## How to mend

Write `with parent tokens` behind the name.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import beside, found, insertion, unsafe_fix
from flowlang.linting.placeholders import is_placeholder, own_uses
from flowlang.linting.world import World


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        for call in world.callers.calls_of(campaign):
            if call.step.with_parent_tokens:
                continue
            for use in own_uses(call.step.campaign, world.callers):
                own = call.step.campaign.token(use.key)
                handed = campaign.token(use.key)
                if own is None or handed in (None, own) or not is_placeholder(own):
                    continue
                assert handed is not None
                yield found(
                    call.step,
                    f'"{call.step.campaign.qualified_name}" runs with its placeholder '
                    f"`{{{{my.{use.name}}}}}` and does not see the one of this campaign",
                    help="write `with parent tokens` behind the name",
                    related=(
                        beside("the placeholder", own),
                        beside("the token that is not handed over", handed),
                    ),
                    fix=unsafe_fix(
                        "write `with parent tokens`",
                        insertion(call.step.source, call.step.span.end, " with parent tokens"),
                    ),
                )
                break
