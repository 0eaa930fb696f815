"""What `flowlang lint` does, once it is clear what is wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import click

from flowlang.caching.trees import TreeReader
from flowlang.cli.lint import LintOptions
from flowlang.cli.mending import show_difference, tell_mended, write_mended
from flowlang.cli.remembering import Looked
from flowlang.cli.reporting import report
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.formatting import format_text
from flowlang.linting.fixing import mend
from flowlang.linting.texts import ReaderOf
from flowlang.linting.world import People
from flowlang.model.instance import Instance
from flowlang.model.load import without_collection
from flowlang.model.reading import Reader
from flowlang.workspace.linting import Lint
from flowlang.workspace.loading import load_or_refuse, own_files


def look(wanted: LintOptions, reader: Reader) -> Looked:
    """What was looked at, and what is told of it in order of place."""
    instances = load_or_refuse(wanted.paths, reader).instances
    survey = None if wanted.people is None else partial(_survey, wanted, wanted.people)
    return instances, Lint(wanted.select, wanted.ignore, survey).diagnose(instances)


def _survey(wanted: LintOptions, people: Path, instance: Instance) -> People:
    """What the people say; the command ends where they have bad cells, which are told."""
    # The engine, and with it numpy and pyarrow, is loaded only when somebody is asked.
    from flowlang.cli.bad_data import tell_bad_data
    from flowlang.people.ingest import BadDataError
    from flowlang.workspace.surveying import survey_people

    try:
        return survey_people(instance, people, wanted.on_bad_data)
    except BadDataError as error:
        tell_bad_data(error.bad, wanted.form, wanted.color)
        raise click.exceptions.Exit(1) from None


def mend_all(wanted: LintOptions, *, write: bool) -> Sequence[Diagnostic]:
    """Mend, or show how; what is still told then."""
    reader = ReaderOf(TreeReader(keep=wanted.cache))
    files: list[str] = []

    def diagnose(texts: Mapping[Path, str]) -> Sequence[Diagnostic]:
        reader.texts = texts
        instances, told = look(wanted, reader)
        files[:] = own_files(instances)
        return told

    with without_collection():
        mended = mend(diagnose, unsafe=wanted.unsafe)
        changes = {}
        for path, text in mended.texts.items():
            old = reader.original(path)
            # What was in canonical layout stays in it; nobody else's layout is touched.
            changes[path] = old, format_text(text) if format_text(old) == old else text
        if not write:
            show_difference(changes, mended, wanted.color)
            return mended.rest
        # Told are the places in the files as they are written, laid out and all.
        new_texts = {path: new for path, (_, new) in changes.items()}
        rest = diagnose(new_texts) if changes else mended.rest
    write_mended(changes)
    report(rest, files, wanted.form, wanted.color)
    tell_mended(mended, len(changes))
    return rest
