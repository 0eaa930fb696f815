"""Every rule is a page with examples that show it, and a module that finds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.checking import check
from flowlang.diagnostics.diagnostic import Severity
from flowlang.diagnostics.register import error_pages
from flowlang.diagnostics.rule import Rule
from flowlang.engine.plan import schema_of
from flowlang.linting.linter import lint, rule_module
from flowlang.linting.pages import CATEGORIES, RULES_FOLDER, lint_rules, module_names, rule_name
from flowlang.linting.world import World
from flowlang.model.instance import Instance
from flowlang.model.load import load
from flowlang.people.ingest import open_dataset
from flowlang.people.problems import OnBadData
from flowlang.survey.survey import Survey, survey

RULES = list(lint_rules().values())
OF_SCRIPTS = [rule for rule in RULES if "people.csv" not in {**rule.bad, **rule.good}]
OF_PEOPLE = [rule for rule in RULES if rule not in OF_SCRIPTS]
NOW = 1767603600


def told(files: dict[str, str], folder: Path, *, with_people: bool = False) -> list[str]:
    """The rules by which an example without mistakes is told, as a user would lint it."""
    folder.mkdir(parents=True)
    if "flowlang.toml" not in files:
        (folder / "flowlang.toml").write_text("")
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    loaded = load([folder])
    assert not loaded.problems
    [instance] = loaded.instances
    assert [each.message for each in check(instance)] == []
    return [
        each.rule for each in lint(World(instance, asked(instance, folder, with_people)), RULES)
    ]


def asked(instance: Instance, folder: Path, with_people: bool) -> Survey | None:
    """What the people of an example say."""
    if not with_people:
        return None
    with open_dataset(folder / "people.csv", schema_of(instance), OnBadData.ERROR) as dataset:
        return survey(instance, dataset, NOW)


def test_every_module_is_the_rule_that_it_is_named_after() -> None:
    assert len(RULES) > 1
    assert [rule.name for rule in RULES] == [rule_name(name) for name in module_names()]


def test_no_rule_has_the_name_of_an_error() -> None:
    assert {path.stem for path in error_pages()} & set(lint_rules()) == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_severity_and_category_are_those_of_a_lint(rule: Rule) -> None:
    assert rule.severity is not Severity.ERROR
    assert rule.category in CATEGORIES
    assert rule.mend
    assert callable(rule_module(rule.name).find)


@pytest.mark.parametrize("rule", OF_SCRIPTS, ids=lambda rule: rule.name)
def test_bad_example_is_told_by_its_rule_and_no_other(rule: Rule, tmp_path: Path) -> None:
    assert set(told(rule.bad, tmp_path / "project")) == {rule.name}


@pytest.mark.parametrize("rule", OF_SCRIPTS, ids=lambda rule: rule.name)
def test_good_example_has_no_complaint(rule: Rule, tmp_path: Path) -> None:
    assert told(rule.good, tmp_path / "project") == []


@pytest.mark.parametrize("rule", OF_PEOPLE, ids=lambda rule: rule.name)
def test_people_of_the_bad_example_are_told_by_their_rule(rule: Rule, tmp_path: Path) -> None:
    assert set(told(rule.bad, tmp_path / "project", with_people=True)) == {rule.name}


@pytest.mark.parametrize("rule", OF_PEOPLE, ids=lambda rule: rule.name)
def test_people_of_the_good_example_have_no_complaint(rule: Rule, tmp_path: Path) -> None:
    assert told(rule.good, tmp_path / "project", with_people=True) == []


def test_no_rule_names_another_or_itself_in_a_list() -> None:
    """A new rule is one new file: no module of the linter knows the name of a rule."""
    folder = RULES_FOLDER.parent
    for path in folder.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        for name in lint_rules():
            assert f'"{name}"' not in text, (path, name)
