"""Everything that has a name and does nothing by itself, from fields to emails."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from flowlang.datatypes import DataType
from flowlang.source import Source, Span

if TYPE_CHECKING:
    from flowlang.model.filters import Filter
    from flowlang.model.values import Literal, TokenUse


class FieldKind(Enum):
    """Whose field it is."""

    PERSON = "person"
    COMPANY = "company"
    MEMBER = "member"


@dataclass(slots=True, eq=False)
class Field:
    """A field of a person, of a person's company, or of a program membership.

    `keys` are all names by which it is found (see `flowlang.names`); `key` is that of
    `name` and unique among the fields of one kind. `values` are those of a picklist.
    """

    kind: FieldKind
    name: str
    label: str
    type: DataType
    key: str
    keys: frozenset[str]
    values: tuple[str, ...]
    source: Source
    span: Span


@dataclass(slots=True, eq=False)
class Token:
    """A My Token and its value; a date is a `Day` or `Moment`, a score a `ScoreChange`."""

    name: str
    key: str
    type: DataType
    value: Literal
    source: Source
    span: Span


class ContainerKind(Enum):
    """The levels of the tree; the root stands for what is global."""

    ROOT = "root"
    WORKSPACE = "workspace"
    FOLDER = "folder"
    PROGRAM = "program"


@dataclass(slots=True, eq=False)
class Container:
    """A place in the tree of workspaces, folders and programs; tokens by key."""

    kind: ContainerKind
    name: str
    parent: Container | None
    source: Source | None
    span: Span
    tokens: dict[str, Token] = field(default_factory=dict)

    @property
    def workspace(self) -> Container | None:
        """The declared workspace around it, if any."""
        here: Container | None = self
        while here is not None and here.kind is not ContainerKind.WORKSPACE:
            here = here.parent
        return here

    @property
    def program(self) -> Program | None:
        """The nearest program around it, or itself."""
        here: Container | None = self
        while here is not None and not isinstance(here, Program):
            here = here.parent
        return here


@dataclass(slots=True, eq=False)
class Status:
    """A progression status of a channel; `step` orders it."""

    name: str
    step: int
    success: bool


@dataclass(slots=True, eq=False)
class Channel:
    """A channel and its statuses in source order."""

    name: str
    statuses: tuple[Status, ...]
    source: Source
    span: Span


@dataclass(slots=True, eq=False)
class Program(Container):
    """A program: a container with statuses and, for engagement programs, streams."""

    statuses: tuple[Status, ...] = ()
    streams: tuple[str, ...] = ()
    description: str = ""

    def status(self, name: str) -> Status | None:
        """The status of that name, if the program's channel has one."""
        return next((status for status in self.statuses if status.name == name), None)


@dataclass(slots=True, eq=False)
class Asset:
    """What every asset in the tree has.

    `qualified_name` is `Program.Name` inside a program, else the name.
    """

    name: str
    qualified_name: str
    container: Container
    source: Source
    span: Span


@dataclass(slots=True, eq=False)
class StaticList(Asset):
    """A static list."""


@dataclass(slots=True, eq=False)
class SmartList(Asset):
    """A named smart list; `filter` is set when all names are known."""

    filter: Filter


@dataclass(slots=True, eq=False)
class Segment:
    """One segment of a segmentation."""

    name: str
    filter: Filter


@dataclass(slots=True, eq=False)
class Segmentation(Asset):
    """Segments in order; who is in none of them is in `Default`."""

    segments: tuple[Segment, ...]


@dataclass(slots=True, eq=False)
class Email(Asset):
    """An email; `texts` are its properties' values by name (`subject`, `body` …).

    `uses` are the tokens in them, each at the place where it is written.
    """

    operational: bool
    texts: dict[str, str]
    uses: tuple[TokenUse, ...] = ()


@dataclass(slots=True, eq=False)
class Webhook(Asset):
    """A webhook; it is never called, only logged. `uses` are the tokens in its address."""

    url: str
    uses: tuple[TokenUse, ...] = ()


@dataclass(slots=True, eq=False)
class Attribute:
    """An attribute of an activity; `label` is its key in the log's JSON."""

    name: str
    label: str
    key: str
    type: DataType
    primary: bool


@dataclass(slots=True, eq=False)
class Activity:
    """An activity type; an `open` one may carry attributes that are not declared."""

    name: str
    key: str
    number: int
    label: str
    open: bool
    attributes: tuple[Attribute, ...]
    source: Source
    span: Span

    @property
    def primary(self) -> Attribute | None:
        """The attribute that the log keeps in a column of its own."""
        return next((each for each in self.attributes if each.primary), None)

    def attribute(self, key: str) -> Attribute | None:
        """The attribute of that key; `asset` is the primary one of every type."""
        if key == "asset" and self.primary is not None:
            return self.primary
        return next((each for each in self.attributes if each.key == key), None)
