"""What was asked of whoever comes to a step, over all the ways that lead there."""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.effects.course import guards_of
from flowlang.linting.world import World
from flowlang.logic.logic import Claim
from flowlang.logic.paths import Given
from flowlang.model.steps import Step


def ways(world: World, step: Step) -> Iterator[Given]:
    """For each way to a step, what smart lists and choices have asked of those who come by it.

    What was asked once counts for the whole way, although it may have changed since: who asks
    whether somebody has an address, and then waits, has thought of those who have none.
    """
    for root, act in world.acts.get(step, ()):
        asked = [(root.smart_list, True), *guards_of(act)]
        yield tuple(
            claim
            for filter_, holds in asked
            if filter_ is not None
            for claim in Claim(filter_, holds).pieces
        )
