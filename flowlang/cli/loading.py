"""From the paths of a command to checked instances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flowlang.check import check
from flowlang.cli.refusal import refuse
from flowlang.diagnostics.diagnostic import Diagnostic, Severity
from flowlang.model.instance import Instance
from flowlang.model.load import load
from flowlang.resources import resource
from flowlang.syntax.nodes.file import File


@dataclass(frozen=True, slots=True)
class Checked:
    """What paths lead to, and every problem in it, in order of place."""

    instances: tuple[Instance, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def files(self) -> int:
        """The number of the project's own files."""
        return sum(not _is_standard(each) for one in self.instances for each in one.files)

    @property
    def has_errors(self) -> bool:
        """Whether anything is so wrong that nothing may be run."""
        return any(each.severity is Severity.ERROR for each in self.diagnostics)


def load_and_check(paths: Sequence[Path]) -> Checked:
    """Read and check all that paths lead to; a path that leads nowhere is refused."""
    loaded = load(paths)
    if loaded.problems:
        raise refuse("; ".join(loaded.problems))
    found = [each for instance in loaded.instances for each in check(instance)]
    found.sort(key=lambda each: each.order)
    return Checked(loaded.instances, tuple(found))


def _is_standard(file: File) -> bool:
    """Whether a file came along with the language, and not by a path or from the project."""
    path = file.source.path
    return (
        path is not None
        and path.parent == resource("stdlib")
        and file.source.name == f"std/{path.name}"
    )
