"""Whether whoever comes to a step may be no member of a program."""

from __future__ import annotations

from flowlang.effects.course import Act, on_one_way
from flowlang.effects.things import Facet
from flowlang.linting.world import World
from flowlang.model.assets import Program
from flowlang.model.campaigns import Campaign, Trigger
from flowlang.model.steps import Step

_OF_MEMBERS = frozenset(
    {
        "changeprogramstatus",
        "changeprogramsuccess",
        "changeprogrammemberdata",
        "addtoengagement",
        "changeengagementstream",
        "changeengagementcadence",
    }
)
"""Keys of the activities that only members have."""


def may_be_no_member(step: Step, program: Program, campaign: Campaign, world: World) -> bool:
    """Whether nothing on any way to a step asks for members of a program, or makes them.

    `campaign` is the one in which the step is written.
    """
    roots = world.callers.roots_of(campaign)
    return not any(
        act.step is step and _is_asked_for(act, program, root, world)
        for root in (campaign, *roots)
        for act in world.effects.course(root)
    )


def _is_asked_for(act: Act, program: Program, root: Campaign, world: World) -> bool:
    """Whether a campaign that leads to a step has to do with members of a program before it."""
    if any(
        isinstance(each, Trigger) and each.activity.key in _OF_MEMBERS for each in root.triggers
    ):
        return True
    earlier = world.effects.course(root)[: act.number]
    read = (thing.thing for thing, by in world.effects.reads(root) if by is None or by in earlier)
    written = (
        write.thing
        for other in earlier
        if on_one_way(other, act)
        for write in world.effects.writes(other.step)
        if write.thing.facet is Facet.MEMBERSHIP
    )
    return any(thing.item is program for thing in (*read, *written))
