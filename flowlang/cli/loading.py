"""From the paths of a command to checked instances."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flowlang.checking import check
from flowlang.cli.output import style_for, write_error, write_json
from flowlang.cli.refusal import refuse
from flowlang.diagnostics.diagnostic import Diagnostic, Severity
from flowlang.diagnostics.render.data import count, report_data
from flowlang.diagnostics.render.text import render_text, tally
from flowlang.model.instance import Instance
from flowlang.model.load import Loaded, load
from flowlang.model.reading import Reader
from flowlang.model.standard import is_standard


@dataclass(frozen=True, slots=True)
class Checked:
    """What paths lead to, and every problem in it, in order of place."""

    instances: tuple[Instance, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def files(self) -> int:
        """The number of the project's own files."""
        return len(own_files(self.instances))

    @property
    def has_errors(self) -> bool:
        """Whether anything is so wrong that nothing may be run."""
        return any(each.severity is Severity.ERROR for each in self.diagnostics)


def load_and_check(paths: Sequence[Path]) -> Checked:
    """Read and check all that paths lead to; a path that leads nowhere is refused."""
    loaded = load_or_refuse(paths)
    found = [each for instance in loaded.instances for each in check(instance)]
    found.sort(key=lambda each: each.order)
    return Checked(loaded.instances, tuple(found))


def one_instance(checked: Checked) -> Instance:
    """The only instance of a command that takes one project at a time."""
    if len(checked.instances) > 1:
        names = ", ".join(str(each.project.root) for each in checked.instances)
        raise refuse(f"these paths belong to several projects ({names}); run one at a time")
    return checked.instances[0]


def tell_problems(checked: Checked, form: str, color: str) -> None:
    """What is wrong with the scripts; as JSON only where nothing else will be printed."""
    if form == "json":
        if checked.has_errors:
            write_json(report_data(checked.diagnostics, checked.files))
        return
    if not checked.diagnostics:
        return
    style = style_for(sys.stderr, color)
    write_error(render_text(checked.diagnostics, style))
    errors = count(checked.diagnostics, Severity.ERROR)
    warnings = count(checked.diagnostics, Severity.WARNING)
    nothing = "; nothing was run" if errors else ""
    write_error(f"{tally(errors, warnings, checked.files)}{nothing}\n")


def tell_filter(mistakes: Sequence[Diagnostic], form: str, color: str) -> int:
    """A filter that is wrong is wrong usage: nothing in the scripts is to be mended."""
    if form == "json":
        write_json(report_data(mistakes, 0))
    else:
        write_error(render_text(mistakes, style_for(sys.stderr, color)))
        write_error("the filter of --where is wrong; nothing was run\n")
    return 2


def load_or_refuse(paths: Sequence[Path], reader: Reader | None = None) -> Loaded:
    """Read all that paths lead to; a path that leads nowhere is refused."""
    loaded = load(paths, reader=reader)
    if loaded.problems:
        raise refuse("; ".join(loaded.problems))
    return loaded


def own_files(instances: Sequence[Instance]) -> list[str]:
    """The names of the project's own files."""
    sources = (each.source for one in instances for each in one.files)
    return [each.name for each in sources if not is_standard(each)]
