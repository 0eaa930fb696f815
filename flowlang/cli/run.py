"""`flowlang run`: one campaign over people, and all that it causes."""

from __future__ import annotations

from collections.abc import Sequence
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
from flowlang.cli.problems import tell_filter, tell_problems
from flowlang.cli.refusal import refuse
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.model.bind import bind_filter
from flowlang.model.instance import Instance
from flowlang.source import Source
from flowlang.workspace.choosing import choose_campaign, moment_of, outside_tokens, people_of
from flowlang.workspace.loading import load_and_check, one_instance

_EPILOG = """\b
Examples:
  flowlang run . --people people.csv
      the only batch campaign below this folder; says what would happen
  flowlang run . --people data/ --campaign "Webinar.Score" --at 2026-11-23T09:00 --out after/
      a dataset as a folder of tables; the people and the log as they are then
  flowlang run . --people data/ --where 'country is "DE"' --token score_change=+20
      for some people only, with another value for a token
  flowlang run . --people data/ --format json
      the counts as data

Exit status: 0 fine, 1 mistakes in the scripts or the data, 2 wrong usage, 3 finished, but
a person went in a circle or the run was over its limit."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The words of the command."""

    campaign: str | None
    where: str | None
    at: str | None
    until: str | None
    tokens: tuple[str, ...]
    seed: int
    people: Path | None
    on_bad_data: str
    out: Path | None
    overwrite: bool
    form: str
    color: str


@click.command(epilog=_EPILOG)
@paths_argument
@people_option
@click.option("--campaign", metavar="NAME", help="Which campaign; default: the only batch one.")
@click.option("--where", metavar="FILTER", help="Only people for whom this filter holds, too.")
@click.option("--at", metavar="WHEN", help="The moment of the run, such as 2026-11-23T09:00; now.")
@click.option(
    "--until",
    metavar="WHEN",
    help="Let the clock go on to this moment: waits that end before it end.",
)
@click.option(
    "--token", "tokens", metavar="NAME=VALUE", multiple=True, help="A value for a my token."
)
@seed_option
@out_options
@bad_data_option
@format_option()
@color_option
def command(paths: tuple[Path, ...], **options: object) -> int:
    """Run a batch campaign over people, and all that it causes.

    Who comes to a wait is parked there, or goes on where it ends before --until. A trigger
    campaign with `on requested by api` is requested for the people. Nothing is ever sent; without
    --out nothing is written either.
    """
    wanted = _Wanted(**options)  # type: ignore[arg-type]  # Click has made them of these types.
    if wanted.overwrite and wanted.out is None:
        raise refuse("`--overwrite` goes with `--out DIR`")
    checked = load_and_check(paths)
    instance = one_instance(checked)
    tell_problems(checked, wanted.form, wanted.color)
    if checked.has_errors:
        return 1
    return _run(instance, checked.diagnostics, wanted)


def _run(instance: Instance, diagnostics: Sequence[Diagnostic], wanted: _Wanted) -> int:
    """Work out what is wanted, and do it."""
    campaign = choose_campaign(instance, wanted.campaign)
    project = instance.project
    now = moment_of(wanted.at, project)
    until = None if wanted.until is None else moment_of(wanted.until, project, "--until")
    if until is not None and until <= now:
        raise refuse("`--until` is not later than the moment of the run; it begins with `--at`")
    tokens = outside_tokens(wanted.tokens, campaign, project)
    data = people_of(wanted.people, project)
    where = None
    if wanted.where is not None:
        where, mistakes = bind_filter(instance, Source("--where", wanted.where))
        if mistakes:
            return tell_filter(mistakes, wanted.form, wanted.color)
    # The engine, and with it numpy and pyarrow, is loaded only when something will be run.
    from flowlang.cli.running import Shown, run_job
    from flowlang.workspace.running import Job

    job = Job(
        instance,
        tuple(diagnostics),
        campaign,
        now,
        until,
        data,
        wanted.seed,
        tokens,
        where,
        wanted.on_bad_data,
        wanted.out,
        wanted.overwrite,
    )
    return run_job(job, Shown(wanted.form, wanted.color))
