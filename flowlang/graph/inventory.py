"""What is declared and used by nobody, and what is named and declared nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flowlang.graph.graph import Graph
from flowlang.model.assets import Asset
from flowlang.model.campaigns import Campaign, RequestSource, RequestTrigger, Trigger
from flowlang.model.filters import Did
from flowlang.model.instance import Instance
from flowlang.model.tests import GivenInList, GivenInProgram
from flowlang.model.walk import instance_filters

_DECLARED = {
    "sendemail": "email",
    "deliveremail": "email",
    "openemail": "email",
    "clickemail": "email",
    "bounceemail": "email",
    "bounceemailsoft": "email",
    "unsubscribeemail": "email",
    "sendalert": "email",
    "addtolist": "list",
    "removefromlist": "list",
    "requestcampaign": "campaign",
    "executecampaign": "campaign",
    "removefromflow": "campaign",
    "changeprogramstatus": "program",
    "changeprogramsuccess": "program",
    "changeprogrammemberdata": "program",
    "addtoengagement": "program",
    "changeengagementstream": "program",
    "changeengagementcadence": "program",
    "callwebhook": "webhook",
}
"""Activity types, by key, whose primary value is an asset that a project declares."""


class Undefined(NamedTuple):
    """A name in `did` or `on` that nothing declares: what it should be, and where it stands."""

    name: str
    kind: str
    asked: Did | Trigger


def undefined(instance: Instance) -> Iterator[Undefined]:
    """Assets that `did` and `on` name and nothing declares."""
    known = _names(instance)
    width = 1 + len(instance.programs)
    triggers = [
        trigger
        for campaign in instance.campaigns
        for trigger in campaign.triggers
        if isinstance(trigger, Trigger)
    ]
    asking = [each for each in instance_filters(instance) if isinstance(each, Did)]
    every: list[Did | Trigger] = [*asking, *triggers]
    for asked in every:
        kind = _DECLARED.get(asked.activity.key)
        if kind is None or len(asked.assets) % width:
            continue
        for at in range(0, len(asked.assets), width):
            accepted = asked.assets[at : at + width]
            if not any(name.casefold() in known[kind] for name in accepted):
                yield Undefined(accepted[0], kind, asked)


def _names(instance: Instance) -> dict[str, set[str]]:
    def both(assets: tuple[Asset, ...]) -> set[str]:
        return {name.casefold() for each in assets for name in (each.name, each.qualified_name)}

    return {
        "email": both(instance.emails),
        "list": both(instance.lists),
        "campaign": both(instance.campaigns),
        "webhook": both(instance.webhooks),
        "program": {each.name.casefold() for each in instance.programs},
    }


def unused(instance: Instance, graph: Graph) -> Iterator[str]:
    """The names of nodes that nobody uses: assets without a tie that leads to them.

    Campaigns that start by themselves, by a schedule, by an event or by hand, are used.
    """
    used = {edge.target for edge in graph.edges}
    named = _named_in_tests(instance) | _asked_for(instance)
    for node in graph.nodes:
        if node in used or node.name in named:
            continue
        waits = node.kind == "trigger campaign" and _only_requested(instance, node.name)
        if waits or node.kind in _IDLE:
            yield node.name


_IDLE = {
    "list",
    "smart list",
    "segmentation",
    "email",
    "webhook",
    "executable campaign",
    "external campaign",
}
"""Kinds of things that are there for others alone."""


def _only_requested(instance: Instance, name: str) -> bool:
    """Whether a trigger campaign waits for requests of flows alone."""
    campaign = next(each for each in instance.campaigns if each.qualified_name == name)
    return all(
        isinstance(trigger, RequestTrigger) and trigger.sources == {RequestSource.FLOW}
        for trigger in campaign.triggers
    )


def _named_in_tests(instance: Instance) -> set[str]:
    found: set[str] = set()
    for test in instance.tests:
        for statement in test.statements:
            campaign = getattr(statement, "campaign", None)
            if isinstance(campaign, Campaign):
                found.add(campaign.qualified_name)
            elif isinstance(statement, GivenInList):
                found.add(statement.list.qualified_name)
            elif isinstance(statement, GivenInProgram):
                found.add(statement.program.name)
    return found


def _asked_for(instance: Instance) -> set[str]:
    """The assets that `did` and `on` name."""
    asked: set[str] = set()
    for campaign in instance.campaigns:
        for trigger in campaign.triggers:
            if isinstance(trigger, Trigger):
                asked.update(trigger.assets)
    for each in instance_filters(instance):
        if isinstance(each, Did):
            asked.update(each.assets)
    return asked
