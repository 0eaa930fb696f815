"""Why an activity did not trigger a campaign that listens for its type."""

from __future__ import annotations

from dataclasses import replace

from flowlang.engine.activities import block_fits
from flowlang.engine.log import Block
from flowlang.engine.machine import Machine
from flowlang.model.campaigns import Campaign, RequestTrigger, Trigger
from flowlang.model.filters import Filter, Test
from flowlang.trace.deeds import asset_of, attribute_cell
from flowlang.trace.questions import constrained
from flowlang.trace.story import Missed, Question
from flowlang.trace.values import Cell, quoted
from flowlang.trace.words import place, written


def missed(campaign: Campaign, block: Block, machine: Machine) -> Missed | None:
    """What kept one activity, a block of its own, from triggering a campaign.

    None where it did trigger, and for requests that are meant for other campaigns.
    """
    best: Missed | None = None
    for trigger in campaign.triggers:
        if isinstance(trigger, RequestTrigger):
            found = _request(trigger, campaign, block)
        elif trigger.activity.number == block.activity.number:
            found = _Looked(trigger, campaign, block, machine).missed()
        else:
            continue
        if found is not None and all(part.holds for part in found.parts):
            return None
        if found is not None and (best is None or (found.near and not best.near)):
            best = found
    return best


def _request(trigger: RequestTrigger, campaign: Campaign, block: Block) -> Missed | None:
    """A request for the campaign itself can only have come from a source that it does not take."""
    if block.activity.key != "requestcampaign" or asset_of(block) != campaign.qualified_name:
        return None
    spot = place(trigger.source, trigger.span)
    source = next((each.value for each in block.attributes if each.label == "Source"), "")
    text = written(trigger.source, trigger.span)
    part = Question("source", text, False, spot, None, f"the request is by {source}")
    return Missed(campaign.qualified_name, spot, True, [part])


class _Looked:
    """One `on` against one activity, each of its conditions alone."""

    def __init__(
        self, trigger: Trigger, campaign: Campaign, block: Block, machine: Machine
    ) -> None:
        self.trigger = trigger
        self.campaign = campaign
        self.block = block
        self.machine = machine
        self.place = place(trigger.source, trigger.span)

    def missed(self) -> Missed:
        """What it asks, and which of that did not hold."""
        trigger = self.trigger
        parts: list[Question] = []
        asset = asset_of(self.block)
        if trigger.assets:
            fits = self._fits(replace(trigger, of_field=None, where=None))
            text = " or ".join(quoted(each) for each in self._asked())
            parts.append(Question("asset", text, fits, self.place, asset, quoted(asset)))
        if trigger.of_field is not None:
            fits = self._fits(replace(trigger, assets=(), where=None))
            text = f"of {trigger.of_field.name}"
            parts.append(Question("field", text, fits, self.place, asset, quoted(asset)))
        near = all(each.holds for each in parts)
        if trigger.where is not None and near:
            parts.append(constrained(trigger.where, self._where, self._read, counts=False))
        return Missed(self.campaign.qualified_name, self.place, near, parts)

    def _asked(self) -> tuple[str, ...]:
        """The assets as they are written, without those behind a program's name."""
        shortest = min(len(each) for each in self.trigger.assets)
        return tuple(each for each in self.trigger.assets if len(each) == shortest)[:1] or (
            self.trigger.assets
        )

    def _fits(self, trigger: Trigger) -> bool:
        machine = self.machine
        context = machine.context(self.campaign)
        now = int(self.block.times[0])
        return bool(block_fits(trigger, self.block, machine.state, now, context)[0])

    def _where(self, part: Filter) -> bool:
        return self._fits(replace(self.trigger, assets=(), of_field=None, where=part))

    def _read(self, test: Test) -> Cell:
        return attribute_cell(self.block, test, self.machine.state)
