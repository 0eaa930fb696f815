"""A diagnostic: one thing that is wrong, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from flowlang.source import Source, Span


class Severity(Enum):
    """How much a diagnostic weighs; only an error stops a run."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a diagnostic speaks of."""

    message: str
    source: Source
    span: Span


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement of text that belongs to a fix."""

    source: Source
    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend a diagnostic; `safe` ones keep the meaning of everything else."""

    message: str
    edits: tuple[Edit, ...]
    safe: bool


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem, told once, in the words of marketing operations.

    `rule` is the name of an entry in the register, `message` one sentence without a
    final period, `help` how to mend it, `label` the few words beside the carets.
    """

    rule: str
    message: str
    source: Source
    span: Span
    severity: Severity = Severity.ERROR
    help: str | None = None
    label: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None

    @property
    def file(self) -> str:
        """The name of the file in which it is."""
        return self.source.name

    @property
    def line(self) -> int:
        """The line on which it begins, from 1."""
        return self.source.position(self.span.start).line

    @property
    def column(self) -> int:
        """The column in which it begins, from 1."""
        return self.source.position(self.span.start).column

    @property
    def order(self) -> tuple[str, int, int, str]:
        """The key by which diagnostics are sorted: file, line, column, rule."""
        return (self.source.name, self.span.start, self.span.end, self.rule)
