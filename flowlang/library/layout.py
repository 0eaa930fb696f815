"""`flowlang.format`: scripts in the one canonical layout."""

from __future__ import annotations

from typing import overload

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.formatting import WIDTH, Formatted, format_source
from flowlang.library.scripts import LONE, Scripts, Several, Workspace, paths_of, texts_of
from flowlang.model.origin import is_standard
from flowlang.model.projects import script_files
from flowlang.model.reading import read_source
from flowlang.refusal import UsageError
from flowlang.source import Source


@overload
def format(scripts: str, *, width: int = WIDTH) -> Formatted: ...


@overload
def format(scripts: Several, *, width: int = WIDTH) -> dict[str, Formatted]: ...


def format(scripts: Scripts, *, width: int = WIDTH) -> Formatted | dict[str, Formatted]:
    """Lay scripts out; nothing is written.

    For a text the layout of that text, for all else a dict by file name. What has mistakes of
    syntax stays as it is, and they are its `diagnostics`. Raises `UsageError` for paths that
    lead to no script.
    """
    laid = {name: _laid(source, width) for name, source in _sources(scripts).items()}
    return laid[LONE] if isinstance(scripts, str) else laid


def _laid(source: Source | Diagnostic, width: int) -> Formatted:
    if isinstance(source, Diagnostic):
        return Formatted(source.source.text, (source,))
    return format_source(source, width)


def _sources(scripts: Scripts) -> dict[str, Source | Diagnostic]:
    """The texts of scripts by name, or what is wrong with the bytes of a file."""
    if isinstance(scripts, Workspace):
        files = (each.source for one in scripts.checked.instances for each in one.files)
        return {each.name: each for each in files if not is_standard(each)}
    texts = texts_of(scripts)
    if texts is not None:
        return {name: Source(name, text) for name, text in texts.items() if name.endswith(".flow")}
    problems: list[str] = []
    found: dict[str, Source | Diagnostic] = {}
    for path in paths_of(scripts):
        for file, name in script_files(path, problems):
            read = read_source(file, name)
            if read is None:
                problems.append(f"{name} cannot be read")
            else:
                found[name] = read
    if problems:
        raise UsageError("; ".join(problems))
    return found
