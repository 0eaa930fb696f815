"""What ships is in the canonical layout: the library with its tests, the examples, new projects.

`flowlang fmt stdlib tests/stdlib examples flowlang/starting/templates/project` puts them into it.
Pages show scripts in it, too: of several versions of one file, the last.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flowlang.formatting import format_text
from tests.docs.replay import BLOCK, pages

ROOT = Path(__file__).parents[2]
FOLDERS = ("stdlib", "examples", "tests/stdlib/modules", "flowlang/starting/templates/project")
SCRIPTS = sorted(each for folder in FOLDERS for each in (ROOT / folder).rglob("*.flow"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_script_is_formatted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_text(text) == text


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_a_script_on_a_page_is_formatted(page: Path) -> None:
    last = {
        title[1]: block["body"]
        for block in BLOCK.finditer(page.read_text(encoding="utf-8"))
        if block["hidden"] is None
        and (title := re.search(r'title="([^"]*\.flow)"', block["more"])) is not None
    }
    for name, text in last.items():
        assert (name, format_text(text)) == (name, text)
