"""What came of tests, as values."""

from __future__ import annotations

from dataclasses import dataclass

from flowlang.model.tests import TestCase
from flowlang.source import Source, Span
from flowlang.trace.story import Story


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a filter that is not as expected: where it stands, and what was found.

    `notes` go on about it, a line each: the filters behind a smart list, activities that do not
    count.
    """

    span: Span
    found: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """One reason why a test fails: the statement, a sentence, and the parts that are to blame.

    `story` is what happened to the person up to there.
    """

    source: Source
    span: Span
    message: str
    parts: tuple[Part, ...] = ()
    person: str | None = None
    story: Story | None = None

    @property
    def line(self) -> int:
        """The line of the statement."""
        return self.source.position(self.span.start).line


@dataclass(frozen=True, slots=True)
class Result:
    """A test that has run."""

    test: TestCase
    failures: tuple[Failure, ...]
    seconds: float

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.failures

    @property
    def line(self) -> int:
        """The line on which the test, or its case, has its name."""
        return self.test.source.position(self.test.span.start).line
