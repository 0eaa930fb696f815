"""Comments that say that something is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.linting.linter import lint
from flowlang.linting.pages import lint_rules
from flowlang.linting.world import World
from flowlang.model.load import load

ONCE = "executable-left-on-once"
NAMES = (ONCE, "choice-without-otherwise", "unneeded-allow")
CAMPAIGN = 'executable campaign "E" { flow { do nothing } }'


def told(folder: Path, text: str, *names: str) -> list[str]:
    (folder / "flowlang.toml").touch()
    (folder / "main.flow").write_text(text)
    [instance] = load([folder]).instances
    assert instance.diagnostics == []
    rules = [lint_rules()[name] for name in names or NAMES]
    return [f"{each.rule}: {each.message}" for each in lint(World(instance), rules)]


@pytest.mark.parametrize(
    "text",
    [
        f"{CAMPAIGN}  # flow: allow {ONCE}",
        f"# flow: allow {ONCE}\n{CAMPAIGN}",
        f"#flow:allow {ONCE}\n\n# because it is so\n{CAMPAIGN}",
        f"## what it does\n# flow: allow {ONCE}\n{CAMPAIGN}",
        f"# flow: allow {ONCE}\n## what it does\n{CAMPAIGN}",
        f'program "P" {{\n  # flow: allow {ONCE}  # until spring\n  {CAMPAIGN}\n}}',
    ],
)
def test_what_is_allowed_is_not_told(text: str, tmp_path: Path) -> None:
    assert told(tmp_path, text) == []


@pytest.mark.parametrize(
    "text",
    [
        f'# flow: allow {ONCE}\nlist "L"\n{CAMPAIGN}',
        f"{CAMPAIGN}\n# flow: allow {ONCE}",
        f'list "L" # flow: allow {ONCE}\n{CAMPAIGN}',
    ],
)
def test_an_allow_elsewhere_helps_nobody_and_is_told(text: str, tmp_path: Path) -> None:
    rules = [each.split(":")[0] for each in told(tmp_path, text)]
    assert sorted(rules) == [ONCE, "unneeded-allow"]


def test_one_comment_allows_several_and_each_must_be_needed(tmp_path: Path) -> None:
    text = f"{CAMPAIGN}  # flow: allow {ONCE}, choice-without-otherwise"
    [only] = told(tmp_path, text)
    assert "`choice-without-otherwise` finds nothing here" in only


def test_rules_that_did_not_run_are_not_judged(tmp_path: Path) -> None:
    text = 'list "L"  # flow: allow choice-without-otherwise'
    assert told(tmp_path, text, "unneeded-allow", ONCE) == []


def test_errors_and_unknown_names_are_told(tmp_path: Path) -> None:
    text = 'list "L"  # flow: allow unknown-field, executable-left-on-onse, frobnicate'
    error, near, unknown = told(tmp_path, text)
    assert "is a mistake, which cannot be allowed" in error
    assert "there is no rule `executable-left-on-onse`" in near
    assert "there is no rule `frobnicate`" in unknown


def test_text_in_quotes_allows_nothing(tmp_path: Path) -> None:
    text = f'batch campaign "B" {{ flow {{ create task "# flow: allow {ONCE}" }} }}\n{CAMPAIGN}'
    assert [each.split(":")[0] for each in told(tmp_path, text)] == [ONCE]
