"""The pages of the examples show what their commands print."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.examples.pages import EXAMPLES, PAGES, commands, replayed

BY_EXAMPLE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)


@BY_EXAMPLE
def test_a_page_shows_what_its_commands_print(page: Path) -> None:
    for command, done in replayed(page):
        assert done.status in (0, 1, 3), (command.text, done.printed)
        if command.shown is not None:
            assert command.cut(done.printed) == command.shown, command.text


@BY_EXAMPLE
def test_a_page_shows_a_command_and_is_in_the_table(page: Path) -> None:
    assert any(each.shown for each in commands(page.read_text(encoding="utf-8")))
    link = f"({page.parent.name}/README.md)"
    assert link in (EXAMPLES / "README.md").read_text(encoding="utf-8")
