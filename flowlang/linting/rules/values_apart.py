"""# values-apart

Several comparisons of one field say what one with several values says.

Severity: info
Category: style

## Why

`country is "AT" or country is "CH"` is `country is "AT", "CH"`: one filter for Marketo instead of
two, and nothing to put into parentheses. Denials join under `and`.

## Bad

```flow
import std.fields
trigger campaign "Alps" {
  on fill_out_form
  smart list { country is "AT" or country is "CH" }
  flow { change lead_owner to "Anna" }
}
```

## Good

```flow
import std.fields
trigger campaign "Alps" {
  on fill_out_form
  smart list { country is "AT", "CH" }
  flow { change lead_owner to "Anna" }
}
```

## How to mend

List the values in one comparison.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic, Edit, Fix
from flowlang.linting.asked import asked_filters, parts
from flowlang.linting.found import beside, edit, found, safe_fix
from flowlang.linting.world import World
from flowlang.model.filters import All, Any, Operator, Test
from flowlang.source import Span

JOIN_UNDER_OR = (Operator.IS, Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH)
JOIN_UNDER_AND = (Operator.IS_NOT, Operator.NOT_CONTAINS, Operator.NOT_STARTS_WITH)


MANY = 10
"""Longer lists may well be apart because somebody wanted to keep them apart."""


def find(world: World) -> Iterator[Diagnostic]:
    for filter_ in asked_filters(world):
        for part in parts(filter_):
            if isinstance(part, All | Any):
                yield from _apart(part)


def _apart(whole: All | Any) -> Iterator[Diagnostic]:
    joinable = JOIN_UNDER_AND if isinstance(whole, All) else JOIN_UNDER_OR
    groups: dict[tuple[object, Operator], list[Test]] = {}
    for item in whole.items:
        if isinstance(item, Test) and item.operator in joinable:
            groups.setdefault((item.subject, item.operator), []).append(item)
    for group in groups.values():
        if len(group) > 1 and sum(len(each.values) for each in group) <= MANY:
            yield found(
                group[1],
                f"this and the comparison before it are one: `{group[0].operator.value}` takes "
                "several values",
                help="list the values in one comparison",
                related=(beside("the one before", group[0]),),
                fix=_joined(whole, group),
            )


def _joined(whole: All | Any, group: list[Test]) -> Fix | None:
    """Move the values of the second comparison to the first; None where words would be lost."""
    first, second = group[:2]
    values = _values(second)
    previous = whole.items[whole.items.index(second) - 1]
    gap = Span(previous.span.end, second.span.end)
    taken = whole.source.slice(gap)
    if values is None or "#" in taken or "(" in taken or ")" in taken:
        return None
    edits: list[Edit] = [edit(first, f"{whole.source.slice(first.span)}, {values}")]
    if previous is first:
        # One edit, as the two would touch.
        both = Span(first.span.start, second.span.end)
        edits = [Edit(whole.source, both, f"{whole.source.slice(first.span)}, {values}")]
    else:
        edits.append(Edit(whole.source, gap, ""))
    return safe_fix("list the values in one comparison", *edits)


def _values(test: Test) -> str | None:
    """The values of a comparison as they are written, None where they cannot be told."""
    operator = r"\s+".join(test.operator.value.split())
    written = re.search(rf"\b{operator}\s+(?=[\"\d{{-])", test.source.slice(test.span))
    return None if written is None else written.string[written.end() :]
