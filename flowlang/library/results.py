"""What came of a run or a simulation, as values and Arrow tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.library.checks import Report
from flowlang.people.problems import BadData
from flowlang.refusal import UsageError
from flowlang.report.text import render_run
from flowlang.style import Style, counted
from flowlang.workspace.running import Done


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a run or a simulation; its text is what the command line prints.

    `diagnostics` are about the scripts, and about the filter of `where`. `bad_data` are cells
    that were no values: where they are errors nothing was run, else they were read as empty, or
    left out with their people. `summary` is what `--format json` prints, empty where nothing was
    run. `tables` are all tables after the run by name, each a `pyarrow.Table`; with `out` they
    lie there as files, and `tables` is empty.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    files: tuple[str, ...] = ()
    bad_data: BadData | None = None
    summary: Mapping[str, Any] = field(default_factory=dict, repr=False)
    tables: Mapping[str, pa.Table] = field(default_factory=dict, repr=False)
    out: Path | None = None
    _done: Done | None = field(default=None, repr=False)

    @property
    def ran(self) -> bool:
        """Whether anything was run: there was no error, in scripts or data."""
        return self._done is not None

    @property
    def ok(self) -> bool:
        """Whether it ran, and nobody and nothing had to be stopped."""
        return self._done is not None and not self._done.was_stopped

    @property
    def people(self) -> pa.Table:
        """The people after the run."""
        return self._table("people")

    @property
    def activities(self) -> pa.Table:
        """The activities, those of before and those of the run."""
        return self._table("activities")

    @property
    def list_members(self) -> pa.Table:
        """Who is in which list."""
        return self._table("list_members")

    @property
    def program_members(self) -> pa.Table:
        """Who is in which program, and how far."""
        return self._table("program_members")

    @property
    def campaign_members(self) -> pa.Table:
        """Who has entered which campaign, when last and how often."""
        return self._table("campaign_members")

    @property
    def waiting(self) -> pa.Table:
        """Who waits where, and until when."""
        return self._table("waiting")

    def _table(self, name: str) -> pa.Table:
        if not self.ran:
            raise UsageError(f"there is no table {name}, nothing was run: {self._reason()}")
        if self.out is not None:
            raise UsageError(f"the table {name} was written to {self.out}, and not kept")
        return self.tables[name]

    def _reason(self) -> str:
        if self.bad_data is not None:
            return f"{counted(self.bad_data.total, 'bad cell')}, see `bad_data`"
        errors = Report(self.diagnostics, self.files).errors
        return f"{counted(len(errors), 'error')} in the scripts, see `diagnostics`"

    def __str__(self) -> str:
        if self._done is None:
            return str(Report(self.diagnostics, self.files, self.bad_data))
        done = self._done
        return render_run(done.summary, done.facts, done.job.instance, Style()).rstrip()
