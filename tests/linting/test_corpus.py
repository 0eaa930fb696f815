"""Scripts as marketing operations teams run them: the linter has nothing to say of them.

Where a new rule speaks here, it is the rule that is looked at first.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flowlang.checking import check
from flowlang.linting.linter import lint
from flowlang.linting.pages import lint_rules
from flowlang.linting.world import World
from flowlang.model.load import load

FOLDER = Path(__file__).parent / "corpus"
SCRIPTS = sorted(FOLDER.glob("*.flow"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_nothing_is_said_of_what_is_well_done(script: Path, tmp_path: Path) -> None:
    (tmp_path / "flowlang.toml").touch()
    shutil.copy(script, tmp_path)
    [instance] = load([tmp_path]).instances
    told = [*check(instance), *lint(World(instance), lint_rules().values())]
    assert [f"{each.rule}: {each.message}" for each in told] == []


def test_the_corpus_is_large_and_needs_no_exceptions() -> None:
    assert len(SCRIPTS) >= 30
    for script in SCRIPTS:
        assert "flow: allow" not in script.read_text(encoding="utf-8"), script
