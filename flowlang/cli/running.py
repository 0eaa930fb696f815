"""From a run that was asked for to what is printed and written."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import dataclass
from pathlib import Path

from flowlang.cli.bad_data import tell_bad_data, tell_dataset
from flowlang.cli.files import write_file
from flowlang.cli.output import style_for, write, write_json
from flowlang.cli.progress import Progress
from flowlang.engine.summary import TIMELINE, Summary
from flowlang.people.dataset import Dataset
from flowlang.people.ingest import BadDataError
from flowlang.report.races import races_data, render_races
from flowlang.report.text import render_run
from flowlang.style import Look, Style, plain
from flowlang.workspace.running import Done, Job, Listener, do_job


@dataclass(frozen=True, slots=True)
class Shown:
    """How a run is told."""

    form: str
    color: str
    timeline: Path | None = None


class _Telling(Progress, Listener):
    """Progress on a terminal, and what of the data was not used as it stands."""

    def __init__(self, on_bad_data: str) -> None:
        super().__init__()
        self._on_bad_data = on_bad_data

    def opened(self, dataset: Dataset) -> None:
        """Tell what of the data is left out."""
        tell_dataset(dataset, self._on_bad_data)


def run_job(job: Job, shown: Shown) -> int:
    """Run, print and write; the exit status."""
    progress = _Telling(job.on_bad_data)
    try:
        done = do_job(job, progress)
    except BadDataError as error:
        tell_bad_data(error.bad, shown.form, shown.color)
        return 1
    except KeyboardInterrupt:
        progress.interrupted()
        raise
    if shown.timeline is not None:
        _write_timeline(shown.timeline, done.summary)
    if shown.form == "json":
        data = done.data()
        if done.races is not None:
            data["races"] = races_data(done.races, job.instance)
        write_json(data)
    else:
        _tell(done, style_for(sys.stdout, shown.color))
    return 3 if done.was_stopped else 0


def _tell(done: Done, style: Style) -> None:
    job = done.job
    write(render_run(done.summary, done.facts, job.instance, style))
    if done.races is not None:
        write(f"\n{render_races(done.races, job.instance, style)}")
    write(f"\n{_written(job, style)}\n")


def _write_timeline(path: Path, summary: Summary) -> None:
    """Write what happened on each day as a table."""
    rows = io.StringIO(newline="")
    writer = csv.writer(rows, lineterminator="\n")
    writer.writerow(TIMELINE)
    writer.writerows([day[name] for name in TIMELINE] for day in summary.timeline())
    write_file(path, rows.getvalue(), "--timeline")


def _written(job: Job, style: Style) -> str:
    if job.out is None:
        told = "dry run: nothing was written; --out DIR writes the people and the log"
        return style.paint(told, Look.FAINT)
    return f"written to {plain(str(job.out))}"
