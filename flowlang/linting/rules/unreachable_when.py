"""# unreachable-when

Nobody comes to this `when`: whoever it is for has been taken by earlier ones, or never comes here.

Severity: warning
Category: correctness

## Why

Of a choice the first `when` that holds is taken. A narrow condition behind a wide one is never
reached, and neither is one that the smart list, or the branch around the choice, rules out.

## Bad

```flow
import std.fields
batch campaign "Titles" {
  flow {
    choose {
      when title contains "Director" { change lead_status to "Warm" }
      when title contains "Managing Director" { change lead_status to "Hot" }
      otherwise { do nothing }
    }
  }
}
```

## Good

```flow
import std.fields
batch campaign "Titles" {
  flow {
    choose {
      when title contains "Managing Director" { change lead_status to "Hot" }
      when title contains "Director" { change lead_status to "Warm" }
      otherwise { do nothing }
    }
  }
}
```

## How to mend

Put the narrow condition before the wide one, or take it out.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.found import beside, found
from flowlang.linting.world import World
from flowlang.logic.logic import Claim, Logic
from flowlang.logic.paths import Met, before
from flowlang.logic.telling import in_words
from flowlang.logic.wording import quoted
from flowlang.model.filters import Filter
from flowlang.model.steps import Branch


def find(world: World) -> Iterator[Diagnostic]:
    for met in world.choices:
        for branch in met.choice.branches:
            if branch.condition is None or world.logic.never_holds(branch.condition):
                continue
            told = _unreachable(met, branch, branch.condition, world)
            if told is not None:
                yield told


def _unreachable(met: Met, branch: Branch, condition: Filter, world: World) -> Diagnostic | None:
    logic = world.logic
    earlier = before(met.choice, branch)
    if logic.is_impossible(Claim(condition), *earlier):
        return _covered(condition, earlier, world)
    if logic.is_impossible(Claim(condition), *earlier, *met.given):
        return found(
            condition,
            "nobody comes to this `when`: no one who gets to this choice is like that",
            help="take it out, or mend the filter that decides who gets here",
            related=[
                beside("decided here", each.filter) for each in _barring(condition, met, logic)
            ],
        )
    return None


def _covered(condition: Filter, earlier: tuple[Claim, ...], world: World) -> Diagnostic:
    logic = world.logic
    covering = [
        each.filter
        for each in earlier
        if logic.is_impossible(Claim(condition), Claim(each.filter, False))
    ][:1]
    if covering:
        message = f"nobody comes to this `when`: `{quoted(covering[0])}` takes them before"
    else:
        message = "nobody comes to this `when`: the ones before it take everybody it is for"
    witness = logic.witness(Claim(condition))
    if witness is not None:
        message += f"; such as {in_words(witness, world.instance.project.timezone)}"
    return found(
        condition,
        message,
        help="put it before the wider one, or take it out",
        related=[
            beside("taken here", each) for each in covering or [each.filter for each in earlier]
        ],
    )


def _barring(condition: Filter, met: Met, logic: Logic) -> list[Claim]:
    """The filters that alone keep people out; all of them where it takes several."""
    alone = [each for each in met.given if logic.is_impossible(Claim(condition), each)]
    return alone[:1] or list(met.given)
