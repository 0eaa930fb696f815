"""Who executes whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from flowlang.model.campaigns import Campaign, CampaignKind
from flowlang.model.instance import Instance
from flowlang.model.steps import Execute
from flowlang.model.tests import ExecuteFor
from flowlang.model.walk import executes_of


class Call(NamedTuple):
    """One `execute`: the campaign in which it stands, and the step."""

    caller: Campaign
    step: Execute


@dataclass(frozen=True, slots=True)
class Callers:
    """The calls of every campaign, by caller and by callee; `tested` are executed by tests."""

    calls: dict[Campaign, tuple[Call, ...]]
    callers: dict[Campaign, tuple[Call, ...]]
    tested: frozenset[Campaign]

    @classmethod
    def of(cls, instance: Instance) -> Callers:
        """The calls of an instance."""
        calls: dict[Campaign, tuple[Call, ...]] = {}
        callers: dict[Campaign, list[Call]] = {}
        for campaign in instance.campaigns:
            found = tuple(Call(campaign, step) for step in executes_of(campaign))
            calls[campaign] = found
            for call in found:
                callers.setdefault(call.step.campaign, []).append(call)
        tested = frozenset(
            statement.campaign
            for test in instance.tests
            for statement in test.statements
            if isinstance(statement, ExecuteFor)
        )
        return cls(calls, {each: tuple(found) for each, found in callers.items()}, tested)

    def calls_of(self, campaign: Campaign) -> tuple[Call, ...]:
        """The calls that a campaign makes."""
        return self.calls.get(campaign, ())

    def callers_of(self, campaign: Campaign) -> tuple[Call, ...]:
        """The calls that lead to a campaign."""
        return self.callers.get(campaign, ())

    def contexts_of(self, campaign: Campaign) -> Iterator[Campaign]:
        """The campaigns whose token context a campaign may run in, its own aside."""
        seen: set[Campaign] = set()
        waiting = [campaign]
        while waiting:
            for call in self.callers_of(waiting.pop()):
                if call.step.with_parent_tokens and call.caller not in seen:
                    seen.add(call.caller)
                    waiting.append(call.caller)
                    yield call.caller

    def roots_of(self, campaign: Campaign) -> Iterator[Campaign]:
        """The campaigns at whose root a campaign may run: itself, or whoever calls it."""
        seen = {campaign}
        waiting = [campaign]
        while waiting:
            here = waiting.pop()
            if here.kind is not CampaignKind.EXECUTABLE:
                yield here
            for call in self.callers_of(here):
                if call.caller not in seen:
                    seen.add(call.caller)
                    waiting.append(call.caller)
