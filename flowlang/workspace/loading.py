"""From paths to checked instances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flowlang.checking import check
from flowlang.diagnostics.diagnostic import Diagnostic, Severity
from flowlang.model.instance import Instance
from flowlang.model.load import Loaded, load
from flowlang.model.origin import is_standard
from flowlang.model.reading import Reader
from flowlang.refusal import UsageError


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
        return has_errors(self.diagnostics)


def load_and_check(paths: Sequence[Path], reader: Reader | None = None) -> Checked:
    """Read and check all that paths lead to; a path that leads nowhere is refused."""
    loaded = load_or_refuse(paths, reader)
    found = [each for instance in loaded.instances for each in check(instance)]
    found.sort(key=lambda each: each.order)
    return Checked(loaded.instances, tuple(found))


def load_or_refuse(paths: Sequence[Path], reader: Reader | None = None) -> Loaded:
    """Read all that paths lead to; a path that leads nowhere is refused."""
    loaded = load(paths, reader=reader)
    if loaded.problems:
        raise UsageError("; ".join(loaded.problems))
    return loaded


def one_instance(checked: Checked) -> Instance:
    """The only instance, where one project is taken at a time."""
    if len(checked.instances) > 1:
        names = ", ".join(str(each.project.root) for each in checked.instances)
        raise UsageError(f"these paths belong to several projects ({names}); run one at a time")
    return checked.instances[0]


def own_files(instances: Sequence[Instance]) -> list[str]:
    """The names of the project's own files."""
    sources = (each.source for one in instances for each in one.files)
    return [each.name for each in sources if not is_standard(each)]


def has_errors(diagnostics: Sequence[Diagnostic]) -> bool:
    """Whether one of them is an error."""
    return any(each.severity is Severity.ERROR for each in diagnostics)
