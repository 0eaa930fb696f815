"""The page of the standard library says what the modules say."""

from __future__ import annotations

from flowlang.model.standard import StandardLibrary
from tests.docs.library_page import PAGE, page


def test_the_page_is_the_one_that_the_modules_make() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_module_has_a_place_on_it() -> None:
    text = page()
    for name in StandardLibrary().names:
        assert f"\n## {name}\n" in text


def test_everything_in_a_module_is_described() -> None:
    """A cell at the end of a row of a program's things or of new fields is never empty."""
    tables = page().split("\n## std.core\n")[0]
    rows = [line for line in tables.splitlines() if line.startswith("| `")]
    assert rows
    assert [row for row in rows if row.endswith("|  |")] == []
