"""# repeated-points

The same points are written into many steps.

Severity: info
Category: style

## Why

The day on which a download is worth ten points instead of five, every step has to be found. A
token in the program or a folder says it once.

## Bad

```flow
import std.fields
program "Scoring" {
  trigger campaign "Form" {
    on fill_out_form
    each person every time
    flow { change lead_score by +5 }
  }
  trigger campaign "Click" {
    on click_email
    each person every time
    flow { change lead_score by +5 }
  }
  trigger campaign "Dialogue" {
    on engage_with_dialogue
    each person every time
    flow { change lead_score by +5 }
  }
  trigger campaign "Facebook" {
    on fill_out_facebook_form
    each person every time
    flow { change lead_score by +5 }
  }
  trigger campaign "LinkedIn" {
    on fill_out_linkedin_form
    each person every time
    flow { change lead_score by +5 }
  }
}
```

## Good

```flow
import std.fields
program "Scoring" {
  token interest: score = +5
  trigger campaign "Form" {
    on fill_out_form
    each person every time
    flow { change lead_score by {{my.Interest}} }
  }
  trigger campaign "Click" {
    on click_email
    each person every time
    flow { change lead_score by {{my.Interest}} }
  }
  trigger campaign "Dialogue" {
    on engage_with_dialogue
    each person every time
    flow { change lead_score by {{my.Interest}} }
  }
  trigger campaign "Facebook" {
    on fill_out_facebook_form
    each person every time
    flow { change lead_score by {{my.Interest}} }
  }
  trigger campaign "LinkedIn" {
    on fill_out_linkedin_form
    each person every time
    flow { change lead_score by {{my.Interest}} }
  }
}
```

## How to mend

Declare a score token around the campaigns, and write `by {{my.…}}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.model.assets import Field
from flowlang.model.steps import ChangeScore
from flowlang.model.values import ScoreChange
from flowlang.model.walk import all_steps

MANY = 5
"""From so many steps on."""

SHOWN = 3


def find(world: World) -> Iterator[Diagnostic]:
    same: dict[tuple[Field, ScoreChange], list[ChangeScore]] = {}
    for campaign in world.campaigns:
        for step in all_steps(campaign.flow):
            change = step.change if isinstance(step, ChangeScore) else None
            if isinstance(change, ScoreChange) and not change.sets and change.amount:
                assert isinstance(step, ChangeScore)
                same.setdefault((step.field, change), []).append(step)
    for (field, change), steps in same.items():
        if len(steps) >= MANY:
            yield found(
                steps[0],
                f"{len(steps)} steps change {field.label} by {change.text}",
                help="declare a score token around them, and write `by {{my.…}}`",
                related=[beside("here, too", each) for each in steps[1 : SHOWN + 1]],
            )
