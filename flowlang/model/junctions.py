"""Filters joined by `and` and `or`, never by both at one level."""

from __future__ import annotations

from flowlang.model.filters import All, Any, Filter, Unknown
from flowlang.model.scope import Scope
from flowlang.source import Span
from flowlang.syntax.nodes.filters import Junction

_LONGEST = 90
"""How long a text may be that is shown mended as a whole."""


def is_any(node: Junction) -> bool:
    """Whether the items are joined by `or` alone."""
    return all(operator.text == "or" for operator in node.operators)


def join(node: Junction, items: tuple[Filter, ...], scope: Scope) -> Filter:
    """The joined items; `Unknown` where both words stand at one level, which is told."""
    if is_any(node):
        return Any(scope.source, node.span, items)
    if all(operator.text == "and" for operator in node.operators):
        return All(scope.source, node.span, items)
    first = node.operators[0].text
    other = next(i for i, operator in enumerate(node.operators) if operator.text != first)
    scope.tell(
        "mixed-and-or",
        node.operators[other],
        "`and` and `or` stand side by side, so the order is not clear",
        _mended(node, other, scope)
        or f"put the part joined by `{first}`, or the other one, in parentheses",
    )
    return Unknown(scope.source, node.span)


def _mended(node: Junction, other: int, scope: Scope) -> str | None:
    """The beginning with parentheses, where it is short and stands on one line."""
    together = scope.source.slice(Span(node.items[0].start, node.items[other].end))
    rest = scope.source.slice(Span(node.items[other].end, node.items[other + 1].end))
    mended = f"({together}){rest}"
    if "\n" in together:
        return None
    if "\n" in rest or len(mended) > _LONGEST:
        mended = f"({together})"
    if len(mended) > _LONGEST:
        return None
    return f"put one part in parentheses, such as `{mended}`"
