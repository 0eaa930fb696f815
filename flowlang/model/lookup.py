"""Where names lead: one shelf for each kind of thing, and who can see what is on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from flowlang.datatypes import DataType
from flowlang.model.assets import (
    Activity,
    Attribute,
    Channel,
    Email,
    Field,
    Program,
    Segmentation,
    SmartList,
    StaticList,
    Token,
    Webhook,
)
from flowlang.model.campaigns import Campaign
from flowlang.model.lost import seemingly_declared
from flowlang.model.project import Project
from flowlang.names import name_key
from flowlang.source import Source, Span

T = TypeVar("T")
Visible = frozenset[Source] | None
"""The files whose declarations a place sees; None for all."""


class Entry(NamedTuple, Generic[T]):
    """One declared thing: what it is, its names, and the files it is visible from.

    `homes` is its own file, and that of a declaration of the standard library which it
    replaces.
    """

    item: T
    name: str
    qualified: str
    program: Program | None
    homes: tuple[Source, ...]
    span: Span

    def seen(self, visible: Visible) -> bool:
        """Whether a place that sees these files sees it."""
        if visible is None or self.homes[0] in visible:
            return True
        return any(home in visible for home in self.homes[1:])


class Found(NamedTuple, Generic[T]):
    """What a name leads to: one entry, several equally near ones, or a hidden one."""

    entry: Entry[T] | None = None
    several: tuple[Entry[T], ...] = ()
    hidden: Entry[T] | None = None


@dataclass(slots=True)
class Shelf(Generic[T]):
    """All assets of one kind, by name and by qualified name."""

    word: str
    by_name: dict[str, dict[Program | None, Entry[T]]] = field(default_factory=dict)
    by_qualified: dict[str, Entry[T]] = field(default_factory=dict)

    def add(self, entry: Entry[T]) -> None:
        """Put an entry whose qualified name is not taken on the shelf."""
        self.by_qualified[entry.qualified] = entry
        self.by_name.setdefault(entry.name, {})[entry.program] = entry

    def replace(self, old: Entry[T], new: Entry[T]) -> None:
        """Put an entry where another one was; who saw that one sees the new one."""
        new = new._replace(homes=new.homes + old.homes)
        del self.by_name[old.name][old.program]
        del self.by_qualified[old.qualified]
        self.add(new)

    def find(self, text: str, program: Program | None, visible: Visible) -> Found[T]:
        """What a reference in quotes leads to, seen from inside a program.

        The whole text is tried before it is taken as `Program.Name`. Nearest is the own
        program, then outwards, then what stands in no program, then any other program.
        """
        named = self.by_name.get(text, {})
        around = program
        while named:
            near = named.get(around)
            if near is not None and near.seen(visible):
                return Found(near)
            if around is None:
                break
            around = None if around.parent is None else around.parent.program
        seen = [entry for entry in named.values() if entry.seen(visible)]
        if len(seen) > 1:
            return Found(several=tuple(seen))
        if seen:
            return Found(seen[0])
        qualified = self.by_qualified.get(text)
        if qualified is not None and qualified.seen(visible):
            return Found(qualified)
        return Found(hidden=next(iter(named.values()), qualified))

    def names(self, visible: Visible, fits: Callable[[T], bool] | None = None) -> Iterator[str]:
        """All names that can be written at a place, or only those of what fits there."""
        for entry in self.by_qualified.values():
            if entry.seen(visible) and (fits is None or fits(entry.item)):
                yield entry.name
                if entry.qualified != entry.name:
                    yield entry.qualified


@dataclass(slots=True)
class Names:
    """Everything that has a name in one instance.

    Fields and activities are by key, every name of a field leading to it. `poisoned` holds
    what was declared with a mistake that has been told: nothing more is said of it.
    `modules` names the files of the standard library as an import does, `offer` tells in
    which of its modules a thing of a kind can be found. `stands_for` says where a token was
    that a project's own replaces. `supplied` are the my tokens of executables that
    only a caller can supply, and the type that is wanted. `broken` are files with an import
    that leads nowhere, `mistaken` those with mistakes in their form: what either may have
    declared is not told to be missing. `texts` are the files that were read and are no
    scripts.
    """

    project: Project
    offer: Callable[[str, str], str | None] = lambda word, name: None
    fields: dict[str, Entry[Field]] = field(default_factory=dict)
    member_fields: dict[str, Entry[Field]] = field(default_factory=dict)
    activities: dict[str, Entry[Activity]] = field(default_factory=dict)
    lists: Shelf[StaticList] = field(default_factory=lambda: Shelf("list"))
    smart_lists: Shelf[SmartList] = field(default_factory=lambda: Shelf("smart list"))
    segmentations: Shelf[Segmentation] = field(default_factory=lambda: Shelf("segmentation"))
    emails: Shelf[Email] = field(default_factory=lambda: Shelf("email"))
    webhooks: Shelf[Webhook] = field(default_factory=lambda: Shelf("webhook"))
    channels: Shelf[Channel] = field(default_factory=lambda: Shelf("channel"))
    programs: Shelf[Program] = field(default_factory=lambda: Shelf("program"))
    campaigns: Shelf[Campaign] = field(default_factory=lambda: Shelf("campaign"))
    tokens: dict[str, list[tuple[str, Token]]] = field(default_factory=dict)
    poisoned: set[object] = field(default_factory=set)
    modules: dict[Source, str] = field(default_factory=dict)
    stands_for: dict[Token, Source] = field(default_factory=dict)
    broken: set[Source] = field(default_factory=set)
    mistaken: set[Source] = field(default_factory=set)
    texts: list[Source] = field(default_factory=list)
    supplied: dict[Campaign, dict[str, DataType]] = field(default_factory=dict)
    attributes: dict[Activity, dict[str, Attribute]] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)
    _seeming: dict[Source, frozenset[tuple[str, str]]] = field(default_factory=dict)
    _accepted: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def key(self, name: str) -> str:
        """The key of a name, worked out once for each way of writing it."""
        found = self._keys.get(name)
        if found is None:
            found = self._keys[name] = name_key(name)
        return found

    def seemingly_declared(self, source: Source) -> frozenset[tuple[str, str]]:
        """What the text of a file with mistakes seems to declare."""
        found = self._seeming.get(source)
        if found is None:
            found = self._seeming[source] = seemingly_declared(source.text)
        return found

    def accepted(self, asset: str) -> tuple[str, ...]:
        """The primary values that an asset in `did` and `on` fits: itself, and behind programs."""
        found = self._accepted.get(asset)
        if found is None:
            prefixed = (f"{program}.{asset}" for program in self.programs.by_qualified)
            found = self._accepted[asset] = (asset, *prefixed)
        return found

    def attributes_of(self, activity: Activity) -> dict[str, Attribute]:
        """The attributes of an activity by key; `asset` is the primary one."""
        found = self.attributes.get(activity)
        if found is None:
            found = {each.key: each for each in activity.attributes}
            if activity.primary is not None:
                found["asset"] = activity.primary
            self.attributes[activity] = found
        return found

    @property
    def shelves(
        self,
    ) -> tuple[
        Shelf[StaticList]
        | Shelf[SmartList]
        | Shelf[Segmentation]
        | Shelf[Email]
        | Shelf[Webhook]
        | Shelf[Channel]
        | Shelf[Program]
        | Shelf[Campaign],
        ...,
    ]:
        """All shelves, to look for a name among other kinds."""
        return (
            self.lists,
            self.smart_lists,
            self.segmentations,
            self.emails,
            self.webhooks,
            self.channels,
            self.programs,
            self.campaigns,
        )
