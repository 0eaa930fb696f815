"""`flowlang new`: a project that checks, tests and runs at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from flowlang.cli.options import color_option, format_option
from flowlang.cli.output import write, write_json
from flowlang.cli.refusal import refuse
from flowlang.starting.template import plain_project
from flowlang.starting.writing import what_is_there, write_project
from flowlang.style import plain

_EPILOG = """\b
Examples:
  flowlang new spring
      a campaign, made-up people and tests, in the folder spring
  flowlang new . --from people.csv
      in this folder, for people that are here already: their columns become fields
  flowlang new spring --from export/
      the same for a folder of tables

Exit status: 0 fine, 1 the data has bad cells, 2 wrong usage, or DIR is not empty."""


@click.command(epilog=_EPILOG)
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "data",
    type=click.Path(path_type=Path),
    metavar="DATA",
    help="People, as CSV, TSV, Parquet or a folder of tables: declare the fields that they have.",
)
@format_option()
@color_option
def command(target: Path, data: Path | None, form: str, color: str) -> int:
    """Make a project that checks, tests and runs at once.

    DIR is a new or an empty folder. With --from, columns that are Marketo's own fields are those
    of std.fields; for all others types and picklists are guessed from the cells, and each guess
    says so. The people are not copied.
    """
    refuse_what_is_there(target, data)
    if data is not None:
        # Arrow, which reads the cells, is loaded only where there are some.
        from flowlang.cli.starting import start_over

        return start_over(target, data, form, color)
    files = plain_project(target)
    write_or_refuse(target, files)
    if form == "json":
        write_json({"project": str(target), "files": sorted(files)})
    else:
        write(told_files(target, files) + told_next(target, "flowlang test .", "flowlang run ."))
    return 0


def refuse_what_is_there(target: Path, data: Path | None) -> None:
    """Refuse a place where no project can be made."""
    if target.exists() and not target.is_dir():
        raise refuse(f"{target} is a file; name a folder that is new or empty")
    try:
        there = what_is_there(target, [] if data is None else [data])
    except OSError as error:
        raise refuse(f"{target} cannot be looked into: {error.strerror}") from None
    if there:
        few = ", ".join(there[:3]) + (" …" if len(there) > 3 else "")
        raise refuse(f"{target} is not empty ({few}); name a folder that is new or empty")


def write_or_refuse(target: Path, files: Mapping[str, str]) -> None:
    """Write a project, or say why it cannot be."""
    try:
        write_project(target, files)
    except OSError as error:
        raise refuse(f"{target} cannot be made: {error.strerror}; nothing was written") from None


def told_files(target: Path, files: Mapping[str, str]) -> str:
    """What was made."""
    names = "".join(f"  {name}\n" for name in sorted(files))
    return f"made {plain(str(target))}\n{names}"


def told_next(target: Path, *commands: str) -> str:
    """What to do now."""
    go = [] if target.resolve() == Path.cwd() else [f"cd {plain(str(target))}"]
    return "\nnext\n" + "".join(f"  {each}\n" for each in (*go, *commands))
