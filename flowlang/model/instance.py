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
from flowlang.syntax.nodes.file import File


@dataclass(slots=True, eq=False)
class Instance:
    """One workspace of a command, bound; every tuple is in source order.

    `files` are all that belong to it, an imported one before the one that imports it, the
    standard library's first. `diagnostics` are the mistakes found up to here.
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
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def field(self, key: str, kind: FieldKind = FieldKind.PERSON) -> Field | None:
        """The field that one of its names leads to; company fields count as a person's."""
        among = self.member_fields if kind is FieldKind.MEMBER else self.fields
        return next((each for each in among if key in each.keys), None)

    def activity(self, key: str) -> Activity | None:
        """The activity type of that key."""
        return next((each for each in self.activities if each.key == key), None)
