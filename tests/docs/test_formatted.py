"""The standard library with its tests, and the examples, are in the canonical layout.

`flowlang fmt stdlib tests/stdlib examples` puts them into it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.formatting import format_text

ROOT = Path(__file__).parents[2]
FOLDERS = ("stdlib", "examples", "tests/stdlib/modules")
SCRIPTS = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.flow"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_script_is_formatted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_text(text) == text
