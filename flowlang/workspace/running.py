"""From a campaign and a dataset to what came of it, written where that is wanted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.engine.outside import give_columns
from flowlang.engine.plan import Plan, schema_of
from flowlang.engine.processes import Crew
from flowlang.engine.races import Races, races_of
from flowlang.engine.run import crew_for, over_limit, run
from flowlang.engine.summary import RunFacts, Summary
from flowlang.model.campaigns import Campaign
from flowlang.model.filters import Filter
from flowlang.model.instance import Instance
from flowlang.model.values import Literal
from flowlang.people.dataset import Dataset
from flowlang.people.files import people_about
from flowlang.people.ingest import open_dataset
from flowlang.people.problems import OnBadData
from flowlang.people.writing import DatasetWriter
from flowlang.report.data import run_data


class Listener:
    """Hears how far a run is; this one does nothing about it."""

    def say(self, what: str) -> None:
        """Hear what begins now."""

    def opened(self, dataset: Dataset) -> None:
        """Hear that a dataset has been looked through."""

    def begin(self, people: int) -> None:
        """Hear how many people there are."""

    def advance(self, people: int) -> None:
        """Hear that so many more of them are done."""

    def reach(self, day: str) -> None:
        """Hear the day to which virtual time has come."""

    def clear(self) -> None:
        """Hear that a piece of work is over."""


@dataclass(frozen=True, slots=True)
class Job:
    """A run or a simulation, as it was asked for and understood.

    Without a `campaign` it is a simulation from `now` to `until`. `out` is the folder into which
    everything is written, in the `form` in which the people came where None is given.
    """

    instance: Instance
    diagnostics: tuple[Diagnostic, ...]
    campaign: Campaign | None
    now: int
    until: int | None
    people: Path
    seed: int = 0
    tokens: Mapping[str, Literal] = field(default_factory=dict)
    where: Filter | None = None
    on_bad_data: str = "error"
    out: Path | None = None
    overwrite: bool = False
    races: bool = False
    form: str | None = None

    def plan(self) -> Plan:
        """What the engine is to do."""
        return Plan(
            self.instance,
            self.campaign,
            self.now,
            self.seed,
            self.tokens,
            self.where,
            self.until,
            simulates=self.campaign is None,
        )

    def facts(self, plan: Plan) -> RunFacts:
        """What the reports say was done."""
        calendar = plan.calendar
        return RunFacts(
            None if self.campaign is None else self.campaign.qualified_name,
            calendar.local(self.now).isoformat(),
            self.seed,
            None if self.until is None else calendar.local(self.until).isoformat(),
        )


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a job; `races` are there where they were looked for."""

    job: Job
    summary: Summary
    facts: RunFacts
    races: Races | None = None

    @property
    def was_stopped(self) -> bool:
        """Whether a person in a loop, or a run over its limit, was stopped."""
        return bool(self.summary.stopped or self.summary.limits)

    def data(self) -> dict[str, Any]:
        """The summary as plain data."""
        return _data(self.job, self.summary, self.facts)


def do_job(job: Job, listener: Listener) -> Done:
    """Run, and write where that is wanted.

    Raises `BadDataError` for bad cells where they are errors, `RefusedError` for what cannot be
    read or written.
    """
    plan = job.plan()
    facts = job.facts(plan)
    listener.say("reading")
    schema, on_bad = schema_of(job.instance), OnBadData(job.on_bad_data)
    try:
        # The processes start while the dataset is looked through.
        with (
            crew_for(people_about(job.people)) as crew,
            open_dataset(job.people, schema, on_bad) as data,
        ):
            listener.clear()
            listener.opened(data)
            if plan.simulates:
                give_columns(data, job.instance)
            summary = _run(plan, data, crew, job, facts, listener)
            races = None
            if job.races:
                listener.say("looking for races")
                off = frozenset(over_limit(plan, summary))
                races = races_of(replace(plan, off=off), data)
    finally:
        listener.clear()
    return Done(job, summary, facts, races)


def _run(
    plan: Plan,
    dataset: Dataset,
    crew: Crew | None,
    job: Job,
    facts: RunFacts,
    listener: Listener,
) -> Summary:
    """Run over a dataset; what is written is there as a whole, or not at all."""
    listener.begin(dataset.size)

    def reach(moment: int) -> None:
        listener.reach(f"{plan.calendar.local(moment):%Y-%m-%d}")

    clock = reach if plan.until is not None else None
    if job.out is None:
        return run(plan, dataset, crew=crew, progress=listener.advance, clock=clock)
    writer: DatasetWriter | None = None
    try:
        writer = DatasetWriter.begin(dataset, job.out, overwrite=job.overwrite, form=job.form)
        summary = run(plan, dataset, writer, crew=crew, progress=listener.advance, clock=clock)
        listener.say("writing")
        writer.finish(summary_text(_data(job, summary, facts)))
    except BaseException:
        if writer is not None:
            writer.abandon()
        raise
    return summary


def summary_text(data: Any) -> str:
    """Plain data as `summary.json` has it."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _data(job: Job, summary: Summary, facts: RunFacts) -> dict[str, Any]:
    return run_data(summary, facts, job.instance, job.diagnostics)
