"""A graph as DOT, as Mermaid, as data for JSON, and as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flowlang.graph.graph import KINDS, Edge, Graph, Node
from flowlang.style import Look, Style, plain

_SHAPES = {
    "batch campaign": "box",
    "trigger campaign": "box",
    "executable campaign": "component",
    "external campaign": "box",
    "smart list": "hexagon",
    "segmentation": "hexagon",
    "list": "folder",
    "program": "tab",
    "email": "note",
    "webhook": "cds",
    "activity": "diamond",
}


def graph_data(graph: Graph) -> dict[str, Any]:
    """A graph as data."""
    return {
        "nodes": [{"name": node.name, "kind": node.kind} for node in graph.nodes],
        "edges": [
            {"from": edge.source.name, "to": edge.target.name, "kind": edge.kind}
            for edge in graph.edges
        ],
    }


def render_dot(graph: Graph) -> str:
    """A graph in Graphviz's language."""
    lines = ["digraph flowlang {", "  rankdir=LR;", '  node [fontname="sans-serif"];']
    names = {node: f"n{number}" for number, node in enumerate(graph.nodes)}
    for node, name in names.items():
        shape = _SHAPES.get(node.kind, "ellipse")
        label = f"{_dot(node.name)}\\n{_dot(node.kind)}"
        lines.append(f'  {name} [label="{label}", shape={shape}];')
    for edge in graph.edges:
        ends = f"{names[edge.source]} -> {names[edge.target]}"
        style = ", style=dashed" if edge.kind in ("reads", "writes") else ""
        lines.append(f'  {ends} [label="{edge.kind}"{style}];')
    return "\n".join([*lines, "}"]) + "\n"


def _dot(text: str) -> str:
    """A text inside of a quoted label: neither quotes nor backslashes mean anything there."""
    return plain(text).replace("\\", "\\\\").replace('"', '\\"')


def render_mermaid(graph: Graph) -> str:
    """A graph in Mermaid's language."""
    lines = ["flowchart LR"]
    names = {node: f"n{number}" for number, node in enumerate(graph.nodes)}
    for node, name in names.items():
        lines.append(f'  {name}["{_mermaid(node.name)}<br/><i>{node.kind}</i>"]')
    for edge in graph.edges:
        arrow = "-.->" if edge.kind in ("reads", "writes") else "-->"
        lines.append(f"  {names[edge.source]} {arrow}|{edge.kind}| {names[edge.target]}")
    return "\n".join(lines) + "\n"


def _mermaid(text: str) -> str:
    """A text inside of a quoted label, each character with a meaning as its number."""
    return "".join(
        char if char.isalnum() or char in " .,-_()" else f"#{ord(char)};" for char in plain(text)
    )


_PASSIVE = {
    "executes": "executed by",
    "requests": "requested by",
    "triggers": "triggered by",
    "removes": "removed from by",
    "starts": "started by",
    "reads": "read by",
    "writes": "written by",
    "sends": "sent by",
    "calls": "called by",
}


def render_text(graph: Graph, style: Style) -> str:
    """Every node with what it does, and with what is done to it; those with no tie last."""
    blocks: list[str] = []
    alone: list[Node] = []
    outs, intos = _by_end(graph)
    for node in graph.nodes:
        lines = [*_side(outs.get(node, []), True), *_side(intos.get(node, []), False)]
        if lines:
            head = f"{style.paint(plain(node.name), Look.STRONG)}  {node.kind}"
            blocks.append("\n".join([head, *lines]))
        else:
            alone.append(node)
    if alone:
        blocks.append("\n".join(["tied to nothing", *(f"  {_named(node)}" for node in alone)]))
    return "\n\n".join(blocks) + "\n" if blocks else "nothing to show\n"


def _by_end(graph: Graph) -> tuple[dict[Node, list[Edge]], dict[Node, list[Edge]]]:
    outs: dict[Node, list[Edge]] = {}
    intos: dict[Node, list[Edge]] = {}
    for edge in graph.edges:
        outs.setdefault(edge.source, []).append(edge)
        intos.setdefault(edge.target, []).append(edge)
    return outs, intos


def _side(edges: list[Edge], out: bool) -> Iterable[str]:
    for kind in KINDS:
        ends = [edge.target if out else edge.source for edge in edges if edge.kind == kind]
        word = kind if out else _PASSIVE[kind]
        for number, end in enumerate(dict.fromkeys(ends)):
            yield f"  {word if not number else '':15} {_named(end)}"


def _named(node: Node) -> str:
    """A name with what it is, where the name does not say so already."""
    name = plain(node.name)
    return name if name.endswith(f"({node.kind})") else f"{name} ({node.kind})"
