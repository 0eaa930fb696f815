"""The page on comparing shows what comes out."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from flowlang.cli.main import main

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "welcome-nurture"
PAGE = ROOT / "docs" / "comparing.md"


def test_the_page_shows_what_the_change_of_the_example_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(EXAMPLE, changed)
    script = changed / "campaigns" / "nurture.flow"
    text = script.read_text(encoding="utf-8")
    assert text.count("click_points: score = +10") == 1
    script.write_text(text.replace("click_points: score = +10", "click_points: score = +15"))
    for folder, out in ((EXAMPLE, "before"), (changed, "after")):
        words = ["simulate", str(folder), "--people", str(EXAMPLE / "people")]
        period = ["--from", "2026-01-01", "--to", "2026-07-01"]
        assert main([*words, *period, "--out", str(tmp_path / out)]) == 0
    capsys.readouterr()
    assert main(["compare", str(tmp_path / "before"), str(tmp_path / "after"), "--rows", "0"]) == 0
    shown = re.search(r"```text\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert shown is not None
    assert shown[1] == capsys.readouterr().out
