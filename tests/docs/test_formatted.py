"""What ships is in the canonical layout: the library with its tests, the examples, new projects.

`flowlang fmt stdlib tests/stdlib examples flowlang/starting/templates/project` puts them into it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.formatting import format_text

ROOT = Path(__file__).parents[2]
FOLDERS = ("stdlib", "examples", "tests/stdlib/modules", "flowlang/starting/templates/project")
SCRIPTS = sorted(each for folder in FOLDERS for each in (ROOT / folder).rglob("*.flow"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_script_is_formatted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_text(text) == text
