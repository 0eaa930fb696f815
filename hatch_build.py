"""Puts the parser's tables, made from the grammar, into the wheel."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """Makes the tables with the very code that will read them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the tables, unless the wheel only points at the checkout."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from flowlang.syntax import tables

        path = Path(self.root) / "build" / "flowlang.tables"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(tables.build(tables.grammar_text()))
        build_data["force_include"][str(path)] = "flowlang/grammar/flowlang.tables"
