"""`flowlang.run` and `flowlang.simulate`: what campaigns do to people."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

from flowlang.library.results import Result
from flowlang.library.scripts import Scripts, Workspace, load
from flowlang.library.tables import People, bad_data_word, placed, read_tables
from flowlang.model.bind import bind_filter
from flowlang.model.project import Project
from flowlang.people.dataset import Dataset
from flowlang.people.ingest import BadDataError
from flowlang.people.problems import BadData
from flowlang.refusal import UsageError
from flowlang.source import Source
from flowlang.workspace.choosing import (
    choose_campaign,
    moment_of,
    outside_tokens,
)
from flowlang.workspace.loading import one_instance
from flowlang.workspace.running import Done, Job, Listener, do_job

When: TypeAlias = str | date | datetime
"""A moment: as the command line takes it, or as Python has it; without a zone, the project's."""


def run(
    scripts: Scripts,
    people: People | None = None,
    *,
    campaign: str | None = None,
    at: When | None = None,
    until: When | None = None,
    where: str | None = None,
    tokens: Mapping[str, object] | None = None,
    seed: int = 0,
    on_bad_data: str = "error",
    out: str | os.PathLike[str] | None = None,
    overwrite: bool = False,
) -> Result:
    """Run one batch campaign over people, and all that it causes; nothing is ever sent.

    `people` are a path, a table or dataframe, rows as dicts, or tables by name; without them
    those that the project names. `campaign` is the only batch campaign where none is named, `at`
    the moment of the run, else now; with `until` the clock goes on and waits end. `where` is one
    more filter, `tokens` values for my tokens, by name.

    Errors in scripts and bad data are in the result. Raises `UsageError` for wrong usage.
    """
    workspace = load(scripts)
    if not workspace.ok:
        return _refused(workspace)
    instance = one_instance(workspace.checked)
    chosen = choose_campaign(instance, campaign, "campaign=")
    project = instance.project
    now = moment_of(_written(at), project, "at")
    end = None if until is None else moment_of(_written(until), project, "until")
    if end is not None and end <= now:
        raise UsageError("`until` is not later than the moment of the run, which `at` tells")
    given = [f"{name}={_cell(value)}" for name, value in (tokens or {}).items()]
    values = outside_tokens(given, chosen, project, "tokens")
    filter_ = None
    if where is not None:
        filter_, mistakes = bind_filter(instance, Source("<where>", where))
        if mistakes:
            return Result((*workspace.diagnostics, *mistakes), workspace.files)
    job = Job(
        instance,
        workspace.diagnostics,
        chosen,
        now,
        end,
        Path(),
        seed,
        values,
        filter_,
        bad_data_word(on_bad_data),
        None if out is None else Path(out),
        overwrite,
    )
    return _done(workspace, job, _people(people, project))


def simulate(
    scripts: Scripts,
    people: People | None = None,
    *,
    start: When,
    end: When,
    seed: int = 0,
    on_bad_data: str = "error",
    out: str | os.PathLike[str] | None = None,
    overwrite: bool = False,
) -> Result:
    """Let all active campaigns run over a period; nothing is ever sent.

    Schedules fire, waits end, and what the activities of the people in that period say
    happens. The moment `end` is no longer part of it. All else is as with `run`.
    """
    workspace = load(scripts)
    if not workspace.ok:
        return _refused(workspace)
    instance = one_instance(workspace.checked)
    project = instance.project
    first = moment_of(_written(start), project, "start")
    last = moment_of(_written(end), project, "end")
    if last <= first:
        raise UsageError("`end` is not later than `start`; the period would be empty")
    job = Job(
        instance,
        workspace.diagnostics,
        None,
        first,
        last,
        Path(),
        seed,
        on_bad_data=bad_data_word(on_bad_data),
        out=None if out is None else Path(out),
        overwrite=overwrite,
    )
    return _done(workspace, job, _people(people, project))


class _Hearing(Listener):
    """Notes the bad cells that did not stop a run."""

    bad: BadData | None = None

    def opened(self, dataset: Dataset) -> None:
        """Note what was not used as it stands."""
        if dataset.bad.total:
            self.bad = dataset.bad


def _done(workspace: Workspace, job: Job, people: People) -> Result:
    """Do a job over people, and keep its tables where no folder for them was named."""
    try:
        with placed(people) as place, tempfile.TemporaryDirectory(prefix="flowlang-") as folder:
            job = replace(job, people=place.path)
            heard = _Hearing()
            if job.out is not None:
                return _result(workspace, do_job(job, heard), heard)
            here = Path(folder) / "after"
            done = do_job(replace(job, out=here, form="parquet"), heard)
            heard.bad = None if heard.bad is None else place.tidy(heard.bad)
            done = replace(done, job=job)
            return replace(_result(workspace, done, heard), tables=read_tables(here))
    except BadDataError as error:
        return Result(workspace.diagnostics, workspace.files, error.bad)


def _result(workspace: Workspace, done: Done, heard: _Hearing) -> Result:
    return Result(
        workspace.diagnostics,
        workspace.files,
        heard.bad,
        done.data(),
        out=done.job.out,
        _done=done,
    )


def _refused(workspace: Workspace) -> Result:
    return Result(workspace.diagnostics, workspace.files)


def _people(people: People | None, project: Project) -> People:
    """The people that were given, else those that the project names."""
    found = project.people if people is None else people
    if found is None:
        raise UsageError("give people, or name them as `people` below `[data]` in flowlang.toml")
    return found


def _written(when: When | None) -> str | None:
    """A moment as the command line takes it."""
    match when:
        case None | str():
            return when
        case datetime():
            return when.isoformat(timespec="seconds")
        case _:
            return when.isoformat()


def _cell(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
