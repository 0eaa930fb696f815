"""From a campaign and a dataset to what is printed and written."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flowlang.cli.bad_data import tell_bad_data, tell_dataset
from flowlang.cli.files import write_file
from flowlang.cli.output import json_text, style_for, write, write_json
from flowlang.cli.progress import Progress
from flowlang.cli.refusal import refuse
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.engine.outside import give_columns
from flowlang.engine.plan import Plan, schema_of
from flowlang.engine.races import races_of
from flowlang.engine.run import over_limit, run
from flowlang.engine.summary import TIMELINE, RunFacts, Summary
from flowlang.model.campaigns import Campaign
from flowlang.model.filters import Filter
from flowlang.model.instance import Instance
from flowlang.model.values import Literal
from flowlang.people.dataset import Dataset
from flowlang.people.ingest import BadDataError, open_dataset
from flowlang.people.problems import OnBadData, RefusedError
from flowlang.people.writing import DatasetWriter
from flowlang.report.data import run_data
from flowlang.report.races import races_data, render_races
from flowlang.report.text import render_run
from flowlang.style import Look, Style, plain


@dataclass(frozen=True, slots=True)
class Job:
    """A run, as it was asked for and understood."""

    instance: Instance
    diagnostics: tuple[Diagnostic, ...]
    campaign: Campaign | None
    now: int
    until: int | None
    seed: int
    tokens: Mapping[str, Literal]
    where: Filter | None
    people: Path
    on_bad_data: str
    out: Path | None
    overwrite: bool
    form: str
    color: str
    timeline: Path | None = None
    races: bool = False

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


def run_job(job: Job) -> int:
    """Run, print and write; the exit status."""
    plan = job.plan()
    facts = job.facts(plan)
    progress = Progress()
    progress.say("reading")
    try:
        schema = schema_of(job.instance)
        with open_dataset(job.people, schema, OnBadData(job.on_bad_data)) as dataset:
            progress.clear()
            tell_dataset(dataset, job.on_bad_data)
            if plan.simulates:
                give_columns(dataset, job.instance)
            summary = _run(plan, dataset, job, facts, progress)
            races = None
            if job.races:
                progress.say("looking for races")
                off = frozenset(over_limit(plan, summary))
                races = races_of(replace(plan, off=off), dataset)
                progress.clear()
    except BadDataError as error:
        progress.clear()
        tell_bad_data(error.bad, job.form, job.color)
        return 1
    except RefusedError as error:
        progress.clear()
        raise refuse(str(error)) from None
    except KeyboardInterrupt:
        progress.interrupted()
        raise
    if job.timeline is not None:
        _write_timeline(job.timeline, summary)
    if job.form == "json":
        data = _data(summary, facts, job)
        if races is not None:
            data["races"] = races_data(races, job.instance)
        write_json(data)
    else:
        style = style_for(sys.stdout, job.color)
        write(render_run(summary, facts, job.instance, style))
        if races is not None:
            write(f"\n{render_races(races, job.instance, style)}")
        write(f"\n{_written(job, style)}\n")
    return 3 if summary.stopped or summary.limits else 0


def _run(plan: Plan, dataset: Dataset, job: Job, facts: RunFacts, progress: Progress) -> Summary:
    """Run over a dataset; what is written is there as a whole, or not at all."""
    progress.begin(dataset.size)

    def reach(moment: int) -> None:
        progress.reach(f"{plan.calendar.local(moment):%Y-%m-%d}")

    clock = reach if plan.until is not None else None
    if job.out is None:
        summary = run(plan, dataset, progress=progress.advance, clock=clock)
        progress.clear()
        return summary
    writer: DatasetWriter | None = None
    try:
        writer = DatasetWriter.begin(dataset, job.out, overwrite=job.overwrite)
        summary = run(plan, dataset, writer, progress=progress.advance, clock=clock)
        progress.say("writing")
        writer.finish(json_text(_data(summary, facts, job)))
    except BaseException:
        if writer is not None:
            writer.abandon()
        raise
    progress.clear()
    return summary


def _write_timeline(path: Path, summary: Summary) -> None:
    """Write what happened on each day as a table."""
    rows = io.StringIO(newline="")
    writer = csv.writer(rows, lineterminator="\n")
    writer.writerow(TIMELINE)
    writer.writerows([day[name] for name in TIMELINE] for day in summary.timeline())
    write_file(path, rows.getvalue(), "--timeline")


def _data(summary: Summary, facts: RunFacts, job: Job) -> dict[str, Any]:
    return run_data(summary, facts, job.instance, job.diagnostics)


def _written(job: Job, style: Style) -> str:
    if job.out is None:
        told = "dry run: nothing was written; --out DIR writes the people and the log"
        return style.paint(told, Look.FAINT)
    return f"written to {plain(str(job.out))}"
