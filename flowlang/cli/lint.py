"""`flowlang lint`: the mistakes in campaigns, and what works and is rarely meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from flowlang.cli.mending import show_difference, tell_mended, write_mended
from flowlang.cli.options import (
    bad_data_option,
    color_option,
    format_option,
    paths_argument,
)
from flowlang.cli.refusal import refuse
from flowlang.cli.reporting import FORMS, report
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.formatting import format_text
from flowlang.linting.fixing import mend
from flowlang.linting.texts import ReaderOf
from flowlang.linting.world import People
from flowlang.model.instance import Instance
from flowlang.model.reading import Reader
from flowlang.workspace.linting import Lint, rule_names
from flowlang.workspace.loading import has_errors, load_or_refuse, own_files

_EPILOG = """\b
Examples:
  flowlang lint .                               everything below this folder
  flowlang lint . --select order,tokens         two categories of rules
  flowlang lint . --diff                        what --fix would change
  flowlang lint . --fix --unsafe                mend all that can be; look at it with git diff
  flowlang lint . --strict --format github      for a GitHub workflow
  flowlang lint . --people people.csv           what only data can tell, too

Exit status: 0 no mistakes, 1 mistakes were found, with --strict anything, 2 wrong usage."""


def _names(context: click.Context, option: click.Parameter, given: Sequence[str]) -> list[str]:
    """The names of an option that may be repeated, and may list several with commas."""
    return rule_names(given)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be looked at, and by which rules."""

    paths: tuple[Path, ...]
    select: Sequence[str]
    ignore: Sequence[str]
    people: Path | None
    on_bad_data: str
    form: str
    color: str

    def look(self, reader: Reader | None = None) -> tuple[list[Diagnostic], list[str]]:
        """What is told, in order of place, and the names of the project's own files."""
        instances = load_or_refuse(self.paths, reader).instances
        survey = None if self.people is None else self._survey
        told = Lint(self.select, self.ignore, survey).diagnose(instances)
        return told, own_files(instances)

    def _survey(self, instance: Instance) -> People:
        """What the people say; the command ends where they have bad cells, which are told."""
        assert self.people is not None
        # The engine, and with it numpy and pyarrow, is loaded only when somebody is asked.
        from flowlang.cli.bad_data import tell_bad_data
        from flowlang.people.ingest import BadDataError
        from flowlang.workspace.surveying import survey_people

        try:
            return survey_people(instance, self.people, self.on_bad_data)
        except BadDataError as error:
            tell_bad_data(error.bad, self.form, self.color)
            raise click.exceptions.Exit(1) from None


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
def command(
    paths: tuple[Path, ...],
    select: list[str],
    ignore: list[str],
    people: Path | None,
    on_bad_data: str,
    strict: bool,
    fix: bool,
    unsafe: bool,
    diff: bool,
    form: str,
    color: str,
) -> int:
    """Find mistakes, and what works but is rarely meant.

    A PATH is a file, or a folder with all .flow files below it. `flowlang rule` lists the rules
    with their categories, `flowlang rule NAME` explains one. `# flow: allow NAME` on a line, or
    on the line above, says that something is meant. Rules run where there are no mistakes.
    """
    if unsafe and not (fix or diff):
        raise refuse("`--unsafe` goes with `--fix` or `--diff`")
    if diff and form != "text":
        raise refuse("`--diff` prints a difference, and goes with no other `--format` than text")
    wanted = _Wanted(paths, select, ignore, people, on_bad_data, form, color)
    if fix or diff:
        told = _mend(wanted, form, color, unsafe=unsafe, write=not diff)
    else:
        told, files = wanted.look()
        report(told, files, form, color)
    return 1 if has_errors(told) or (strict and told) else 0


def _mend(
    wanted: _Wanted, form: str, color: str, *, unsafe: bool, write: bool
) -> Sequence[Diagnostic]:
    """Mend, or show how; what is still told then."""
    reader = ReaderOf(Reader())
    files: list[str] = []

    def diagnose(texts: Mapping[Path, str]) -> Sequence[Diagnostic]:
        reader.texts = texts
        told, files[:] = wanted.look(reader)
        return told

    mended = mend(diagnose, unsafe=unsafe)
    changes = {}
    for path, text in mended.texts.items():
        old = reader.original(path)
        # What was in canonical layout stays in it; nobody else's layout is touched.
        changes[path] = old, format_text(text) if format_text(old) == old else text
    if not write:
        show_difference(changes, mended, color)
        return mended.rest
    # Told are the places in the files as they are written, laid out and all.
    rest = diagnose({path: new for path, (_, new) in changes.items()}) if changes else mended.rest
    write_mended(changes)
    report(rest, files, form, color)
    tell_mended(mended, len(changes))
    return rest
