"""Where a text came from."""

from __future__ import annotations

from flowlang.resources import resource
from flowlang.source import Source


def is_standard(source: Source) -> bool:
    """Whether a text came along with the language, and not by a path or from the project."""
    path = source.path
    return (
        path is not None and path.parent == resource("stdlib") and source.name == f"std/{path.name}"
    )
