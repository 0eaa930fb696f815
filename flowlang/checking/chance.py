"""Chance in smart lists that others refer to."""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.checking.callers import Callers
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.model.filters import Random
from flowlang.model.instance import Instance
from flowlang.model.walk import all_filters, referred_smart_lists


def check_chance(instance: Instance, callers: Callers) -> Iterator[Diagnostic]:
    """A smart list that others refer to means the same each time it is asked."""
    for smart_list in referred_smart_lists(instance):
        for filter_ in all_filters(smart_list.filter):
            if isinstance(filter_, Random):
                yield Diagnostic(
                    "bad-random",
                    "a smart list that others refer to cannot draw at random",
                    filter_.source,
                    filter_.span,
                    help="write `random` in the smart list of the campaign itself, "
                    "or in a `when` of its flow",
                )
