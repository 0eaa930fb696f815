"""How often a campaign lets a person in, as it is written or left out."""

from __future__ import annotations

from flowlang.diagnostics.diagnostic import Fix
from flowlang.linting.found import insertion, unsafe_fix
from flowlang.linting.world import World
from flowlang.model.campaigns import Campaign
from flowlang.syntax.nodes.campaigns import EachPerson


def is_left(campaign: Campaign, world: World) -> bool:
    """Whether nothing is written, so that each person enters once."""
    return not any(isinstance(part, EachPerson) for part in world.campaign_node(campaign).parts)


def every_time(campaign: Campaign, world: World) -> Fix:
    """Write `each person every time` on a line before the flow."""
    before = world.campaign_node(campaign).parts[0].start
    return unsafe_fix(
        "write `each person every time`",
        insertion(campaign.source, before, "each person every time\n  "),
    )
