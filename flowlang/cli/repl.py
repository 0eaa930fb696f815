"""`flowlang repl`: the shell."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flowlang.cli.options import bad_data_option, color_option, format_option, seed_option
from flowlang.cli.output import style_for, write, write_error
from flowlang.cli.refusal import refuse
from flowlang.people.problems import OnBadData
from flowlang.repl.beginning import Beginning
from flowlang.repl.face.quiet import quiet_input

_EPILOG = """\b
Examples:
  flowlang repl                                  the project around here, and its people
  flowlang repl campaigns/ --people people.csv   certain files, and people from a file
  echo 'country is "DE"' | flowlang repl --people people.csv
      without a terminal: entries from a pipe, answers as plain text

\b
Exit status: 0 fine, 1 an entry, the scripts or the data had mistakes (from a pipe),
2 wrong usage, 130 interrupted."""


@click.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--people",
    type=click.Path(path_type=Path),
    metavar="DATA",
    help="The people: a CSV, TSV or Parquet file, or a folder of tables. "
    "Default: `people` below `[data]` in flowlang.toml.",
)
@click.option("--at", metavar="WHEN", help="When the session begins; default: now.")
@seed_option
@click.option("--vi", is_flag=True, help="The keys of vi instead of those of emacs.")
@bad_data_option
@format_option()
@color_option
def command(
    paths: tuple[Path, ...],
    people: Path | None,
    at: str | None,
    seed: int,
    vi: bool,
    on_bad_data: str,
    form: str,
    color: str,
) -> int:
    """Ask who is in a filter, and try what steps would do.

    Without a PATH it is the project around the working folder, if there is one. Nothing is
    sent, and no data is changed. `:help` tells what can be typed.
    """
    beginning = Beginning(paths, people, at or "", seed, OnBadData(on_bad_data))
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        from flowlang.cli.piping import answer_pipe

        return answer_pipe(beginning, form, color)
    if form == "json":
        raise refuse("`--format json` is for entries from a pipe")
    with quiet_input():
        # It takes a moment to load, and what is typed meanwhile is for the prompt.
        from flowlang.repl.face.terminal import Terminal

        return Terminal(
            beginning, lambda: style_for(sys.stdout, color), write, write_error, vi=vi
        ).run()
