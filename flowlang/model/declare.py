"""The tree of declarations: every name put where it can be found, before any is used."""

from __future__ import annotations

from dataclasses import dataclass, field

from flowlang.diagnostics.diagnostic import Diagnostic, Related
from flowlang.model.assets import (
    Channel,
    Container,
    ContainerKind,
    Email,
    Program,
    Segmentation,
    SmartList,
    StaticList,
    Status,
    Webhook,
)
from flowlang.model.campaigns import Campaign, CampaignKind
from flowlang.model.declare_tokens import declare_token
from flowlang.model.declare_types import TypeDeclarations
from flowlang.model.filters import Unknown
from flowlang.model.lookup import Entry, Names
from flowlang.model.numerals import whole
from flowlang.model.scope import Draws, Scope
from flowlang.model.shelving import (
    asset_name,
    put,
    put_entry,
    qualified_name,
    statuses_of,
)
from flowlang.source import Source, Span
from flowlang.syntax.nodes import campaigns as campaign_nodes
from flowlang.syntax.nodes import declarations as nodes
from flowlang.syntax.nodes.file import File
from flowlang.syntax.nodes.node import Node
from flowlang.syntax.nodes.tests import TestDeclaration

_LARGEST_ID = 2**63 - 1

_MEMBER = (Status("Member", 10, success=False),)
"""The statuses of a program that uses no channel."""


@dataclass(slots=True)
class Declared:
    """Everything that was declared and still has something to be bound, with its surroundings."""

    programs: list[tuple[nodes.ProgramDeclaration, Program, Scope]] = field(default_factory=list)
    smart_lists: list[tuple[nodes.SmartListDeclaration, SmartList, Scope]] = field(
        default_factory=list
    )
    segmentations: list[tuple[nodes.SegmentationDeclaration, Segmentation, Scope]] = field(
        default_factory=list
    )
    emails: list[tuple[nodes.EmailDeclaration, Email, Scope]] = field(default_factory=list)
    webhooks: list[tuple[nodes.WebhookDeclaration, Webhook, Scope]] = field(default_factory=list)
    campaigns: list[tuple[campaign_nodes.CampaignDeclaration, Campaign, Scope]] = field(
        default_factory=list
    )
    tests: list[tuple[TestDeclaration, Scope]] = field(default_factory=list)


