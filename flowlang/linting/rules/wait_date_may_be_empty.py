"""# wait-date-may-be-empty

A wait for a date of the person is none for those without that date.

Severity: warning
Category: correctness

## Why

Where the date is empty, nobody waits: what was to happen a week before the renewal happens at
once. Nothing is said where the date was asked for before.

## Bad

```flow
import std.fields
field renewal_date: date
email "Renew" { subject: "It is time" }
trigger campaign "Renewal" {
  on fill_out_form "Contract"
  flow {
    wait until {{lead.Renewal Date}} minus 7 days
    send email "Renew"
  }
}
```

## Good

```flow
import std.fields
field renewal_date: date
email "Renew" { subject: "It is time" }
trigger campaign "Renewal" {
  on fill_out_form "Contract"
  smart list { renewal_date is not empty }
  flow {
    wait until {{lead.Renewal Date}} minus 7 days
    send email "Renew"
  }
}
```

## How to mend

Ask for the date in the smart list, or in a choice around the wait.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.emptiness import ALWAYS_FILLED, is_empty
from flowlang.linting.found import found
from flowlang.linting.reached import ways
from flowlang.linting.world import World
from flowlang.model.assets import Field
from flowlang.model.campaigns import Campaign, Trigger
from flowlang.model.nearest import written
from flowlang.model.steps import ChangeField, WaitUntil
from flowlang.model.values import TokenFamily, TokenUse
from flowlang.model.walk import all_steps

OF_PEOPLE = (TokenFamily.LEAD, TokenFamily.COMPANY)


def find(world: World) -> Iterator[Diagnostic]:
    for campaign in world.campaigns:
        for step in all_steps(campaign.flow):
            if not isinstance(step, WaitUntil):
                continue
            use = step.date
            if not isinstance(use, TokenUse) or use.family not in OF_PEOPLE or use.field is None:
                continue
            field = use.field
            if field.key in ALWAYS_FILLED or use.default or _is_about(field, campaign):
                continue
            if any(
                not world.logic.is_impossible(is_empty(field), *way) for way in ways(world, step)
            ):
                yield found(
                    step,
                    f"people without {field.label} do not wait here",
                    help=f"ask for it before: `{written(field.name)} is not empty`",
                )


def _is_about(field: Field, campaign: Campaign) -> bool:
    """Whether a campaign reacts to a change of the field, or sets it itself."""
    return any(
        isinstance(each, Trigger) and each.of_field is field for each in campaign.triggers
    ) or any(
        isinstance(step, ChangeField) and step.field is field for step in all_steps(campaign.flow)
    )
