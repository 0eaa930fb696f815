"""`flowlang lint`: the mistakes in campaigns, and what works and is rarely meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flowlang.cli.options import (
    bad_data_option,
    cache_option,
    color_option,
    format_option,
    paths_argument,
    watch_option,
)
from flowlang.cli.refusal import refuse
from flowlang.cli.remembering import Looked, find
from flowlang.cli.reporting import FORMS, report
from flowlang.diagnostics.diagnostic import Diagnostic, Severity

if TYPE_CHECKING:
    from flowlang.model.reading import Reader

_EPILOG = """\b
Examples:
  flowlang lint .                               everything below this folder
  flowlang lint . --select order,tokens         two categories of rules
  flowlang lint . --diff                        what --fix would change
  flowlang lint . --fix --unsafe                mend all that can be; look at it with git diff
  flowlang lint . --strict --format github      for a GitHub workflow
  flowlang lint . --people people.csv           what only data can tell, too
  flowlang lint . --watch                       again whenever a file changes

Exit status: 0 no mistakes, 1 mistakes were found, with --strict anything, 2 wrong usage."""


@dataclass(frozen=True, slots=True)
class LintOptions:
    """What is to be looked at, and by which rules."""

    paths: tuple[Path, ...]
    select: Sequence[str]
    ignore: Sequence[str]
    people: Path | None
    on_bad_data: str
    strict: bool
    unsafe: bool
    form: str
    color: str
    cache: bool


def _names(context: click.Context, option: click.Parameter, given: Sequence[str]) -> list[str]:
    """The names of an option that may be repeated, and may list several with commas."""
    if not given:
        return []
    from flowlang.workspace.linting import rule_names

    return rule_names(given)


@click.command(epilog=_EPILOG)
@paths_argument
@click.option(
    "--select",
    multiple=True,
    callback=_names,
    metavar="NAME,…",
    help="Only these rules or categories, whatever the project file says.",
)
@click.option(
    "--ignore",
    multiple=True,
    callback=_names,
    metavar="NAME,…",
    help="Not these rules or categories, either.",
)
@click.option(
    "--people",
    type=click.Path(path_type=Path),
    metavar="DATA",
    help="People, as CSV, TSV, Parquet or a folder of tables: also what only data can tell.",
)
@bad_data_option
@click.option("--strict", is_flag=True, help="Exit with 1 whatever is found.")
@click.option("--fix", is_flag=True, help="Mend what can be mended safely.")
@click.option("--unsafe", is_flag=True, help="With --fix or --diff: mends that change what runs.")
@click.option("--diff", is_flag=True, help="Show what --fix would change; write nothing.")
@format_option(*FORMS)
@color_option
@cache_option
@watch_option
def command(fix: bool, diff: bool, watch: bool, **options: object) -> int:
    """Find mistakes, and what works but is rarely meant.

    A PATH is a file, or a folder with all .flow files below it. `flowlang rule` lists the rules
    with their categories, `flowlang rule NAME` explains one. `# flow: allow NAME` on a line, or
    on the line above, says that something is meant. Rules run where there are no mistakes.
    """
    wanted = LintOptions(**options)  # type: ignore[arg-type]  # Click has made them of these types.
    if wanted.unsafe and not (fix or diff):
        raise refuse("`--unsafe` goes with `--fix` or `--diff`")
    if diff and wanted.form != "text":
        raise refuse("`--diff` prints a difference, and goes with no other `--format` than text")
    if watch:
        if fix or diff:
            raise refuse("`--watch` only looks; it goes with neither `--fix` nor `--diff`")
        return _watch(wanted)
    if fix or diff:
        from flowlang.cli.linting import mend_all

        return _status(mend_all(wanted, write=not diff), wanted)
    return _look_once(wanted)


def _look_once(wanted: LintOptions) -> int:
    """Find, tell, and give the exit status."""
    # Data has no place in the cache: it may be large, and it may be anywhere.
    cache = wanted.cache and wanted.people is None
    options = ("select", *wanted.select, "ignore", *wanted.ignore)
    found = find("lint", options, wanted.paths, lambda reader: _look(wanted, reader), cache=cache)
    report(found.told, found.files, wanted.form, wanted.color)
    return _status(found.told, wanted)


def _look(wanted: LintOptions, reader: Reader) -> Looked:
    from flowlang.cli.linting import look

    return look(wanted, reader)


def _watch(wanted: LintOptions) -> int:
    if wanted.form != "text":
        raise refuse("`--watch` tells one result after the other; it goes with `--format text`")
    from flowlang.cli.watching import watch

    data = () if wanted.people is None else (wanted.people,)
    return watch(wanted.paths, lambda: _look_once(wanted), data)


def _status(told: Sequence[Diagnostic], wanted: LintOptions) -> int:
    has_errors = any(each.severity is Severity.ERROR for each in told)
    return 1 if has_errors or (wanted.strict and told) else 0
