"""Which parts a campaign of each kind has."""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.checking.callers import Callers
from flowlang.diagnostics.diagnostic import Diagnostic, Related
from flowlang.model.instance import Instance
from flowlang.source import Source
from flowlang.syntax.nodes.campaigns import (
    AtMost,
    CampaignDeclaration,
    Flow,
    OnActivity,
    OnRequested,
    Schedule,
)
from flowlang.syntax.nodes.declarations import (
    Declaration,
    FolderDeclaration,
    ProgramDeclaration,
    WorkspaceDeclaration,
)
from flowlang.syntax.nodes.file import File


def check_parts(instance: Instance, callers: Callers) -> Iterator[Diagnostic]:
    """Triggers, schedules and limits stand where they mean something; a flow is there."""
    for file in instance.files:
        for campaign in _campaigns(file.declarations):
            yield from _misplaced(campaign, file.source)
            if not _is_broken(campaign, file):
                yield from _missing(campaign, file.source)


def _campaigns(declarations: list[Declaration]) -> Iterator[CampaignDeclaration]:
    for declaration in declarations:
        match declaration:
            case CampaignDeclaration():
                yield declaration
            case ProgramDeclaration() | FolderDeclaration() | WorkspaceDeclaration():
                yield from _campaigns(declaration.body)
            case _:
                pass


def _is_broken(campaign: CampaignDeclaration, file: File) -> bool:
    """Whether a part may be missing only because of a mistake in its form."""
    return any(campaign.start <= each.span.start <= campaign.end for each in file.diagnostics)


def _misplaced(campaign: CampaignDeclaration, source: Source) -> Iterator[Diagnostic]:
    related = (Related(f"this is {_ARTICLE[campaign.kind]} campaign", source, campaign.name.span),)
    for part in campaign.parts:
        match part, campaign.kind:
            case ((OnActivity() | OnRequested()), "executable"):
                yield Diagnostic(
                    "trigger-in-executable",
                    "an executable campaign has no triggers",
                    source,
                    part.span,
                    help="leave the `on` out, or make it a trigger campaign and `request` it",
                    related=related,
                )
            case ((OnActivity() | OnRequested()), "batch"):
                yield Diagnostic(
                    "trigger-in-batch",
                    "a batch campaign has no triggers",
                    source,
                    part.span,
                    help="ask for the activity in the smart list with `did …`, "
                    "or make it a trigger campaign",
                    related=related,
                )
            case Schedule(), "executable":
                yield Diagnostic(
                    "schedule-in-executable",
                    "an executable campaign has no schedule: it runs when it is executed",
                    source,
                    part.span,
                    help="put the schedule on a batch campaign that executes this one",
                    related=related,
                )
            case Schedule(), "trigger":
                yield Diagnostic(
                    "bad-schedule",
                    "a trigger campaign has no schedule: it runs when its triggers fire",
                    source,
                    part.span,
                    help="make it a batch campaign, or leave the schedule out",
                    related=related,
                )
            case AtMost(), ("trigger" | "executable"):
                yield Diagnostic(
                    "limit-outside-batch",
                    "only a batch campaign can be limited with `at most`",
                    source,
                    part.span,
                    help="leave it out: people enter this campaign one at a time",
                    related=related,
                )
            case _:
                pass


_ARTICLE = {"batch": "a batch", "trigger": "a trigger", "executable": "an executable"}


def _missing(campaign: CampaignDeclaration, source: Source) -> Iterator[Diagnostic]:
    has_trigger = any(isinstance(part, OnActivity | OnRequested) for part in campaign.parts)
    if campaign.kind == "trigger" and not has_trigger:
        yield Diagnostic(
            "trigger-missing",
            "this trigger campaign has no trigger, so nobody ever enters it",
            source,
            campaign.name.span,
            help='add one such as `on fill_out_form "…"`, or `on requested by flow`',
        )
    if not any(isinstance(part, Flow) for part in campaign.parts):
        yield Diagnostic(
            "flow-missing",
            "this campaign has no flow, so nothing happens to anyone",
            source,
            campaign.name.span,
            help="add `flow { … }`",
        )
