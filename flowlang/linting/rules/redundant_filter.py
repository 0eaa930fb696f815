"""# redundant-filter

This part of a filter changes nothing: the others say it already.

Severity: info
Category: correctness

## Why

Under `and`, it holds wherever the other parts do; under `or`, another part lets in all whom it
lets in. Whoever reads the filter looks for a reason that is not there, and often one of the
values is not the one that was meant.

## Bad

```flow
import std.fields
batch campaign "Hot" {
  smart list { lead_score >= 100 and lead_score >= 50 }
  flow { do nothing }
}
```

## Good

```flow
import std.fields
batch campaign "Hot" { smart list { lead_score between 50 and 100 } flow { do nothing } }
```

## How to mend

Take the part out, or give it the value that was meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic, Edit, Fix
from flowlang.linting.asked import asked_filters, parts
from flowlang.linting.found import found
from flowlang.linting.world import World
from flowlang.logic.logic import Claim, Logic
from flowlang.logic.wording import quoted
from flowlang.model.filters import (
    All,
    Any,
    Everyone,
    Filter,
    InSegment,
    InSmartList,
    Operator,
    Random,
    Test,
)
from flowlang.source import Span

MOST = 40
"""A filter with more parts at one level is left alone."""


def find(world: World) -> Iterator[Diagnostic]:
    logic = world.logic
    for filter_ in asked_filters(world):
        for part in parts(filter_):
            if (
                isinstance(part, All | Any)
                and len(part.items) <= MOST
                and not logic.never_holds(part)
                and not logic.always_holds(part)
            ):
                yield from _redundant(part, logic)


def _redundant(whole: All | Any, logic: Logic) -> Iterator[Diagnostic]:
    """The items without which a filter is the same, the last ones first found."""
    under_and = isinstance(whole, All)
    left = [each for each in whole.items if not _is_apart(each) and not _speaks_out(each, whole)]
    about = {item: logic.subjects(item) for item in left}
    for item in reversed(whole.items):
        if item not in about or logic.never_holds(item) or logic.always_holds(item):
            continue
        others = [each for each in left if each is not item and about[each] & about[item]]
        if not others:
            continue
        if not logic.is_impossible(
            Claim(item, not under_and), *(Claim(each, under_and) for each in others)
        ):
            continue
        left.remove(item)
        told = (
            "holds wherever the rest does" if under_and else "lets in nobody whom the rest does not"
        )
        alone = [
            each
            for each in others
            if logic.is_impossible(Claim(item, not under_and), Claim(each, under_and))
        ]
        if alone:
            told = (
                f"holds wherever `{quoted(alone[0])}` does"
                if under_and
                else f"lets in nobody whom `{quoted(alone[0])}` does not"
            )
        yield found(
            item,
            f"this changes nothing: it {told}",
            help="take it out, or give it the value that was meant",
            fix=_removal(whole, item),
        )


def _is_apart(filter_: Filter) -> bool:
    """Whether a part may well change one day without this filter, or means chance."""
    return any(
        isinstance(each, InSmartList | InSegment | Random | Everyone) for each in parts(filter_)
    )


def _speaks_out(filter_: Filter, whole: All | Any) -> bool:
    """Whether a part says that empty values are meant, which another part lets in silently."""
    return (
        isinstance(whole, Any)
        and isinstance(filter_, Test)
        and filter_.operator is Operator.IS_EMPTY
    )


def _removal(whole: All | Any, item: Filter) -> Fix | None:
    """Take the item out with the word that joins it; None where a comment would be lost."""
    place = whole.items.index(item)
    if place:
        previous = whole.items[place - 1].span.end
        opened = whole.source.text[previous : item.span.start]
        if ")" in opened or "(" in opened:
            return None
        span = Span(previous, item.span.end)
    else:
        span = Span(item.span.start, whole.items[1].span.start)
        if (
            "(" in whole.source.text[item.span.end : span.end]
            or ")" in whole.source.text[item.span.end : span.end]
        ):
            return None
    if "#" in whole.source.slice(span):
        return None
    return Fix("take it out", (Edit(whole.source, span, ""),), safe=True)
