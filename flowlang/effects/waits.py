"""How long people may wait on their way through a course."""

from __future__ import annotations

from flowlang.effects.course import Act, Course, on_one_way
from flowlang.model.steps import Wait, WaitFor

_DAY = 86400
_LONGEST_MONTH = 31 * _DAY


def longest_wait(course: Course, act: Act) -> int | None:
    """The longest that anybody waits before a place, in seconds; None where nobody can say."""
    total = 0
    for earlier in course[: act.number]:
        step = earlier.step
        if not isinstance(step, Wait) or not on_one_way(earlier, act):
            continue
        if not isinstance(step, WaitFor):
            return None
        length = step.duration.seconds
        total += step.duration.months * _LONGEST_MONTH if length is None else length
        if step.ending:
            total += 7 * _DAY
        elif step.at is not None:
            total += _DAY
    return total
