"""What must hold of campaigns beyond their form and their names: one pass a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flowlang.checking.batches import check_batches
from flowlang.checking.callers import Callers
from flowlang.checking.calls import check_calls
from flowlang.checking.chance import check_chance
from flowlang.checking.executables import check_executables
from flowlang.checking.handed_tokens import check_handed_tokens
from flowlang.checking.misfits import told_where_caused
from flowlang.checking.parts import check_parts
from flowlang.checking.requests import check_requests
from flowlang.checking.tokens import check_tokens
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.model.instance import Instance

Pass = Callable[[Instance, Callers], Iterator[Diagnostic]]

PASSES: tuple[Pass, ...] = (
    check_parts,
    check_executables,
    check_calls,
    check_requests,
    check_batches,
    check_tokens,
    check_handed_tokens,
    check_chance,
)
"""All passes; each is independent of the others."""


def check(instance: Instance) -> list[Diagnostic]:
    """All problems of an instance, those of form and names among them, in order of place."""
    callers = Callers.of(instance)
    found = list(instance.diagnostics)
    for each in PASSES:
        found.extend(each(instance, callers))
    told = told_where_caused(found, instance)
    return sorted(told, key=lambda diagnostic: diagnostic.order)
