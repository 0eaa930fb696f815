"""A session of tests: which of them are meant, and all of them run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flowlang.model.instance import Instance
from flowlang.model.tests import TestCase
from flowlang.testing.coverage import Coverage, Spot
from flowlang.testing.results import Result
from flowlang.testing.runner import Runner


def tests_in(instance: Instance, paths: Sequence[Path]) -> list[TestCase]:
    """The tests in the files of some paths; those of files that are only imported rest."""
    meant = [path.resolve() for path in paths]
    return [
        each
        for each in instance.tests
        if each.source.path is not None
        and any(each.source.path.resolve().is_relative_to(path) for path in meant)
    ]


def is_chosen(test: TestCase, words: Sequence[str]) -> bool:
    """Whether a test's name, with its case, contains any of some texts; case does not count."""
    title = test.title.casefold()
    return not words or any(each.casefold() in title for each in words)


@dataclass(slots=True)
class Session:
    """Some tests of one instance or several, to be run once.

    `results` are those that have run, `coverage` what they reached, where it is wanted.
    """

    tests: list[tuple[Instance, list[TestCase]]]
    seed: int = 0
    covers: bool = False
    results: list[Result] = field(default_factory=list)
    coverage: list[tuple[Instance, Coverage]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """The number of tests."""
        return sum(len(tests) for _, tests in self.tests)

    @property
    def failed(self) -> int:
        """How many tests have failed."""
        return sum(not each.passed for each in self.results)

    def run(self, *, fail_fast: bool = False) -> Iterator[Result]:
        """Run them, and give each result when it is there."""
        for instance, tests in self.tests:
            coverage = Coverage() if self.covers else None
            if coverage is not None:
                self.coverage.append((instance, coverage))
            runner = Runner(instance, seed=self.seed, coverage=coverage)
            for test in tests:
                result = runner.run(test)
                self.results.append(result)
                yield result
                if fail_fast and not result.passed:
                    return

    def spots(self) -> list[Spot]:
        """Every place that the tests should have reached, by file and line."""
        found = [each for instance, coverage in self.coverage for each in coverage.spots(instance)]
        return sorted(found, key=lambda each: (each.source.name, each.line, each.span))


def session_of(
    instances: Sequence[Instance],
    paths: Sequence[Path],
    *,
    words: Sequence[str] = (),
    seed: int = 0,
    covers: bool = False,
) -> Session:
    """A session of the tests that paths and words mean."""
    tests = [
        (instance, [each for each in tests_in(instance, paths) if is_chosen(each, words)])
        for instance in instances
    ]
    return Session(tests, seed, covers)
