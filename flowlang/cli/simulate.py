"""`flowlang simulate`: all active campaigns over a period, and what people really did in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from flowlang.cli.options import (
    bad_data_option,
    color_option,
    format_option,
    out_options,
    paths_argument,
    people_option,
    seed_option,
)
from flowlang.cli.problems import tell_problems
from flowlang.cli.refusal import refuse
from flowlang.workspace.choosing import moment_of, people_of
from flowlang.workspace.loading import load_and_check, one_instance

_EPILOG = """\b
Examples:
  flowlang simulate . --people data/ --from 2026-01-01 --to 2027-01-01
      a year: schedules fire, triggers react to what is in the data, waits end
  flowlang simulate . --people data/ --from 2026-01-01 --to 2026-02-01 --out january/
      people, log and waits as they are then; what is written is a dataset again
  flowlang simulate . --people january/ --from 2026-02-01 --to 2026-03-01
      and so on: in two pieces it comes to the same as in one
  flowlang simulate . --people data/ --from 2026-01-01 --to 2027-01-01 --timeline days.csv
      entries, sends and score changes of each campaign, day by day
  flowlang simulate . --people data/ --from 2026-01-01 --to 2027-01-01 --races
      who would end differently, were campaigns on one activity to take other turns

Exit status: 0 fine, 1 mistakes in the scripts or the data, 2 wrong usage, 3 finished, but
a person went in a circle or a batch run was over its limit."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The words of the command."""

    begin: str
    end: str
    seed: int
    people: Path | None
    on_bad_data: str
    out: Path | None
    overwrite: bool
    timeline: Path | None
    races: bool
    form: str
    color: str


@click.command(epilog=_EPILOG)
@paths_argument
@people_option
@click.option(
    "--from",
    "begin",
    metavar="WHEN",
    required=True,
    help="When the period begins, such as 2026-01-01 or 2026-01-01T09:00.",
)
@click.option("--to", "end", metavar="WHEN", required=True, help="When it ends; not part of it.")
@seed_option
@out_options
@click.option(
    "--timeline",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.csv",
    help="Where to write what happened on each day.",
)
@click.option(
    "--races",
    is_flag=True,
    help="Simulate once more with trigger campaigns in other orders: who ends differently?",
)
@bad_data_option
@format_option()
@color_option
def command(paths: tuple[Path, ...], **options: object) -> int:
    """Let all active campaigns run over a period.

    Schedules fire, waits end, and what the activities of the data say that people did in the
    period happens: triggers react to it. Earlier activities are history, later ones are only
    copied. Nothing is ever sent; without --out nothing is written either.
    """
    wanted = _Wanted(**options)  # type: ignore[arg-type]  # Click has made them of these types.
    if wanted.overwrite and wanted.out is None:
        raise refuse("`--overwrite` goes with `--out DIR`")
    checked = load_and_check(paths)
    instance = one_instance(checked)
    tell_problems(checked, wanted.form, wanted.color)
    if checked.has_errors:
        return 1
    begin = moment_of(wanted.begin, instance.project, "--from")
    end = moment_of(wanted.end, instance.project, "--to")
    if end <= begin:
        raise refuse("`--to` is not later than `--from`; the period would be empty")
    data = people_of(wanted.people, instance.project)
    # The engine, and with it numpy and pyarrow, is loaded only when something will be run.
    from flowlang.cli.running import Shown, run_job
    from flowlang.workspace.running import Job

    job = Job(
        instance,
        checked.diagnostics,
        None,
        begin,
        end,
        data,
        wanted.seed,
        on_bad_data=wanted.on_bad_data,
        out=wanted.out,
        overwrite=wanted.overwrite,
        races=wanted.races,
    )
    return run_job(job, Shown(wanted.form, wanted.color, wanted.timeline))