class Declarer:
    """Walks the files of an instance in source order and declares what stands in them."""

    def __init__(
        self,
        names: Names,
        visible: dict[Source, frozenset[Source]],
        diagnostics: list[Diagnostic],
        root: Container | None = None,
    ) -> None:
        self.names = names
        self.visible = visible
        self.diagnostics = diagnostics
        self.root = root or Container(ContainerKind.ROOT, "", None, None, Span(0, 0))
        self.declared = Declared()
        self.types = TypeDeclarations(names)
        self._containers: dict[tuple[Container, ContainerKind, str], Container] = {}
        self._numbers: dict[int, Campaign] = {}

    def file(self, file: File) -> None:
        """Declare all that a file holds."""
        self._all(file.declarations, self._scope(file.source, self.root))

    def _scope(self, source: Source, container: Container) -> Scope:
        return Scope(self.names, source, self.visible.get(source), container, self.diagnostics)

    def _all(self, items: list[nodes.Declaration], scope: Scope) -> None:
        for node in items:
            self._one(node, scope)

    def _one(self, node: nodes.Declaration, scope: Scope) -> None:
        match node:
            case campaign_nodes.CampaignDeclaration():
                self._campaign(node, scope)
            case nodes.TokenDeclaration():
                declare_token(node, scope.container.tokens, _place(scope.container), scope)
            case nodes.ListDeclaration():
                self._list(node, scope)
            case nodes.SmartListDeclaration():
                self._smart_list(node, scope)
            case nodes.SegmentationDeclaration():
                self._segmentation(node, scope)
            case nodes.EmailDeclaration():
                self._email(node, scope)
            case nodes.WebhookDeclaration():
                self._webhook(node, scope)
            case nodes.ChannelDeclaration():
                self._channel(node, scope)
            case nodes.ProgramDeclaration():
                self._program(node, scope)
            case nodes.FolderDeclaration():
                self._folder(node, ContainerKind.FOLDER, scope)
            case nodes.WorkspaceDeclaration():
                self._workspace(node, scope)
            case nodes.FieldDeclaration():
                self.types.field(node, scope)
            case nodes.ActivityDeclaration():
                self.types.activity(node, scope)
            case campaign_nodes.ExternalCampaignDeclaration():
                self._external(node, scope)
            case TestDeclaration():
                self.declared.tests.append((node, self._scope(scope.source, scope.container)))
            case nodes.StreamDeclaration():
                self._stream(node, scope)
            case nodes.Import():
                if scope.container is not self.root:
                    scope.tell(
                        "syntax-error",
                        node,
                        "an import stands at the top level of a file",
                        "move it to the top of the file",
                    )
            case _:
                raise TypeError(type(node).__name__)

    def _list(self, node: nodes.ListDeclaration, scope: Scope) -> None:
        name = asset_name(node.name, scope)
        if name is None:
            return
        qualified = qualified_name(name, scope)
        item = StaticList(name, qualified, scope.container, scope.source, node.name.span)
        put(self.names.lists, item, name, node.name, scope)

    def _smart_list(self, node: nodes.SmartListDeclaration, scope: Scope) -> None:
        name = asset_name(node.name, scope)
        if name is None:
            return
        qualified = qualified_name(name, scope)
        filter = Unknown(scope.source, node.span)
        item = SmartList(name, qualified, scope.container, scope.source, node.name.span, filter)
        put(self.names.smart_lists, item, name, node.name, scope)
        inside = self._scope(scope.source, scope.container)
        inside.constant = True
        inside.draws = Draws(qualified)
        self.declared.smart_lists.append((node, item, inside))

    def _segmentation(self, node: nodes.SegmentationDeclaration, scope: Scope) -> None:
        name = asset_name(node.name, scope)
        if name is None:
            return
        qualified = qualified_name(name, scope)
        item = Segmentation(name, qualified, scope.container, scope.source, node.name.span, ())
        put(self.names.segmentations, item, name, node.name, scope)
        inside = self._scope(scope.source, scope.container)
        inside.constant = True
        inside.draws = Draws(qualified)
        self.declared.segmentations.append((node, item, inside))

    def _email(self, node: nodes.EmailDeclaration, scope: Scope) -> None:
        name = asset_name(node.name, scope)
        if name is None:
            return
        qualified = qualified_name(name, scope)
        item = Email(name, qualified, scope.container, scope.source, node.name.span, False, {})
        put(self.names.emails, item, name, node.name, scope)
        inside = self._scope(scope.source, scope.container)
        inside.lenient = True
        self.declared.emails.append((node, item, inside))

    def _webhook(self, node: nodes.WebhookDeclaration, scope: Scope) -> None:
        name = asset_name(node.name, scope)
        if name is None:
            return
        qualified = qualified_name(name, scope)
        item = Webhook(name, qualified, scope.container, scope.source, node.name.span, "")
        put(self.names.webhooks, item, name, node.name, scope)
        inside = self._scope(scope.source, scope.container)
        inside.lenient = True
        self.declared.webhooks.append((node, item, inside))

    def _channel(self, node: nodes.ChannelDeclaration, scope: Scope) -> None:
        name = asset_name(node.name, scope)
        if name is None:
            return
        item = Channel(name, statuses_of(node, scope), scope.source, node.name.span)
        entry = Entry(item, name, name, None, (scope.source,), node.name.span)
        put_entry(self.names.channels, entry, scope)

    def _program(self, node: nodes.ProgramDeclaration, scope: Scope) -> None:
        name = asset_name(node.name, scope)
        if name is None:
            name = scope.source.slice(node.name.span)
        program = self._continued(name, node, scope) or Program(
            ContainerKind.PROGRAM,
            name,
            scope.container,
            scope.source,
            node.name.span,
            statuses=_MEMBER,
            description=node.doc or "",
        )
        entry = Entry(program, name, name, None, (scope.source,), node.name.span)
        put_entry(self.names.programs, entry, scope)
        inside = self._scope(scope.source, program)
        self.declared.programs.append((node, program, inside))
        self._all(node.body, inside)

    def _continued(self, name: str, node: nodes.ProgramDeclaration, scope: Scope) -> Program | None:
        """The library's program of that name, which a project's own takes over with all in it."""
        old = self.names.programs.by_qualified.get(name)
        modules = self.names.modules
        if old is None or old.homes[0] not in modules or scope.source in modules:
            return None
        program = old.item
        program.parent, program.source, program.span = (
            scope.container,
            scope.source,
            node.name.span,
        )
        program.description = node.doc or program.description
        return program

    def _stream(self, node: nodes.StreamDeclaration, scope: Scope) -> None:
        name = asset_name(node.name, scope)
        program = scope.container
        if name is None:
            return
        if not isinstance(program, Program):
            scope.tell(
                "syntax-error",
                node,
                "a stream belongs to a program",
                "move it into the program whose stream it is",
            )
        elif name in program.streams:
            scope.tell(
                "duplicate-name",
                node.name,
                f'the program "{program.name}" has a stream "{name}" already',
                "rename one of them",
            )
        else:
            program.streams = (*program.streams, name)

    def _folder(
        self,
        node: nodes.FolderDeclaration | nodes.WorkspaceDeclaration,
        kind: ContainerKind,
        scope: Scope,
    ) -> None:
        """A folder or workspace; the same one may be opened in several files."""
        name = asset_name(node.name, scope)
        if name is None:
            name = scope.source.slice(node.name.span)
        key = (scope.container, kind, name)
        container = self._containers.get(key)
        if container is None:
            container = Container(kind, name, scope.container, scope.source, node.name.span)
            self._containers[key] = container
        self._all(node.body, self._scope(scope.source, container))

    def _workspace(self, node: nodes.WorkspaceDeclaration, scope: Scope) -> None:
        if scope.container is not self.root:
            scope.tell(
                "syntax-error",
                node.name,
                "a workspace stands at the top level, not inside something else",
                "move it out, or make it a folder",
            )
        self._folder(node, ContainerKind.WORKSPACE, scope)

    def _campaign(self, node: campaign_nodes.CampaignDeclaration, scope: Scope) -> None:
        name = asset_name(node.name, scope)
        if name is None:
            name = scope.source.slice(node.name.span)
        campaign = self._new_campaign(name, CampaignKind(node.kind), node, scope)
        inside = self._scope(scope.source, scope.container)
        inside.campaign = campaign
        inside.draws = Draws(campaign.qualified_name)
        where = f'the campaign "{campaign.qualified_name}"'
        for part in node.parts:
            if isinstance(part, nodes.TokenDeclaration):
                declare_token(part, campaign.tokens, where, inside)
            elif isinstance(part, campaign_nodes.IdPart) and campaign.number is None:
                self._number(campaign, part.number.text, part, inside)
        self.declared.campaigns.append((node, campaign, inside))

    def _external(self, node: campaign_nodes.ExternalCampaignDeclaration, scope: Scope) -> None:
        name = asset_name(node.name, scope)
        if name is None:
            return
        campaign = self._new_campaign(name, CampaignKind.EXTERNAL, node, scope)
        if node.number is not None:
            self._number(campaign, node.number.text, node.number, scope)

    def _new_campaign(
        self,
        name: str,
        kind: CampaignKind,
        node: campaign_nodes.CampaignDeclaration | campaign_nodes.ExternalCampaignDeclaration,
        scope: Scope,
    ) -> Campaign:
        qualified = qualified_name(name, scope)
        campaign = Campaign(
            name,
            qualified,
            scope.container,
            scope.source,
            node.name.span,
            kind,
            log_name=qualified,
            description=node.doc or "",
        )
        put(self.names.campaigns, campaign, name, node.name, scope)
        return campaign

    def _number(self, campaign: Campaign, text: str, place: Node, scope: Scope) -> None:
        """The id of a campaign, by which the log calls it and no other one."""
        number = whole(text)
        if number is None or not 0 <= number <= _LARGEST_ID:
            scope.tell("type-mismatch", place, "an id is a whole number", "such as `id 1234`")
            return
        other = self._numbers.setdefault(number, campaign)
        if other is not campaign and other.source not in self.names.modules:
            scope.tell(
                "duplicate-name",
                place,
                f'the campaign "{other.qualified_name}" has the id {number} already',
                "give each campaign an id of its own: the activity log calls it so",
                related=(Related("it is declared here", other.source, other.span),),
            )
            return
        campaign.number = number
        campaign.log_name = str(number)


def _place(container: Container) -> str:
    """How messages call the place in which a token is declared."""
    if container.kind is ContainerKind.ROOT:
        return "the top level"
    return f'the {container.kind.value} "{container.name}"'
