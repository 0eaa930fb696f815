"""What `check` and `lint` find, taken from the cache where nothing has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from flowlang.caching.findings import Findings, Found

if TYPE_CHECKING:
    from flowlang.diagnostics.diagnostic import Diagnostic
    from flowlang.model.instance import Instance
    from flowlang.model.reading import Reader

Looked: TypeAlias = "tuple[Sequence[Instance], list[Diagnostic]]"
"""What was looked at, and what is told of it, in order of place."""


def find(
    command: str,
    options: Sequence[str],
    paths: Sequence[Path],
    look: Callable[[Reader], Looked],
    *,
    cache: bool,
) -> Found:
    """What a command with such options finds below paths.

    `look` finds it out where it is not known. With `cache` false the cache is left alone.
    """
    findings = None
    if cache:
        findings = Findings(command, options, paths, asks_for_rest=command == "lint")
        known = findings.recall()
        if known is not None:
            return known
    # All that parses and binds is loaded only where something is not known.
    from flowlang.caching.trees import TreeReader
    from flowlang.model.load import without_collection
    from flowlang.workspace.loading import own_files

    reader = TreeReader(keep=cache)
    with without_collection():
        instances, told = look(reader)
    found = Found(told, own_files(instances))
    if findings is not None:
        findings.keep(instances, found)
        reader.trim()
    return found
