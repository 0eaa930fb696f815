"""What a person did, as activity filters and triggers look at it."""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.engine.log import Block
from flowlang.engine.occasions import Occasion, occasions
from flowlang.engine.state import State
from flowlang.engine.tokens import Context
from flowlang.model.assets import Attribute
from flowlang.model.filters import Did, Filter, Test
from flowlang.model.walk import all_filters
from flowlang.style import counted
from flowlang.trace.story import Place, Question
from flowlang.trace.values import NOTHING, Cell, cell, moment_told, quoted, text_cell

_SHOWN = 3
"""So many activities are told one by one, the latest ones."""


def answer_did(
    filter_: Did, question: Question, state: State, row: int, now: int, context: Context | None
) -> None:
    """How many activities fit, when they were, and why the others do not count."""
    found = occasions(filter_, state, row, now, context)
    fitting = [each for each in found if each.fits]
    zone = state.plan.calendar.zone
    question.value = len(fitting)
    name = filter_.activity.name
    if not found:
        question.detail = f"no {name} at all"
        return
    times = [moment_told(each.time, zone) for each in fitting[-_SHOWN:]]
    before = "…, " if len(fitting) > _SHOWN else ""
    if fitting:
        question.detail = f"{counted(len(fitting), 'time')}: {before}{', '.join(times)}"
    else:
        question.detail = f"none of {counted(len(found), name, name)} counts"
    if len(fitting) < filter_.at_least:
        others = [each for each in found if not each.fits]
        question.parts = [
            _occasion(each, filter_, state, question.place) for each in others[-_SHOWN:]
        ]


def _occasion(each: Occasion, filter_: Did, state: State, place: Place) -> Question:
    """An activity that does not count, with what it has of what is asked."""
    zone = state.plan.calendar.zone
    told = [
        f"{written_name(test.subject)} {attribute_cell(each.block, test, state).told}"
        for test in _tests(filter_.where)
    ]
    if each.alike and not each.in_window:
        told = ["outside of that time"]
    asset = asset_of(each.block)
    text = f"{filter_.activity.name} {quoted(asset)}" if asset else filter_.activity.name
    return Question(
        "occasion",
        f"{moment_told(each.time, zone)} {text}",
        False,
        place,
        value=None,
        detail=", ".join(told),
    )


def _tests(filter_: Filter | None) -> Iterator[Test]:
    """The comparisons of a constraint, each subject once."""
    seen = set()
    for each in all_filters(filter_):
        if isinstance(each, Test) and each.subject not in seen:
            seen.add(each.subject)
            yield each


def written_name(subject: object) -> str:
    """What an attribute is called in a script."""
    return subject.name if isinstance(subject, Attribute) else str(subject)


def asset_of(block: Block) -> str:
    """The primary value of a block with one activity."""
    if isinstance(block.asset, str):
        return block.asset
    code = int(block.asset.codes[0])
    return block.asset.words.texts[code] if code >= 0 else ""


def attribute_cell(block: Block, test: Test, state: State) -> Cell:
    """What a block with one activity has of what a comparison asks about."""
    assert isinstance(test.subject, Attribute)
    zone = state.plan.calendar.zone
    primary = block.activity.primary
    if primary is not None and test.subject.key == primary.key:
        asset = asset_of(block)
        return text_cell(asset) if asset else NOTHING
    vector = block.attribute(test.subject.key, test.type, zone)
    return NOTHING if vector is None else cell(vector, 0, test.type, zone)
