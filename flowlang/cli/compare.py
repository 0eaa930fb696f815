"""`flowlang compare`: who ends differently in two datasets."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flowlang.cli.options import color_option, format_option
from flowlang.cli.output import style_for, write, write_json
from flowlang.cli.refusal import refuse
from flowlang.style import plain

_EPILOG = """\b
Examples:
  flowlang run old/ --people people/ --at 2026-11-23T09:00 --out before/
  flowlang run new/ --people people/ --at 2026-11-23T09:00 --out after/
  flowlang compare before/ after/
      two versions of a campaign over the same people: who would be affected
  flowlang compare before/ after/ --out differences.csv
      everything that differs, a row for each person and thing
  flowlang compare before/ after/ --exit-code
      for continuous integration: 1 where anything differs

Exit status: 0 fine, with --exit-code 1 where anything differs, 2 wrong usage."""


@click.command(epilog=_EPILOG)
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option(
    "--rows",
    type=click.IntRange(0),
    default=5,
    show_default=True,
    metavar="N",
    help="How many of the people who differ to print.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write all differences: .csv, .tsv or .parquet.",
)
@click.option("--overwrite", is_flag=True, help="Replace the file of --out.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 where anything differs.")
@format_option()
@color_option
def command(
    before: Path,
    after: Path,
    rows: int,
    out: Path | None,
    overwrite: bool,
    exit_code: bool,
    form: str,
    color: str,
) -> int:
    """Tell who ends differently in two datasets, and in what.

    BEFORE and AFTER are what two runs or simulations over the same people have written: two
    versions of the scripts, two seeds, two values of a token. People are told apart by their
    ids; fields, lists, memberships, entries, waits and activities are compared.
    """
    if overwrite and out is None:
        raise refuse("`--overwrite` goes with `--out FILE`")
    # Numpy and pyarrow are loaded only when there is something to compare.
    from flowlang.comparison.compare import compare_datasets
    from flowlang.comparison.vocabulary import standard_activity_names
    from flowlang.comparison.writing import write_differences
    from flowlang.report.comparison import comparison_data, render_comparison

    found = compare_datasets(before, after, standard_activity_names())
    if out is not None:
        write_differences(found, out, overwrite=overwrite)
    if form == "json":
        write_json(comparison_data(found, rows))
    else:
        write(render_comparison(found, style_for(sys.stdout, color), rows))
        if out is not None:
            write(f"\nwritten to {plain(str(out))}\n")
    return 1 if exit_code and not found.is_equal else 0
