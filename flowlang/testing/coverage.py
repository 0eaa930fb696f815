"""What tests have reached: steps, the branches of choices, both answers of smart lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from flowlang.engine.summary import Summary
from flowlang.model.campaigns import Campaign
from flowlang.model.filters import Everyone, Filter
from flowlang.model.instance import Instance
from flowlang.model.origin import is_standard
from flowlang.model.steps import Branch, Choose
from flowlang.model.walk import all_steps
from flowlang.source import Source, Span


class Kind(Enum):
    """What a place is; `ANSWER` is one of the two that a filter gives."""

    STEP = "step"
    ANSWER = "outcome"


class Spot(NamedTuple):
    """A place that tests should reach, and how many people did.

    `missing` says what has not happened where nobody did. Answers of one filter, and the ways
    out of one choice, share a `group`.
    """

    kind: Kind
    source: Source
    span: Span
    group: str
    missing: str
    people: int

    @property
    def line(self) -> int:
        """The line on which it begins."""
        return self.source.position(self.span.start).line

    @property
    def is_covered(self) -> bool:
        """Whether anybody was there."""
        return self.people > 0


class Share(NamedTuple):
    """How many of some places are covered."""

    covered: int
    all: int

    @property
    def percent(self) -> float:
        """The covered ones of a hundred; all where there are no places."""
        return 100.0 * self.covered / self.all if self.all else 100.0


def share(spots: list[Spot], kind: Kind | None = None) -> Share:
    """How many places, or those of one kind, are covered."""
    counted = [each for each in spots if kind is None or each.kind is kind]
    return Share(sum(each.is_covered for each in counted), len(counted))


@dataclass(slots=True)
class Coverage:
    """Adds up what happened in tests, and says what has not."""

    total: Summary = field(default_factory=Summary)
    asked: dict[Filter, list[int]] = field(default_factory=dict)

    def add(self, summary: Summary) -> None:
        """Take in what happened in one world; what was asked there is taken in as it happens."""
        self.total.add(summary)

    def spots(self, instance: Instance) -> list[Spot]:
        """Every place of the campaigns, smart lists and segments of an instance."""
        found: list[Spot] = []
        for smart_list in instance.smart_lists:
            name = f'the smart list "{smart_list.qualified_name}"'
            found.extend(self._answers(smart_list.filter, name))
        for segmentation in instance.segmentations:
            for segment in segmentation.segments:
                name = f'the segment "{segment.name}" of "{segmentation.qualified_name}"'
                found.extend(self._answers(segment.filter, name))
        for campaign in instance.campaigns:
            found.extend(self._campaign(campaign))
        own = [each for each in found if not is_standard(each.source)]
        return sorted(own, key=lambda each: (each.source.name, each.line, each.span))

    def _campaign(self, campaign: Campaign) -> Iterator[Spot]:
        name = campaign.qualified_name
        if campaign.smart_list is not None:
            yield from self._answers(campaign.smart_list, f'the smart list of "{name}"')
        for step in all_steps(campaign.flow):
            people = self.total.steps[name, step.path]
            missing = f'nobody came to step {step.path} of "{name}"'
            yield Spot(Kind.STEP, step.source, step.span, name, missing, people)
            if isinstance(step, Choose):
                yield from self._choice(step, name, people)

    def _answers(self, filter_: Filter, name: str) -> Iterator[Spot]:
        held, not_held = self.asked.get(filter_, (0, 0))
        place = (Kind.ANSWER, filter_.source, filter_.span, name)
        yield Spot(*place, f"{name} let nobody in", held)
        if not isinstance(filter_, Everyone):
            yield Spot(*place, f"{name} left nobody out", not_held)

    def _choice(self, choose: Choose, campaign: str, people: int) -> Iterator[Spot]:
        """The ways out of a choice; who is not taken by the last `when` leaves it as told there."""
        group = f'the choice {choose.path} of "{campaign}"'
        left = people
        for number, branch in enumerate(choose.branches, 1):
            taken = self.total.taken[campaign, f"{choose.path}.{number}"]
            left -= taken
            place = (Kind.ANSWER, branch.source, branch.span, group)
            if branch.condition is None:
                yield Spot(*place, f"nobody came to `otherwise` {_of(choose, campaign)}", taken)
                return
            written = _written(branch)
            yield Spot(*place, f"`{written}` never held {_of(choose, campaign)}", taken)
            if not _is_last_when(choose, number):
                yield Spot(*place, f"`{written}` always held {_of(choose, campaign)}", left)
        missing = f"nobody came past all of its `when`s {_of(choose, campaign)}"
        yield Spot(Kind.ANSWER, choose.source, choose.span, group, missing, left)


def _is_last_when(choose: Choose, number: int) -> bool:
    return all(each.condition is None for each in choose.branches[number:])


def _of(choose: Choose, campaign: str) -> str:
    return f'in choice {choose.path} of "{campaign}"'


def _written(branch: Branch) -> str:
    """A `when` as it is written, in one line and not too long."""
    condition = branch.condition
    assert condition is not None
    text = " ".join(branch.source.slice(condition.span).split())
    return f"when {text if len(text) <= 50 else text[:49] + '…'}"
