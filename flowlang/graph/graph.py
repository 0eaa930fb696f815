"""The graph of an instance: campaigns and assets, and what ties them together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from flowlang.effects.effects import Effects
from flowlang.effects.reads import Read, reads_of_filter
from flowlang.model import steps
from flowlang.model.assets import (
    Activity,
    Asset,
    Email,
    Field,
    FieldKind,
    Program,
    Segmentation,
    SmartList,
    StaticList,
    Webhook,
)
from flowlang.model.campaigns import Campaign, RequestTrigger, Trigger
from flowlang.model.instance import Instance
from flowlang.model.origin import is_standard
from flowlang.model.walk import all_steps

Item = Asset | Field | Program | Activity

KINDS = (
    "executes",
    "requests",
    "triggers",
    "removes",
    "starts",
    "reads",
    "writes",
    "sends",
    "calls",
)
"""The kinds of edges. An activity starts a campaign; all others go out from what does it."""


class Node(NamedTuple):
    """One campaign or asset. No two nodes of a graph have the same name."""

    name: str
    kind: str


class Edge(NamedTuple):
    """What one node does to another."""

    source: Node
    target: Node
    kind: str


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and edges, each once, in source order; `items` are what the nodes stand for."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    items: Mapping[Node, Item] = field(default_factory=dict, compare=False)

    def out(self, node: Node) -> list[Edge]:
        """What a node does."""
        return [edge for edge in self.edges if edge.source == node]

    def into(self, node: Node) -> list[Edge]:
        """What is done to a node."""
        return [edge for edge in self.edges if edge.target == node]

    def find(self, name: str) -> list[Node]:
        """The nodes that a name may mean: its whole name, or what stands behind a dot of it."""
        whole = [node for node in self.nodes if name in (node.name, _bare(node))]
        return whole or [node for node in self.nodes if _bare(node).endswith(f".{name}")]

    def only(self, kinds: Collection[str]) -> Graph:
        """The edges of some kinds, and the nodes that they touch."""
        edges = tuple(edge for edge in self.edges if edge.kind in kinds)
        return self._touched(edges)

    def around(self, node: Node, depth: int | None) -> Graph:
        """What is tied to a node, over so many edges in either direction; None for all."""
        near, last = {node}, {node}
        steps_left = depth
        while last and steps_left != 0:
            ends = {edge.target for edge in self.edges if edge.source in last}
            ends |= {edge.source for edge in self.edges if edge.target in last}
            last = ends - near
            near |= ends
            steps_left = None if steps_left is None else steps_left - 1
        kept = tuple(edge for edge in self.edges if edge.source in near and edge.target in near)
        nodes = tuple(each for each in self.nodes if each in near)
        return Graph(nodes, kept)

    def _touched(self, edges: tuple[Edge, ...]) -> Graph:
        touched = {end for edge in edges for end in (edge.source, edge.target)}
        return Graph(tuple(node for node in self.nodes if node in touched), edges)


def _bare(node: Node) -> str:
    return node.name.removesuffix(f" ({node.kind})")


def graph_of(instance: Instance, effects: Effects | None = None) -> Graph:
    """The graph of an instance.

    Left out are fields and activities that nobody uses, and what the standard library has and
    nothing of the project leads to.
    """
    effects = Effects(instance) if effects is None else effects
    ties = list(dict.fromkeys(_ties(instance, effects)))
    items = _without_spare(list(_items(instance)), ties)
    nodes = _nodes(items)
    edges = tuple(
        Edge(nodes[one], nodes[other], kind)
        for one, other, kind in ties
        if one in nodes and other in nodes
    )
    return Graph(tuple(nodes.values()), edges, {node: item for item, node in nodes.items()})


def _without_spare(items: list[Item], ties: list[_Tie]) -> list[Item]:
    """The project's own assets, and whatever they lead to."""
    below: dict[Item, list[Item]] = {}
    for one, other, kind in ties:
        # An activity that starts a campaign is there because of the campaign.
        who, what = (other, one) if kind == "starts" else (one, other)
        below.setdefault(who, []).append(what)
    wanted = {each for each in items if _is_asset(each) and not _is_library(each)}
    rest = list(wanted)
    while rest:
        for each in below.get(rest.pop(), ()):
            if each not in wanted:
                wanted.add(each)
                rest.append(each)
    return [each for each in items if each in wanted]


def _is_library(item: Item) -> bool:
    return item.source is not None and is_standard(item.source)


def _items(instance: Instance) -> Iterator[Item]:
    yield from instance.campaigns
    yield from instance.smart_lists
    yield from instance.segmentations
    yield from instance.lists
    yield from instance.programs
    yield from instance.emails
    yield from instance.webhooks
    yield from instance.fields
    yield from instance.member_fields
    yield from instance.activities


