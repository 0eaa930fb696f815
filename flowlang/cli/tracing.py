"""From a plan and a person to the story that is printed or written."""

from __future__ import annotations

import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from flowlang.cli.bad_data import tell_bad_data
from flowlang.cli.output import json_text, style_for, write, write_error, write_json
from flowlang.cli.refusal import refuse
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.engine.plan import Plan, schema_of
from flowlang.model.campaigns import Campaign
from flowlang.people.ingest import BadDataError, open_dataset
from flowlang.people.problems import OnBadData
from flowlang.style import Style, plain
from flowlang.trace.people import find_person
from flowlang.trace.render.data import story_data
from flowlang.trace.render.page import render_page
from flowlang.trace.render.text import render_answer, render_story
from flowlang.trace.story import Story
from flowlang.trace.tracing import trace_of
from flowlang.trace.whynot import Answer, why_not

if TYPE_CHECKING:
    from flowlang.cli.trace import Wanted


def trace_job(
    plan: Plan,
    data: Path,
    diagnostics: tuple[Diagnostic, ...],
    asked: Campaign | None,
    wanted: Wanted,
) -> int:
    """Trace, and print or write; the exit status."""
    if wanted.out is not None and wanted.out.exists() and not wanted.overwrite:
        raise refuse(f"{wanted.out} is there already; --overwrite replaces it")
    try:
        with open_dataset(data, schema_of(plan.instance), OnBadData(wanted.on_bad_data)) as dataset:
            found = find_person(dataset, wanted.person)
            if isinstance(found, str):
                raise refuse(f"`--person`: {found}")
            story = trace_of(plan, found)
    except BadDataError as error:
        tell_bad_data(error.bad, wanted.form, wanted.color)
        return 1
    answer = None if asked is None else why_not(story, asked, plan)
    _show(story, answer, diagnostics, wanted)
    return 3 if story.ending.cycle else 0


def _show(
    story: Story, answer: Answer | None, diagnostics: tuple[Diagnostic, ...], wanted: Wanted
) -> None:
    """Print the story in the form that is asked for, or write it into a file."""
    if wanted.form == "json":
        shown = story_data(story, diagnostics, answer)
        if wanted.out is None:
            write_json(shown)
            return
        text = json_text(shown)
    elif wanted.form == "html":
        text = render_page(story, answer)
    else:
        style = style_for(sys.stdout, wanted.color) if wanted.out is None else Style()
        text = render_story(story, style) if answer is None else render_answer(answer, style)
    if wanted.out is None:
        write(text)
        return
    _write_whole(wanted.out, text)
    write_error(f"written to {plain(str(wanted.out))}\n")


def _write_whole(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all."""
    name = ""
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}-", delete=False
        ) as file:
            name = file.name
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        if name:
            with suppress(OSError):
                Path(name).unlink()
        raise refuse(f"{path} cannot be written: {error.strerror}") from None
