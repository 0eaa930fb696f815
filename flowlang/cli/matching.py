"""From a filter and a dataset to what is printed and written."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path

from flowlang.cli.bad_data import tell_bad_data, tell_dataset
from flowlang.cli.match import MatchOptions
from flowlang.cli.output import style_for, write, write_json
from flowlang.cli.progress import Progress
from flowlang.engine.plan import Plan, schema_of
from flowlang.matching.match import Match, asking_plan, match
from flowlang.model.filters import Filter
from flowlang.model.instance import Instance
from flowlang.people.dataset import Dataset
from flowlang.people.extract import ExtractWriter
from flowlang.people.ingest import BadDataError, open_dataset
from flowlang.people.problems import OnBadData
from flowlang.report.match import match_data, render_match
from flowlang.style import plain


def match_people(
    instance: Instance, filter_: Filter, now: int, data: Path, wanted: MatchOptions
) -> int:
    """Ask everybody, print and write; the exit status."""
    plan = asking_plan(instance, now, wanted.seed)
    progress = Progress()
    progress.say("reading")
    try:
        with open_dataset(data, schema_of(instance), OnBadData(wanted.on_bad_data)) as dataset:
            progress.clear()
            tell_dataset(dataset, wanted.on_bad_data)
            found = _match(plan, filter_, dataset, wanted, progress)
    except BadDataError as error:
        progress.clear()
        tell_bad_data(error.bad, wanted.form, wanted.color)
        return 1
    finally:
        progress.clear()
    if wanted.form == "json":
        write_json(match_data(found))
    else:
        write(render_match(found, style_for(sys.stdout, wanted.color)))
        if wanted.out is not None:
            write(f"\nwritten to {plain(str(wanted.out))}\n")
    return 0


def _match(
    plan: Plan, filter_: Filter, dataset: Dataset, wanted: MatchOptions, progress: Progress
) -> Match:
    """Ask the people of a dataset; a file is there as a whole, or not at all."""
    progress.begin(dataset.size)
    opened = (
        nullcontext()
        if wanted.out is None
        else ExtractWriter(wanted.out, overwrite=wanted.overwrite)
    )
    with opened as writer:
        found = match(
            plan, filter_, dataset, shown=wanted.rows, writer=writer, progress=progress.advance
        )
        if writer is not None:
            writer.finish()
    progress.clear()
    return found
