"""Scripts as they are given: a text, texts by file name, paths, or a workspace."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.model.projects import FILE_NAME
from flowlang.model.reading import Reader, read_source
from flowlang.refusal import UsageError
from flowlang.source import Source
from flowlang.workspace.loading import Checked, load_and_check, own_files

LONE = "script.flow"
"""What a text without a file name is called in messages."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Scripts that have been read and checked once, to be used again and again.

    `paths` are those that were given; tests of files that they only import are not theirs.
    """

    checked: Checked
    paths: tuple[Path, ...]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the scripts, in order of file, line and column."""
        return self.checked.diagnostics

    @property
    def ok(self) -> bool:
        """Whether there is no error in them."""
        return not self.checked.has_errors

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the project's own files."""
        return tuple(own_files(self.checked.instances))

    @property
    def campaigns(self) -> tuple[str, ...]:
        """The qualified names of all campaigns, in source order."""
        return tuple(
            each.qualified_name for one in self.checked.instances for each in one.campaigns
        )


Path_: TypeAlias = os.PathLike[str]
Several: TypeAlias = Path_ | Sequence[Path_] | Mapping[str, str] | Workspace
Scripts: TypeAlias = str | Several
"""A text, a path or several, texts by file name, or a workspace."""


def load(scripts: Scripts) -> Workspace:
    """Read and check scripts; what is wrong with them are the workspace's `diagnostics`.

    A `str` is the text of a script, a `Path` a file, or a folder with all `.flow` files below
    it. A mapping has texts by file name: scripts, `flowlang.toml`, and files that they name.
    Raises `UsageError` where there is no such file, or no `.flow` file.
    """
    if isinstance(scripts, Workspace):
        return scripts
    texts = texts_of(scripts)
    if texts is None:
        paths = paths_of(scripts)
        return Workspace(load_and_check(paths), paths)
    with tempfile.TemporaryDirectory(prefix="flowlang-") as place:
        folder = Path(place).resolve() / "workspace"
        for name, text in {FILE_NAME: "", **texts}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        checked = load_and_check([folder], _Below(folder))
        for told in checked.diagnostics:
            if told.source.path == folder / FILE_NAME:
                told.source.name = FILE_NAME
        return Workspace(checked, (folder,))


def texts_of(scripts: Scripts) -> dict[str, str] | None:
    """The texts by file name, where texts were given."""
    match scripts:
        case str():
            _refuse_path(scripts)
            return {LONE: scripts}
        case Mapping():
            if not any(name.endswith(".flow") for name in scripts):
                raise UsageError("none of these texts is called like a script, such as main.flow")
            for name in scripts:
                if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
                    raise UsageError(f"`{name}` is no name of a file inside a workspace")
            return dict(scripts)
        case _:
            return None


def paths_of(scripts: Scripts) -> tuple[Path, ...]:
    """The paths, where paths were given."""
    if isinstance(scripts, os.PathLike):
        return (Path(scripts),)
    if not isinstance(scripts, list | tuple):
        told = f"scripts are a text, paths, or texts by name, and not a {type(scripts).__name__}"
        raise UsageError(told)
    if not all(isinstance(each, os.PathLike) for each in scripts):
        raise UsageError("several scripts are given as paths, or by their names in a dict")
    if not scripts:
        raise UsageError("no script was given")
    return tuple(Path(each) for each in scripts)


def _refuse_path(text: str) -> None:
    """Refuse what was meant as a path: no script is called like a file that is there."""
    is_one_line = text.strip() and "\n" not in text and len(text) < 1024 and "\0" not in text
    if is_one_line and (text.endswith(".flow") or Path(text).exists()):
        raise UsageError(f"a str is the text of a script; for the file or folder, Path({text!r})")


class _Below(Reader):
    """Calls files as they are called inside a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: Path, name: str) -> Source | Diagnostic | None:
        """The text of a file, under its short name."""
        return read_source(path, path.relative_to(self._folder).as_posix())
