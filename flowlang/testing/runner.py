"""Running tests: each in a world of its own, all on one engine that starts once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from time import perf_counter

from flowlang.engine.plan import Plan
from flowlang.model.instance import Instance
from flowlang.model.tests import Expect, Statement, TestCase
from flowlang.style import counted
from flowlang.testing.coverage import Coverage
from flowlang.testing.reasons import parts_of
from flowlang.testing.results import Failure, Result
from flowlang.testing.statements import do, people_of
from flowlang.testing.world import World, world_plan
from flowlang.trace.recorder import Recorder


class Runner:
    """Runs the tests of one instance; what they share is worked out once.

    `coverage`, where there is one, takes in what happens.
    """

    def __init__(
        self, instance: Instance, *, seed: int = 0, coverage: Coverage | None = None
    ) -> None:
        self.instance = instance
        self.coverage = coverage
        self._plan: Plan = world_plan(instance, seed)

    def run_all(self, tests: Iterable[TestCase]) -> Iterator[Result]:
        """Run some tests, one after the other."""
        for test in tests:
            yield self.run(test)

    def run(self, test: TestCase) -> Result:
        """Run one test from a fresh world."""
        begun = perf_counter()
        world = World.of_names(self._plan, people_of(test.statements), test.at)
        if self.coverage is not None:
            world.state.asked = self.coverage.asked
        failures = self._with_stories(test, list(self._failures(test, world)))
        if self.coverage is not None:
            self.coverage.add(world.summary)
        return Result(test, tuple(failures), perf_counter() - begun)

    def _with_stories(self, test: TestCase, failures: list[Failure]) -> list[Failure]:
        """The failures, with each person's story at the last one of theirs."""
        last = {each.person: number for number, each in enumerate(failures)}
        return [
            self._with_story(test, each) if last[each.person] == number else each
            for number, each in enumerate(failures)
        ]

    def _with_story(self, test: TestCase, failure: Failure) -> Failure:
        """A failure with all that had happened to its person; for that the test runs once more."""
        if failure.person is None or not failure.parts:
            return failure
        world = World.of_names(self._plan, people_of(test.statements), test.at)
        recorder = Recorder(world.row(failure.person))
        recorder.begins(world.machine)
        world.state.witness = recorder
        for statement in test.statements:
            if isinstance(statement, Expect):
                if statement.filter.span == failure.span:
                    break
            else:
                do(statement, world)
                if statement.span == failure.span:
                    break
        return replace(failure, story=recorder.story())

    def _failures(self, test: TestCase, world: World) -> Iterator[Failure]:
        """What fails, in order; behind what stopped somebody nothing more is looked at."""
        for statement in test.statements:
            if isinstance(statement, Expect):
                failure = expectation(statement, world)
                if failure is not None:
                    yield failure
            else:
                do(statement, world)
                stops = list(_stops(statement, world))
                yield from stops
                if stops:
                    return


def expectation(expect: Expect, world: World) -> Failure | None:
    """Why an expectation fails, None where it holds."""
    if world.holds(expect.filter, expect.person):
        return None
    parts = parts_of(expect.filter, world, expect.person)
    told = "; ".join(
        f"`{' '.join(expect.source.slice(each.span).split())}`: {each.found}" for each in parts
    )
    return Failure(
        expect.source,
        expect.filter.span,
        f'"{expect.person}" is not as expected: {told}',
        tuple(parts),
        expect.person,
    )


def _stops(statement: Statement, world: World) -> Iterator[Failure]:
    """The people in a loop, and the runs over their limit, that a statement led to."""
    for stopped in world.summary.stopped:
        circle = " → ".join((*stopped.cycle, stopped.cycle[0]))
        yield Failure(
            statement.source,
            statement.span,
            f'"{stopped.person}" went in a circle and was stopped: {circle}',
            person=stopped.person,
        )
    for limit in world.limits:
        yield Failure(
            statement.source,
            statement.span,
            f'"{limit.campaign}" was stopped: {counted(limit.qualified, "person", "people")} '
            f"would have entered, and its limit is {limit.limit}",
        )
