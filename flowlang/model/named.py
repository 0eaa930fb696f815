"""What a name on the command line may mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from flowlang.model.assets import Asset
from flowlang.model.origin import is_standard

A = TypeVar("A", bound=Asset)


def named(assets: Iterable[A], name: str) -> list[A]:
    """The assets of a whole name, else of a bare one.

    Those of the standard library are meant only where the project has none of that name.
    """
    assets = list(assets)
    found = [each for each in assets if each.qualified_name == name]
    found = found or [each for each in assets if each.name == name]
    return [each for each in found if not is_standard(each.source)] or found
