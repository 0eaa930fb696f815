"""A row of the log, told."""

from __future__ import annotations

from flowlang.engine.log import SKIPPED, Attribute, Block
from flowlang.engine.state import State
from flowlang.trace.deeds import asset_of
from flowlang.trace.story import Activity, Change
from flowlang.trace.values import NOTHING, Cell, cell, text_cell


def activity_told(block: Block, state: State) -> Activity:
    """A block with one activity as plain values."""
    cells = {each.label: _value(each, state) for each in block.attributes}
    reason = cells.pop("Reason", NOTHING).value if block.result == SKIPPED else None
    activity = Activity(
        block.activity.name,
        asset_of(block),
        {label: found.value for label, found in cells.items()},
        int(block.times[0]),
        block.result,
        None if reason is None else str(reason),
        _campaign_name(block.campaign, state),
    )
    if block.result != SKIPPED:
        activity.change = _change(block, cells)
    return activity


def _campaign_name(log_name: str, state: State) -> str:
    """The qualified name of the campaign that the log calls so."""
    known = (each for each in state.plan.instance.campaigns if each.log_name == log_name)
    found = next(known, None)
    return log_name if found is None else found.qualified_name


def _value(attribute: Attribute, state: State) -> Cell:
    match attribute.value:
        case bool() as flag:
            return Cell(flag, "true" if flag else "false")
        case str() as text:
            return text_cell(text) if text else NOTHING
        case vector:
            return cell(vector, 0, attribute.type, state.plan.calendar.zone)


_BEFORE_AND_AFTER = (("Old Value", "New Value"), ("Old Status", "New Status"))


def _change(block: Block, cells: dict[str, Cell]) -> Change | None:
    """The value that an activity changed, where it says what it was before."""
    for before, after in _BEFORE_AND_AFTER:
        if before in cells:
            old, new = cells[before], cells.get(after, NOTHING)
            named = cells.get("Attribute")
            name = asset_of(block) if named is None else str(named.value)
            return Change(name, old.value, new.value, old.told, new.told)
    return None
