"""What ships is in the canonical layout: the standard library and the examples.

`flowlang fmt stdlib examples` puts them into it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.formatting import format_text

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted([*(ROOT / "stdlib").glob("*.flow"), *(ROOT / "examples").rglob("*.flow")])


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_ships_is_formatted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_text(text) == text
