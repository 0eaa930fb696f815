"""Where a flow goes on after a wait."""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.model.campaigns import Campaign
from flowlang.model.steps import Choose, Step, Wait

Rest = tuple[Step, ...]
"""The steps that are left, those behind an enclosing choice among them."""


def rests(campaign: Campaign) -> dict[int, Rest]:
    """What is left of the flow after each wait, by the wait's number."""
    return dict(_rests(campaign.flow, ()))


def _rests(steps: tuple[Step, ...], behind: Rest) -> Iterator[tuple[int, Rest]]:
    for place, step in enumerate(steps, 1):
        left = (*steps[place:], *behind)
        if isinstance(step, Wait):
            yield step.number, left
        elif isinstance(step, Choose):
            for branch in step.branches:
                yield from _rests(branch.steps, left)
