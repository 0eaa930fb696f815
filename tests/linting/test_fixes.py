"""Fixes mend: what a rule's own example gets from its fix is a script without that complaint."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from flowlang.checking import check
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.diagnostics.rule import Rule
from flowlang.linting.fixing import Mended, mend
from flowlang.linting.linter import lint
from flowlang.linting.pages import RULES_FOLDER, lint_rules, module_name
from flowlang.linting.texts import ReaderOf
from flowlang.linting.world import World
from flowlang.model.load import load
from flowlang.model.reading import Reader

MENDING = [
    rule
    for name, rule in lint_rules().items()
    if "fix=" in (RULES_FOLDER / f"{module_name(name)}.py").read_text(encoding="utf-8")
]


def mended(folder: Path, *, unsafe: bool) -> tuple[Mended, bool]:
    """What fixes make of the scripts of a folder, and whether there was anything to mend."""
    reader = ReaderOf(Reader())
    had_fix = False

    def diagnose(texts: Mapping[Path, str]) -> list[Diagnostic]:
        nonlocal had_fix
        reader.texts = texts
        [instance] = load([folder], reader=reader).instances
        told = check(instance) or lint(World(instance), lint_rules().values())
        had_fix = had_fix or any(each.fix is not None for each in told)
        return list(told)

    return mend(diagnose, unsafe=unsafe), had_fix


@pytest.mark.parametrize("rule", MENDING, ids=lambda rule: rule.name)
def test_the_fix_of_the_bad_example_leaves_no_complaint(rule: Rule, tmp_path: Path) -> None:
    (tmp_path / "flowlang.toml").touch()
    for name, text in rule.bad.items():
        (tmp_path / name).write_text(text)
    found, had_fix = mended(tmp_path, unsafe=True)
    assert had_fix
    assert [f"{each.rule}: {each.message}" for each in found.rest] == []
    assert found.fixed
    assert not found.left_out
