"""The register: one entry for every rule by which something can be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from flowlang.diagnostics.rule import Rule, read_page

_PAGES = Path(__file__).parent / "rules"


def error_pages() -> list[Path]:
    """The pages of the errors, by name."""
    return sorted(_PAGES.glob("*.md"))


def read_register(pages: Iterable[str] = ()) -> Mapping[str, Rule]:
    """All rules by name: the errors, and those that further pages describe.

    The pages of errors are files; whoever has rules of another kind brings the texts of
    their pages.
    """
    errors = (path.read_text(encoding="utf-8") for path in error_pages())
    rules = [read_page(text) for text in (*errors, *pages)]
    return {rule.name: rule for rule in sorted(rules, key=lambda rule: rule.name)}
