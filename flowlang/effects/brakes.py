"""Whether a circle of campaigns comes to an end by what its own steps change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flowlang.effects.course import Act, guards_of, on_one_way
from flowlang.effects.decide import UNKNOWN, Known, decide, decide_test, every, negated
from flowlang.effects.effects import Effects, Start
from flowlang.effects.matching import fits
from flowlang.effects.reads import reads_of_value
from flowlang.effects.things import Facet, Thing, field_thing, list_thing, program_thing
from flowlang.effects.writes import How, Write
from flowlang.model import filters, steps
from flowlang.model.assets import Field
from flowlang.model.campaigns import Campaign, Trigger
from flowlang.model.filters import Filter, Operator
from flowlang.model.steps import Step, Wait
from flowlang.model.values import ScoreChange, Template, TokenFamily, TokenUse
from flowlang.model.walk import tokens_in

_HIGHEST, _LOWEST = 2**31 - 1, -(2**31)


class _Done(NamedTuple):
    """A step of a circle; `is_sure` where everybody who goes round does it."""

    act: Act
    is_sure: bool


def ends(campaigns: Sequence[Campaign], starts: Sequence[Start], effects: Effects) -> bool | None:
    """Whether a circle ends by itself: yes, no, or not known.

    It ends where some step of it logs nothing the next time, because nothing on the way round
    undoes what it did; or where a filter on the way no longer holds after one round.
    """
    done = list(_done(campaigns, starts, effects))
    if any(not _logs_again(start, done, effects) for start in starts):
        return True
    state = _State(done, frozenset(campaigns), effects)
    verdicts: list[bool | None] = []
    for campaign, start in zip(campaigns, starts, strict=True):
        verdicts.append(decide(campaign.smart_list, state.leaf))
        for condition, wanted in guards_of(start.act):
            held = decide(condition, state.leaf)
            verdicts.append(held if wanted else negated(held))
        verdicts.append(state.trigger(start))
    return negated(every(verdicts))


def _done(
    campaigns: Sequence[Campaign], starts: Sequence[Start], effects: Effects
) -> Iterator[_Done]:
    for campaign, start in zip(campaigns, starts, strict=True):
        known = set(start.act.forks)
        for act in effects.course(campaign):
            if on_one_way(start.act, act):
                yield _Done(act, act.number <= start.act.number and known.issuperset(act.forks))


def _logs_again(start: Start, done: Sequence[_Done], effects: Effects) -> bool:
    """Whether a step may log its activity each time round."""
    step = start.act.step
    if isinstance(step, steps.SendEmail | steps.RemoveFromFlow) or start.logged.always:
        return True
    writes = effects.writes(step)
    return not writes or any(_changes_again(write, done, effects) for write in writes)


def _changes_again(write: Write, done: Sequence[_Done], effects: Effects) -> bool:
    if write.how is How.ADDS:
        return write.value is not None or _adds_something(write.step)
    others = [
        other
        for each in done
        for other in effects.writes(each.act.step)
        if other.thing == write.thing and other.step is not write.step
    ]
    if write.thing.facet is Facet.STATUS:
        return any(_equal_steps(write.step, other.step) for other in others)
    if write.how is How.COMPUTES and _comes_to_more(write, done, effects):
        return True
    return any(not other.is_constant or other.value != write.value for other in others)


def _equal_steps(one: Step, other: Step) -> bool:
    """Whether people can go back and forth: a status only gives way to a later or equal one."""
    return (
        isinstance(one, steps.ChangeProgramStatus)
        and isinstance(other, steps.ChangeProgramStatus)
        and one.status.name != other.status.name
        and one.status.step == other.status.step
    )


def _comes_to_more(write: Write, done: Sequence[_Done], effects: Effects) -> bool:
    """Whether a value that is worked out may be another one the next time round."""
    value = getattr(write.step, "value", None)
    if not isinstance(value, TokenUse | Template):
        return False
    families = {use.family for use in tokens_in(value)}
    if TokenFamily.TRIGGER in families:
        return True
    # At one moment the clock says the same all the time.
    if TokenFamily.SYSTEM in families and any(isinstance(each.act.step, Wait) for each in done):
        return True
    read = set(reads_of_value(value, None))
    return any(other.thing in read for each in done for other in effects.writes(each.act.step))


def _adds_something(step: Step) -> bool:
    """Whether a score token may stand for more than nothing."""
    use = step.change if isinstance(step, steps.ChangeScore) else None
    declared = use.declared if isinstance(use, TokenUse) else None
    change = None if declared is None else declared.value
    return not isinstance(change, ScoreChange) or change.amount != 0


class _State:
    """What is known of a person who has gone round: what the circle leaves behind."""

    def __init__(
        self, done: Sequence[_Done], entered: frozenset[Campaign], effects: Effects
    ) -> None:
        self._done = done
        self._entered = entered
        self._effects = effects
        self._values: dict[Thing, Known] = {}
        writes: dict[Thing, list[tuple[Write, bool]]] = {}
        for each in done:
            for write in effects.writes(each.act.step):
                writes.setdefault(write.thing, []).append((write, each.is_sure))
        for thing, found in writes.items():
            if any(sure for _, sure in found):
                self._values[thing] = _left(tuple(write for write, _ in found))

    def leaf(self, filter_: Filter) -> bool | None:
        """Whether a filter without `and`, `or`, `not` holds after some rounds."""
        match filter_:
            case filters.Test(subject=Field() as field):
                value = self._values.get(field_thing(field), UNKNOWN)
                return decide_test(filter_, value, lacking_counts=True)
            case filters.InList():
                return _any(self._is(list_thing(each)) for each in filter_.lists)
            case filters.InSmartList():
                return _any(decide(each.filter, self.leaf) for each in filter_.smart_lists)
            case filters.InCampaign():
                return True if not self._entered.isdisjoint(filter_.campaigns) else None
            case filters.InProgram(statuses=(), where=None):
                things = (program_thing(each, Facet.MEMBERSHIP) for each in filter_.programs)
                return _any(self._is(thing) for thing in things)
            case filters.Did():
                held = self._did(filter_)
                return negated(held) if filter_.negated else held
            case _:
                return None

    def trigger(self, start: Start) -> bool | None:
        """Whether what a step logs after some rounds still fits the trigger."""
        trigger, logged = start.trigger, start.logged
        if not isinstance(trigger, Trigger):
            return True
        if logged.field is not None:
            value = self._values.get(field_thing(logged.field), UNKNOWN)
            attributes = dict(logged.attributes)
            if attributes.get("newvalue") is UNKNOWN:
                attributes["newvalue"] = value
            if isinstance(start.act.step, steps.ChangeScore):
                attributes["oldvalue"] = value
            logged = logged._replace(attributes=attributes)
        return fits(logged, trigger)

    def _is(self, thing: Thing) -> bool | None:
        value = self._values.get(thing, UNKNOWN)
        return value if isinstance(value, bool) else None

    def _did(self, filter_: filters.Did) -> bool | None:
        """Whether everybody who went round has such an activity now."""
        window = filter_.window
        if filter_.at_least > 1 or (window is not None and window.operator is not Operator.IN_PAST):
            return None
        for each in self._done:
            if each.is_sure:
                for logged in self._effects.logs(each.act.step):
                    if fits(logged, filter_) is True:
                        return True
        return None


def _any(verdicts: Iterator[bool | None]) -> bool | None:
    return negated(every(negated(each) for each in verdicts))


def _left(writes: tuple[Write, ...]) -> Known:
    """What all the writes of a thing leave behind after many rounds."""
    if all(write.how is How.ADDS for write in writes):
        amounts = [write.value for write in writes if isinstance(write.value, int)]
        if len(amounts) < len(writes):
            return UNKNOWN
        if all(amount > 0 for amount in amounts):
            return _HIGHEST
        return _LOWEST if all(amount < 0 for amount in amounts) else UNKNOWN
    first = writes[0]
    if all(write.is_constant and write.value == first.value for write in writes):
        return None if first.how is How.EMPTIES else _scalar(first.value)
    return UNKNOWN


def _scalar(value: object) -> Known:
    return value if isinstance(value, str | int | float | bool) else UNKNOWN
