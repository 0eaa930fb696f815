"""What rules look at: one instance, and what several of them want to know about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from flowlang.checking.callers import Callers
from flowlang.effects.course import Act
from flowlang.effects.effects import Effects
from flowlang.effects.pairs import AtOneEvent, at_one_event
from flowlang.graph.graph import Graph, graph_of
from flowlang.linting.allow import Allows
from flowlang.linting.found import Placed
from flowlang.linting.whole import has_all_scripts
from flowlang.logic.logic import Logic
from flowlang.logic.paths import Met, met_choices
from flowlang.model.assets import Field
from flowlang.model.campaigns import Campaign, CampaignKind
from flowlang.model.filters import Filter
from flowlang.model.instance import Instance
from flowlang.model.origin import is_standard
from flowlang.model.steps import Step
from flowlang.source import Source, Span
from flowlang.syntax.nodes.campaigns import CampaignDeclaration
from flowlang.syntax.nodes.declarations import (
    Declaration,
    FolderDeclaration,
    ProgramDeclaration,
    WorkspaceDeclaration,
)


class People(Protocol):
    """The people of `--people`, and what can be asked of them."""

    size: int
    header: Source
    columns: dict[str, Span]
    values: dict[Field, Counter[str]]
    strays: tuple[str, ...]
    addresses: Counter[str]

    def count(self, filter_: Filter) -> int | None:
        """How many a whole filter, or a part under its `and`, holds for."""

    def count_empty(self, test: Filter) -> int | None:
        """How many pass the filter in which a comparison stands though its field is empty."""

    def has_column(self, field_: Field) -> bool:
        """Whether the data has a column for a field."""


@dataclass(eq=False)
class World:
    """One instance without errors, under the eyes of all rules.

    Analyses that several rules share are cached properties: the first rule that asks pays.
    `people` is None where no data was given.
    """

    instance: Instance
    people: People | None = None

    @cached_property
    def callers(self) -> Callers:
        """Who executes whom."""
        return Callers.of(self.instance)

    @cached_property
    def effects(self) -> Effects:
        """What campaigns read, write, log and start."""
        return Effects(self.instance, self.logic)

    @cached_property
    def at_one_event(self) -> tuple[AtOneEvent, ...]:
        """Trigger campaigns that one activity may start, where one changes what the other minds."""
        return tuple(at_one_event(self.effects))

    @cached_property
    def graph(self) -> Graph:
        """What ties campaigns and assets together."""
        return graph_of(self.instance, self.effects)

    @cached_property
    def logic(self) -> Logic:
        """What can be said of filters without any data."""
        return Logic(self.instance.project)

    @cached_property
    def acts(self) -> dict[Step, list[tuple[Campaign, Act]]]:
        """The places of a step in the courses of campaigns that start by themselves.

        An executable campaign that nobody executes counts as one.
        """
        found: dict[Step, list[tuple[Campaign, Act]]] = {}
        for campaign in self.campaigns:
            if campaign.kind is not CampaignKind.EXECUTABLE or not self.callers.callers_of(
                campaign
            ):
                for act in self.effects.course(campaign):
                    found.setdefault(act.step, []).append((campaign, act))
        return found

    @cached_property
    def choices(self) -> tuple[Met, ...]:
        """The choices that somebody can come to, and what holds of everybody who does."""
        return tuple(
            met for campaign in self.campaigns for met in met_choices(campaign, self.logic)
        )

    @cached_property
    def is_whole(self) -> bool:
        """Whether no script of the project is left out, so that what nobody uses is unused.

        Where no campaign starts by itself, the scripts are a library, and used by others.
        """
        starting = (CampaignKind.BATCH, CampaignKind.TRIGGER)
        return any(each.kind in starting for each in self.campaigns) and has_all_scripts(
            self.instance.project.root, self._own
        )

    @cached_property
    def allows(self) -> Allows:
        """The findings that the scripts say are meant."""
        return Allows.of(file for file in self.instance.files if file.source in self._own)

    @cached_property
    def campaigns(self) -> tuple[Campaign, ...]:
        """The project's own campaigns, in source order; not those that live elsewhere."""
        return tuple(
            each
            for each in self.instance.campaigns
            if each.kind is not CampaignKind.EXTERNAL and self.is_own(each.source)
        )

    def is_own(self, source: Source) -> bool:
        """Whether a file is the project's own, a body or its people's, and not of the library."""
        return (
            source in self._own
            or source in self._bodies
            or (self.people is not None and source is self.people.header)
        )

    def is_script(self, source: Source) -> bool:
        """Whether a file is one of the project's own scripts."""
        return source in self._own

    @cached_property
    def _bodies(self) -> frozenset[Source]:
        """The files beside the scripts in which the texts of emails stand."""
        return frozenset(
            use.source
            for email in self.instance.emails
            if email.source in self._own
            for use in email.uses
        )

    @cached_property
    def _own(self) -> frozenset[Source]:
        return frozenset(
            file.source for file in self.instance.files if not is_standard(file.source)
        )

    def node(self, declared: Placed) -> Declaration | None:
        """The declaration of an asset, token or field as it is written."""
        return self._nodes.get((declared.source, declared.span))

    def campaign_node(self, campaign: Campaign) -> CampaignDeclaration:
        """A campaign, not an external one, as it is written: its parts have places."""
        node = self._nodes[campaign.source, campaign.span]
        assert isinstance(node, CampaignDeclaration)
        return node

    @cached_property
    def _nodes(self) -> dict[tuple[Source, Span], Declaration]:
        """Declarations by the place of their name, which is the place of what they declare."""
        return {
            (file.source, name.span): node
            for file in self.instance.files
            for node in _all_declarations(file.declarations)
            if (name := getattr(node, "name", None)) is not None
        }


def _all_declarations(declarations: Iterable[Declaration]) -> Iterator[Declaration]:
    for node in declarations:
        yield node
        if isinstance(node, ProgramDeclaration | FolderDeclaration | WorkspaceDeclaration):
            yield from _all_declarations(node.body)
