"""`flowlang.test`: the tests of campaigns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.library.checks import Report
from flowlang.library.scripts import Scripts, load
from flowlang.style import Style
from flowlang.testing.coverage import Spot
from flowlang.testing.results import Result
from flowlang.testing.session import session_of
from flowlang.testing.summary import render_coverage, render_tally, session_data
from flowlang.testing.text import render_result


@dataclass(frozen=True, slots=True)
class TestFailure:
    """One reason why a test failed, and the line on which that was expected."""

    __test__: ClassVar[bool] = False  # Pytest need not look for tests in it.

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class TestResult:
    """A test that has run."""

    __test__: ClassVar[bool] = False

    name: str
    file: str
    line: int
    failures: tuple[TestFailure, ...]
    seconds: float

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.failures


@dataclass(frozen=True, slots=True)
class Tests:
    """What came of the tests of scripts; its text is what the command line prints.

    There are no `results` where there are no tests, or where the `diagnostics` have errors.
    """

    __test__: ClassVar[bool] = False

    diagnostics: tuple[Diagnostic, ...] = ()
    files: tuple[str, ...] = ()
    results: tuple[TestResult, ...] = ()
    _told: tuple[Result, ...] = field(default=(), repr=False)
    _spots: tuple[Spot, ...] | None = field(default=None, repr=False)

    @property
    def ok(self) -> bool:
        """Whether there were tests, and all of them passed."""
        return bool(self.results) and not self.failed

    @property
    def failed(self) -> tuple[TestResult, ...]:
        """The tests that failed."""
        return tuple(each for each in self.results if not each.passed)

    def data(self) -> dict[str, Any]:
        """What `--format json` prints, with the coverage where that was wanted."""
        return session_data(self._told, None if self._spots is None else list(self._spots))

    def __iter__(self) -> Iterator[TestResult]:
        return iter(self.results)

    def __str__(self) -> str:
        if not Report(self.diagnostics, self.files).ok:
            return str(Report(self.diagnostics, self.files))
        style = Style()
        told = [f"{render_result(each, style)}\n" for each in self._told if not each.passed]
        seconds = sum(each.seconds for each in self.results)
        passed = len(self.results) - len(self.failed)
        told.append(f"{render_tally(passed, len(self.failed), seconds, style)}\n")
        if self._spots is not None:
            told.append(f"\n{render_coverage(list(self._spots), style)}")
        return "".join(told).rstrip()


def test(
    scripts: Scripts,
    *,
    filter: str | Sequence[str] = (),  # noqa: PT028 - this is no test of pytest's, see below.
    coverage: bool = False,  # noqa: PT028
    seed: int = 0,  # noqa: PT028
) -> Tests:
    """Run the tests of scripts, each in a world of its own.

    `filter` are texts of which a test's name must contain one. With `coverage` it is noted
    which steps, branches and answers no test has reached.
    """
    workspace = load(scripts)
    if not workspace.ok:
        return Tests(workspace.diagnostics, workspace.files)
    words = [filter] if isinstance(filter, str) else filter
    session = session_of(
        workspace.checked.instances, workspace.paths, words=words, seed=seed, covers=coverage
    )
    told = tuple(session.run())
    spots = tuple(session.spots()) if coverage else None
    results = tuple(_result(each) for each in told)
    return Tests(workspace.diagnostics, workspace.files, results, told, spots)


setattr(test, "__test__", False)  # noqa: B010 - a test module may import it by its name.


def _result(result: Result) -> TestResult:
    failures = tuple(TestFailure(each.line, each.message) for each in result.failures)
    return TestResult(
        result.test.title, result.test.source.name, result.line, failures, result.seconds
    )
