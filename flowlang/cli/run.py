"""`flowlang run`: one campaign over people, and all that it causes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from flowlang.cli.choosing import choose_campaign, moment_of, outside_tokens
from flowlang.cli.loading import Checked, load_and_check
from flowlang.cli.options import color_option, format_option, paths_argument
from flowlang.cli.output import style_for, write_error, write_json
from flowlang.cli.refusal import refuse
from flowlang.diagnostics.diagnostic import Diagnostic, Severity
from flowlang.diagnostics.render.data import count, report_data
from flowlang.diagnostics.render.text import render_text, tally
from flowlang.model.bind import bind_filter
from flowlang.model.instance import Instance
from flowlang.source import Source

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
@click.option(
    "--people",
    type=click.Path(path_type=Path),
    metavar="DATA",
    help="The people: a CSV, TSV or Parquet file, or a folder of tables. "
    "Default: `people` below `[data]` in flowlang.toml.",
)
@click.option("--campaign", metavar="NAME", help="Which campaign; default: the only batch one.")
@click.option("--where", metavar="FILTER", help="Only people for whom this filter holds, too.")
@click.option("--at", metavar="WHEN", help="The moment of the run, such as 2026-11-23T09:00; now.")
@click.option(
    "--token", "tokens", metavar="NAME=VALUE", multiple=True, help="A value for a my token."
)
@click.option(
    "--seed", type=click.IntRange(0, 2**64 - 1), default=0, show_default=True, metavar="N",
    help="What chance begins with.",
)  # fmt: skip
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where to write people, log and all other tables. Without it nothing is written.",
)
@click.option("--overwrite", is_flag=True, help="Replace what the folder of --out holds.")
@click.option(
    "--on-bad-data",
    type=click.Choice(["error", "empty", "skip-person"]),
    default="error",
    show_default=True,
    help="Cells that are no value of their field: stop, read them as empty, or leave out "
    "the person.",
)
@format_option()
@color_option
def command(paths: tuple[Path, ...], **options: object) -> int:
    """Run a batch campaign over people, and all that it causes.

    Who comes to a wait is parked there. A trigger campaign with `on requested by api` is
    requested for the people. Nothing is ever sent; without --out nothing is written either.
    """
    wanted = _Wanted(**options)  # type: ignore[arg-type]  # Click has made them of these types.
    if wanted.overwrite and wanted.out is None:
        raise refuse("`--overwrite` goes with `--out DIR`")
    checked = load_and_check(paths)
    if len(checked.instances) > 1:
        names = ", ".join(str(each.project.root) for each in checked.instances)
        raise refuse(f"these paths belong to several projects ({names}); run one at a time")
    _tell_problems(checked, wanted)
    if checked.has_errors:
        return 1
    return _run(checked.instances[0], checked.diagnostics, wanted)


def _tell_problems(checked: Checked, wanted: _Wanted) -> None:
    """What is wrong with the scripts; as JSON only where nothing else will be printed."""
    if wanted.form == "json":
        if checked.has_errors:
            write_json(report_data(checked.diagnostics, checked.files))
        return
    if not checked.diagnostics:
        return
    style = style_for(sys.stderr, wanted.color)
    write_error(render_text(checked.diagnostics, style))
    errors = count(checked.diagnostics, Severity.ERROR)
    warnings = count(checked.diagnostics, Severity.WARNING)
    nothing = "; nothing was run" if errors else ""
    write_error(f"{tally(errors, warnings, checked.files)}{nothing}\n")


def _run(instance: Instance, diagnostics: Sequence[Diagnostic], wanted: _Wanted) -> int:
    """Work out what is wanted, and do it."""
    campaign = choose_campaign(instance, wanted.campaign)
    project = instance.project
    now = moment_of(wanted.at, project)
    tokens = outside_tokens(wanted.tokens, campaign, project)
    data = wanted.people or project.people
    if data is None:
        raise refuse(
            "name the people: `--people DATA`, or `people` below `[data]` in flowlang.toml"
        )
    where = None
    if wanted.where is not None:
        where, mistakes = bind_filter(instance, Source("--where", wanted.where))
        if mistakes:
            return _tell_filter(mistakes, wanted)
    # The engine, and with it numpy and pyarrow, is loaded only when something will be run.
    from flowlang.cli.running import Job, run_job

    return run_job(
        Job(
            instance,
            tuple(diagnostics),
            campaign,
            now,
            wanted.seed,
            tokens,
            where,
            data,
            wanted.on_bad_data,
            wanted.out,
            wanted.overwrite,
            wanted.form,
            wanted.color,
        )
    )


def _tell_filter(mistakes: Sequence[Diagnostic], wanted: _Wanted) -> int:
    """A filter that is wrong is wrong usage: nothing in the scripts is to be mended."""
    if wanted.form == "json":
        write_json(report_data(mistakes, 0))
    else:
        write_error(render_text(mistakes, style_for(sys.stderr, wanted.color)))
        write_error("the filter of --where is wrong; nothing was run\n")
    return 2
