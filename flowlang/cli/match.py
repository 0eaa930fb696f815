"""`flowlang match`: who is in a smart list or filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from flowlang.cli.options import (
    bad_data_option,
    color_option,
    format_option,
    paths_argument,
    people_option,
    seed_option,
)
from flowlang.cli.problems import tell_filter, tell_problems
from flowlang.cli.refusal import refuse
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.model.bind import bind_filter
from flowlang.model.filters import Filter
from flowlang.model.instance import Instance
from flowlang.source import Source
from flowlang.workspace.choosing import choose_smart_list, moment_of, people_of
from flowlang.workspace.loading import load_and_check, one_instance

_EPILOG = """\b
Examples:
  flowlang match . --smart-list "Webinar.Attendees" --people data/
      how many are in it, how many each part lets through, the first of them
  flowlang match . --where 'country is "DE" and lead_score >= 50' --people people.csv
      the same for a filter that stands in no script
  flowlang match . --smart-list "Customers" --people data/ --out customers.csv
      all of them, as CSV, TSV or Parquet by the ending of the name

Exit status: 0 fine, 1 mistakes in the scripts or the data, 2 wrong usage."""


@dataclass(frozen=True, slots=True)
class MatchOptions:
    """The words of the command."""

    smart_list: str | None
    where: str | None
    people: Path | None
    at: str | None
    seed: int
    rows: int
    out: Path | None
    overwrite: bool
    on_bad_data: str
    form: str
    color: str


@click.command(epilog=_EPILOG)
@paths_argument
@click.option("--smart-list", metavar="NAME", help="The smart list.")
@click.option("--where", metavar="FILTER", help="A filter instead of a smart list.")
@people_option
@click.option("--at", metavar="WHEN", help="The moment, such as 2026-11-23T09:00; now.")
@seed_option
@click.option(
    "--rows",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    metavar="N",
    help="How many of the first rows to print.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write all of them: .csv, .tsv or .parquet.",
)
@click.option("--overwrite", is_flag=True, help="Replace the file of --out.")
@bad_data_option
@format_option()
@color_option
def command(paths: tuple[Path, ...], **options: object) -> int:
    """Tell who is in a smart list or filter: how many, by which parts, and the first rows.

    Below an `and` the numbers go down from part to part; below an `or` each part is counted
    by itself.
    """
    wanted = MatchOptions(**options)  # type: ignore[arg-type]  # Click has made them of these types.
    if (wanted.smart_list is None) == (wanted.where is None):
        raise refuse("say who is looked for: `--smart-list NAME` or `--where FILTER`, one of them")
    if wanted.overwrite and wanted.out is None:
        raise refuse("`--overwrite` goes with `--out FILE`")
    checked = load_and_check(paths)
    instance = one_instance(checked)
    tell_problems(checked, wanted.form, wanted.color)
    if checked.has_errors:
        return 1
    filter_, mistakes = _filter(instance, wanted)
    if filter_ is None:
        return tell_filter(mistakes, wanted.form, wanted.color)
    now = moment_of(wanted.at, instance.project)
    data = people_of(wanted.people, instance.project)
    # The engine, and with it numpy and pyarrow, is loaded only when somebody will be asked.
    from flowlang.cli.matching import match_people

    return match_people(instance, filter_, now, data, wanted)


def _filter(instance: Instance, wanted: MatchOptions) -> tuple[Filter | None, Sequence[Diagnostic]]:
    """The filter that is asked: that of a smart list, or the one that was written."""
    if wanted.smart_list is not None:
        return choose_smart_list(instance, wanted.smart_list).filter, ()
    assert wanted.where is not None
    return bind_filter(instance, Source("--where", wanted.where))