def _is_asset(item: Item) -> bool:
    return isinstance(item, Asset | Program)


def _nodes(items: list[Item]) -> dict[Item, Node]:
    """A node for each; where names are the same, all but the first say what they are."""
    taken: set[str] = set()
    nodes: dict[Item, Node] = {}
    for item in items:
        kind = kind_of(item)
        name = item.qualified_name if isinstance(item, Asset) else item.name
        if name in taken:
            name = f"{name} ({kind})"
        while name in taken:
            name += "'"
        taken.add(name)
        nodes[item] = Node(name, kind)
    return nodes


def kind_of(item: Item) -> str:
    """What a thing is, in a word or two."""
    match item:
        case Campaign():
            return f"{item.kind.value} campaign"
        case Field():
            return "field" if item.kind is FieldKind.PERSON else f"{item.kind.value} field"
        case _:
            return _KINDS[type(item)]


_KINDS: dict[type[Item], str] = {
    SmartList: "smart list",
    StaticList: "list",
    Segmentation: "segmentation",
    Program: "program",
    Email: "email",
    Webhook: "webhook",
    Activity: "activity",
}

_Tie = tuple[Item, Item, str]


def _ties(instance: Instance, effects: Effects) -> Iterator[_Tie]:
    for campaign in instance.campaigns:
        yield from _triggers_of(campaign)
        yield from _read(campaign, effects.entry_reads(campaign))
        for step in all_steps(campaign.flow):
            yield from _step(campaign, step, effects)
        for start in effects.starts(campaign):
            requested = isinstance(start.act.step, steps.Request)
            if not requested and not start.act.chain:
                yield campaign, start.target, "triggers"
    for smart_list in instance.smart_lists:
        yield from _read(smart_list, reads_of_filter(smart_list.filter))
    for segmentation in instance.segmentations:
        for segment in segmentation.segments:
            yield from _read(segmentation, reads_of_filter(segment.filter))


def _triggers_of(campaign: Campaign) -> Iterator[_Tie]:
    for trigger in campaign.triggers:
        if isinstance(trigger, RequestTrigger):
            continue
        assert isinstance(trigger, Trigger)
        yield trigger.activity, campaign, "starts"
        if trigger.of_field is not None:
            yield campaign, trigger.of_field, "reads"


def _read(who: Item, reads: Iterable[Read]) -> Iterator[_Tie]:
    for read in reads:
        yield who, (read.through[0] if read.through else read.thing.item), "reads"


def _step(campaign: Campaign, step: steps.Step, effects: Effects) -> Iterator[_Tie]:
    match step:
        case steps.Execute():
            yield campaign, step.campaign, "executes"
        case steps.Request():
            yield campaign, step.campaign, "requests"
        case steps.RemoveFromFlow():
            for each in step.campaigns:
                yield campaign, each, "removes"
        case steps.SendEmail() | steps.SendAlert():
            yield campaign, step.email, "sends"
        case steps.CallWebhook():
            yield campaign, step.webhook, "calls"
        case _:
            pass
    yield from _read(campaign, effects.reads_of_step(step, campaign))
    for write in effects.writes(step):
        if not isinstance(step, steps.Execute):
            yield campaign, write.thing.item, "writes"


def affected(graph: Graph, node: Node) -> Iterator[tuple[int, Node, str, Node]]:
    """Who is affected by a change of a node: how far off, who, why, and through whom.

    Those that read, send, execute or request it; what a campaign starts; and who reads what
    an affected campaign writes. Each is given once, the nearest first.
    """
    seen = {node}
    waiting = [(0, node)]
    while waiting:
        depth, here = waiting.pop(0)
        for other, why in _next(graph, here, depth == 0):
            if other not in seen:
                seen.add(other)
                waiting.append((depth + 1, other))
                yield depth + 1, other, why, here


def _next(graph: Graph, node: Node, first: bool) -> Iterator[tuple[Node, str]]:
    # Whoever writes a thing feels that it is another one, but not what others write to it.
    kinds = _DEPENDING | {"writes"} if first else _DEPENDING
    for edge in graph.into(node):
        if edge.kind in kinds:
            yield edge.source, edge.kind
    for edge in graph.out(node):
        if edge.kind == "writes":
            yield edge.target, "is written by"
        elif edge.kind in ("triggers", "requests", "starts", "executes"):
            yield edge.target, _PASSIVE[edge.kind]


_DEPENDING = {"reads", "sends", "calls", "executes", "requests", "removes"}
_PASSIVE = {
    "triggers": "is triggered by",
    "requests": "is requested by",
    "starts": "is started by",
    "executes": "is executed by",
}
