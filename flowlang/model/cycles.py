"""Smart lists and segmentations that refer to themselves, directly or by way of others."""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.diagnostics.diagnostic import Diagnostic, Related
from flowlang.model.assets import Segmentation, SmartList
from flowlang.model.filters import All, Any, Filter, InSegment, InSmartList, Not

_Node = SmartList | Segmentation


def smart_list_cycles(nodes: list[_Node]) -> list[Diagnostic]:
    """One diagnostic for each cycle, at its first smart list in source order."""
    links = {node: dict(_links(node)) for node in nodes}
    done: set[_Node] = set()
    found: list[Diagnostic] = []
    for node in nodes:
        if node not in done:
            found.extend(_walk(node, links, done))
    return found


def _walk(
    start: _Node, links: dict[_Node, dict[_Node, Filter]], done: set[_Node]
) -> Iterator[Diagnostic]:
    """Depth first from a node; what is on the path when it is met again is a cycle."""
    path: list[_Node] = [start]
    rest: list[Iterator[_Node]] = [iter(links[start])]
    while path:
        target = next(rest[-1], None)
        if target is None:
            done.add(path.pop())
            rest.pop()
        elif target in path:
            yield _told(path[path.index(target) :], links)
        elif target in links and target not in done:
            path.append(target)
            rest.append(iter(links[target]))


def _told(cycle: list[_Node], links: dict[_Node, dict[_Node, Filter]]) -> Diagnostic:
    chain = " → ".join(f'"{node.qualified_name}"' for node in [*cycle, cycle[0]])
    first = links[cycle[0]][cycle[1 % len(cycle)]]
    related = tuple(
        Related(
            f'"{here.qualified_name}" refers to "{there.qualified_name}" here',
            via.source,
            via.span,
        )
        for here, there in zip(cycle, [*cycle[1:], cycle[0]], strict=True)
        if (via := links[here][there]) is not first
    )
    return Diagnostic(
        "smart-list-cycle",
        f"who is in this list depends on the list itself: {chain}",
        first.source,
        first.span,
        help="take one of the references out",
        related=related,
    )


def _links(node: _Node) -> Iterator[tuple[_Node, Filter]]:
    """What a smart list or segmentation refers to, and where; the first place counts."""
    seen: set[_Node] = set()
    filters = [node.filter] if isinstance(node, SmartList) else [s.filter for s in node.segments]
    for filter in filters:
        for target, via in _references(filter):
            if target not in seen:
                seen.add(target)
                yield target, via


def _references(filter: Filter) -> Iterator[tuple[_Node, Filter]]:
    match filter:
        case InSmartList():
            for target in filter.smart_lists:
                yield target, filter
        case InSegment():
            yield filter.segmentation, filter
        case All() | Any():
            for item in filter.items:
                yield from _references(item)
        case Not():
            yield from _references(filter.item)
        case _:
            pass
