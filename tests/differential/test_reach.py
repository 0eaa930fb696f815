"""The generator reaches the whole language, so that equality says something."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest

from flowlang.model import filters, steps
from flowlang.model.filters import Filter, Operator
from flowlang.model.walk import all_steps
from tests.differential import tables
from tests.differential.programs import Maker
from tests.differential.test_engine_equals_reference import bound, make_case, play
from tests.reference.interpreter import Interpreter
from tests.reference.questions import Asker

PROGRAMS = 600
NOT_RUN = {steps.Step, steps.Wait, steps.UnknownStep}
NOT_ASKED = {filters.Filter, filters.Unknown, filters.Window, filters.WaitingIn}
REASONS = {
    "empty",
    "invalid",
    "unsubscribed",
    "marketing_suspended",
    "over_limit",
    "not_a_member",
    "earlier_status",
}


def subclasses(base: type) -> set[type]:
    found: set[type] = {base}
    below: list[type] = base.__subclasses__()
    for each in below:
        found |= subclasses(each)
    return found


def test_every_step_filter_operator_and_reason_is_reached(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reached: set[type] = set()
    reasons: set[str] = set()
    answers: set[tuple[type, bool]] = set()
    compared: set[tuple[Operator, bool]] = set()
    passes, compare = Asker.passes, Asker.compare

    def asked(self: Asker, filter_: Filter | None) -> bool:
        answer = passes(self, filter_)
        answers.add((type(filter_), answer))
        return answer

    def compares(self: Asker, test: filters.Test, value: object, lacks: bool) -> bool:
        answer = compare(self, test, value, lacks)
        compared.add((test.operator, answer))
        return answer

    monkeypatch.setattr(Asker, "passes", asked)
    monkeypatch.setattr(Asker, "compare", compares)
    for seed in range(PROGRAMS):
        case = make_case(Maker(random.Random(seed).randint))
        with tempfile.TemporaryDirectory() as folder:
            instance = bound(case, Path(folder))
        people = tables.persons(case.data, instance)
        interpreter = Interpreter(instance, 42)
        play(interpreter, people, case)
        reasons |= {reason for _, reason in interpreter.counts.skipped}
        ran = {place for place, count in interpreter.counts.steps.items() if count}
        for each in instance.campaigns:
            for step in all_steps(each.flow):
                if (each.qualified_name, step.path) in ran:
                    reached.add(type(step))
    assert subclasses(steps.Step) - reached - NOT_RUN == set()
    assert reasons >= REASONS
    classes = subclasses(filters.Filter) - NOT_ASKED
    both = {(each, answer) for each in classes for answer in (True, False)}
    assert both - answers == {(filters.Everyone, False)}
    operators = {(each, answer) for each in Operator for answer in (True, False)}
    assert operators - compared == set()
