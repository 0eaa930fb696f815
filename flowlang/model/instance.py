"""The bound instance: everything that the files of a command declare and import."""

from __future__ import annotations

from dataclasses import dataclass, field

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.model.assets import (
    Activity,
    Channel,
    Container,
    Email,
    Field,
    FieldKind,
    Program,
    Segmentation,
    SmartList,
    StaticList,
    Webhook,
)
from flowlang.model.campaigns import Campaign
from flowlang.model.project import Project
from flowlang.model.tests import TestCase
from flowlang.source import Source
from flowlang.syntax.nodes.file import File


@dataclass(slots=True, eq=False)
class Instance:
    """One workspace of a command, bound; every tuple is in source order.

    `files` are all that belong to it, an imported one before the one that imports it, the
    standard library's first; `texts` are those that were read for what they say, as the bodies
    of emails are. `diagnostics` are the mistakes found up to here.
    """

    project: Project
    files: tuple[File, ...]
    root: Container
    fields: tuple[Field, ...] = ()
    member_fields: tuple[Field, ...] = ()
    activities: tuple[Activity, ...] = ()
    lists: tuple[StaticList, ...] = ()
    smart_lists: tuple[SmartList, ...] = ()
    segmentations: tuple[Segmentation, ...] = ()
    emails: tuple[Email, ...] = ()
    webhooks: tuple[Webhook, ...] = ()
    channels: tuple[Channel, ...] = ()
    programs: tuple[Program, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    tests: tuple[TestCase, ...] = ()
    texts: tuple[Source, ...] = ()
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _fields: dict[str, Field] = field(init=False, default_factory=dict)
    _member_fields: dict[str, Field] = field(init=False, default_factory=dict)
    _activities: dict[str, Activity] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._fields = {key: each for each in reversed(self.fields) for key in each.keys}
        self._member_fields = {
            key: each for each in reversed(self.member_fields) for key in each.keys
        }
        self._activities = {each.key: each for each in self.activities}

    def field(self, key: str, kind: FieldKind = FieldKind.PERSON) -> Field | None:
        """The field that one of its names leads to; company fields count as a person's."""
        among = self._member_fields if kind is FieldKind.MEMBER else self._fields
        return among.get(key)

    def activity(self, key: str) -> Activity | None:
        """The activity type of that key."""
        return self._activities.get(key)
