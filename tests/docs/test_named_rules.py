"""What pages call a rule is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flowlang.diagnostics.register import read_register
from flowlang.linting.pages import lint_pages

DOCS = Path(__file__).parents[2] / "docs"
NAMES = set(read_register(lint_pages()))


@pytest.mark.parametrize("name", ["linting.md", "pitfalls.md"])
def test_every_rule_that_a_page_names_exists(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z]+(?:-[a-z0-9]+)+)`", text))
    assert len(named) > 10
    assert named - NAMES == set()


def test_every_candidate_has_a_row() -> None:
    text = (DOCS / "pitfalls.md").read_text(encoding="utf-8")
    numbers = [int(each) for each in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)]
    assert numbers == list(range(1, 83))
