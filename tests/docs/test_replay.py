"""What pages show is what comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.replay import ROOT, pages, played


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_shows_comes_out(page: Path) -> None:
    assert played(page) == page.read_text(encoding="utf-8")
