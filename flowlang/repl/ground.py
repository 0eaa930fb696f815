"""What a session begins with: the workspace as its files have it, and the people of a dataset."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowlang.checking import check
from flowlang.diagnostics.diagnostic import Diagnostic, Severity
from flowlang.model.instance import Instance
from flowlang.model.load import TYPED, load
from flowlang.model.projects import find_project_file
from flowlang.names import name_key
from flowlang.people.problems import OnBadData, RefusedError
from flowlang.style import counted

if TYPE_CHECKING:
    from flowlang.datatypes import DataType
    from flowlang.people.dataset import Dataset
    from flowlang.people.partition import Partition
    from flowlang.people.problems import BadData
    from flowlang.people.schema import Schema

ALWAYS = "import std.fields\n"
"""What every session sees beside its files."""

STEPS = "Shell "
"""How the names of the campaigns begin into which steps are put."""

Say = Callable[[str], None]
"""Hears what is being done, in a few words."""


class GroundError(Exception):
    """What a session was to begin with cannot be had; the text says why."""


class MistakesError(Exception):
    """The files of a workspace have mistakes."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(counted(len(diagnostics), "mistake"))
        self.diagnostics = tuple(diagnostics)


class BadPeopleError(Exception):
    """A dataset has bad cells."""

    def __init__(self, bad: BadData) -> None:
        super().__init__(f"{bad.total} bad cells")
        self.bad = bad


@dataclass(slots=True)
class Workspace:
    """The files of a session, bound, and what is worth a warning in them."""

    paths: tuple[Path, ...]
    instance: Instance
    warnings: tuple[Diagnostic, ...] = ()


@dataclass(slots=True)
class People:
    """A dataset read as a whole, open for as long as it is needed."""

    path: Path
    partition: Partition
    dataset: Dataset
    _stack: ExitStack = field(repr=False)

    def fits(self, instance: Instance) -> bool:
        """Whether it would be read the same for an instance, as far as it speaks of its names."""
        from flowlang.engine.plan import schema_of

        old, new = self.dataset.schema, schema_of(instance)
        tables = self.dataset.tables
        campaigns = "campaign_members" in tables or "waiting" in tables
        return (
            (old.timezone, old.datetime_formats) == (new.timezone, new.datetime_formats)
            and _columns(self.dataset, old) == _columns(self.dataset, new)
            and ("list_members" not in tables or _goes_on(old.lists, new.lists))
            and (
                "program_members" not in tables
                or (_goes_on(old.programs, new.programs) and old.member_fields == new.member_fields)
            )
            and (not campaigns or _goes_on(old.campaigns, new.campaigns))
        )

    def close(self) -> None:
        """Let go of what lies on disk."""
        self._stack.close()


def _columns(dataset: Dataset, schema: Schema) -> list[tuple[str, DataType] | None]:
    """Which field each column of the people is, and its type."""
    known = {key: (each.key, each.type) for each in schema.fields for key in each.keys}
    return [known.get(name_key(each.name)) for each in dataset.columns]


def _goes_on(old: Sequence[Any], new: Sequence[Any]) -> bool:
    """Whether numbers mean the same, and nothing is new but the campaigns of steps."""
    common = min(len(old), len(new))
    added = new[common:]
    return old[:common] == new[:common] and all(
        isinstance(each, tuple) and str(each[0]).startswith(STEPS) for each in added
    )


def default_paths(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The paths that are meant: without any, the project around the working folder."""
    if paths:
        return tuple(paths)
    found = find_project_file(Path.cwd())
    return () if found is None else (_shown(found.parent),)


def _shown(folder: Path) -> Path:
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def open_workspace(paths: Sequence[Path], typed: str = "") -> Workspace:
    """Read and check files, with imports that were typed.

    Raises `GroundError` where a path leads nowhere, `MistakesError` for mistakes.
    """
    loaded = load(paths, typed=ALWAYS + typed)
    if loaded.problems:
        raise GroundError("; ".join(loaded.problems))
    if len(loaded.instances) > 1:
        names = ", ".join(str(each.project.root) for each in loaded.instances)
        raise GroundError(f"these paths belong to several projects ({names}); open one at a time")
    [instance] = loaded.instances
    found = check(instance)
    mistakes = [each for each in found if each.severity is Severity.ERROR]
    if mistakes:
        raise MistakesError(mistakes)
    return Workspace(tuple(paths), instance, tuple(found))


def mistakes_typed(error: MistakesError) -> tuple[Diagnostic, ...]:
    """The mistakes that are about what was typed."""
    return tuple(each for each in error.diagnostics if each.source.name == TYPED)


def open_people(
    path: Path, instance: Instance, on_bad: OnBadData = OnBadData.ERROR, say: Say | None = None
) -> People:
    """Read a dataset whole, for the fields, lists and programs of an instance.

    Raises `GroundError` for what is no dataset, `BadPeopleError` for bad cells.
    """
    # The engine, and with it numpy and pyarrow, is loaded only when there are people.
    from flowlang.engine.plan import schema_of
    from flowlang.engine.run import PARTITION
    from flowlang.people.ingest import BadDataError, open_dataset
    from flowlang.people.regrouping import together
    from flowlang.testing.people import nobody

    if say is not None:
        say(f"reading {path}")
    stack = ExitStack()
    try:
        dataset = stack.enter_context(open_dataset(path, schema_of(instance), on_bad))
        parts = [each for each, _ in dataset.partitions(0, dataset.size, PARTITION)]
        partition = together(parts) if parts else nobody()
    except BadDataError as error:
        raise BadPeopleError(error.bad) from None
    except RefusedError as error:
        raise GroundError(str(error)) from None
    except BaseException:
        stack.close()
        raise
    return People(path, partition, dataset, stack)
