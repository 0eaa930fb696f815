"""`flowlang.check` and `flowlang.lint`: what is to be said about scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flowlang.diagnostics.diagnostic import Diagnostic, Severity
from flowlang.diagnostics.render.data import count, report_data
from flowlang.diagnostics.render.text import render_text, tally
from flowlang.library.scripts import Scripts, load
from flowlang.style import Style, counted
from flowlang.workspace.linting import Lint, rule_names

if TYPE_CHECKING:
    from flowlang.library.tables import People
    from flowlang.people.problems import BadData


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in scripts; its text is what the command line prints.

    `files` are the names of those that were looked at. `bad_data` are the cells for which the
    people could not be asked.
    """

    diagnostics: tuple[Diagnostic, ...]
    files: tuple[str, ...]
    bad_data: BadData | None = None

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return not self.errors and self.bad_data is None

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What stops a run."""
        return self._of(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What works and is rarely meant."""
        return self._of(Severity.WARNING)

    def data(self) -> dict[str, Any]:
        """What `--format json` prints."""
        return report_data(self.diagnostics, len(self.files))

    def _of(self, severity: Severity) -> tuple[Diagnostic, ...]:
        return tuple(each for each in self.diagnostics if each.severity is severity)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.diagnostics)

    def __str__(self) -> str:
        errors, warnings, infos = (count(self.diagnostics, each) for each in Severity)
        told = render_text(self.diagnostics, Style())
        if self.bad_data is not None:
            told += "".join(f"error[bad-data]: {each.sentence}\n" for each in self.bad_data.cells)
            return f"{told}found {counted(self.bad_data.total, 'bad cell')}; nothing was run"
        return f"{told}{tally(errors, warnings, len(self.files), infos)}"


def check(scripts: Scripts) -> Report:
    """Find the mistakes in scripts; see `load` for what they may be."""
    workspace = load(scripts)
    return Report(workspace.diagnostics, workspace.files)


def lint(
    scripts: Scripts,
    *,
    people: People | None = None,
    select: str | Sequence[str] = (),
    ignore: str | Sequence[str] = (),
    on_bad_data: str = "error",
) -> Report:
    """Find mistakes, and what works but is rarely meant.

    `select` and `ignore` are names of rules and categories. With `people`, also what only
    data can tell. Rules run where there are no mistakes.
    """
    workspace = load(scripts)
    chosen, left = _names(select), _names(ignore)
    if people is None:
        told = Lint(chosen, left).diagnose(workspace.checked.instances)
        return Report(tuple(told), workspace.files)
    # The engine, and with it numpy and pyarrow, is loaded only when somebody is asked.
    from flowlang.library.asking import survey_of
    from flowlang.people.ingest import BadDataError

    with survey_of(people, on_bad_data) as survey:
        try:
            told = Lint(chosen, left, survey).diagnose(workspace.checked.instances)
        except BadDataError as error:
            return Report(workspace.diagnostics, workspace.files, error.bad)
    return Report(tuple(told), workspace.files)


def _names(given: str | Sequence[str]) -> list[str]:
    return rule_names([given] if isinstance(given, str) else given)
