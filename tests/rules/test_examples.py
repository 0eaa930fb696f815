"""The examples on the pages of rules show what they say."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flowlang.checking import check
from flowlang.diagnostics.register import error_pages, read_register
from flowlang.diagnostics.rule import Rule
from flowlang.engine.plan import Plan, schema_of
from flowlang.engine.run import run
from flowlang.model.load import load
from flowlang.people.ingest import BadDataError, open_dataset
from flowlang.people.problems import OnBadData

RULES = read_register()
OF_RUNS = [rule for rule in RULES.values() if rule.category == "Run"]
OF_SCRIPTS = [rule for rule in RULES.values() if rule.category != "Run"]
SOURCES = Path(__file__).parents[2] / "flowlang"
NOW = 1767603600


def write(files: dict[str, str], folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "flowlang.toml").write_text("")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def told(files: dict[str, str], folder: Path) -> list[str]:
    """The rules by which an example is told, as a user would check it."""
    write(files, folder)
    loaded = load([folder])
    assert not loaded.problems
    return [each.rule for instance in loaded.instances for each in check(instance)]


def warned(files: dict[str, str], folder: Path) -> list[str]:
    """The rules that a run of the example's one campaign tells."""
    write(files, folder)
    [instance] = load([folder]).instances
    assert check(instance) == []
    plan = Plan(instance, instance.campaigns[0], NOW, 0, {}, None)
    try:
        with open_dataset(folder / "people.csv", schema_of(instance), OnBadData.ERROR) as dataset:
            return sorted({rule for rule, _ in run(plan, dataset).warnings})
    except BadDataError:
        return ["bad-data"]


@pytest.mark.parametrize("rule", OF_SCRIPTS, ids=lambda rule: rule.name)
def test_bad_example_is_told_by_its_rule_and_nothing_else(rule: Rule, tmp_path: Path) -> None:
    assert told(rule.bad, tmp_path / "a" / "project") == [rule.name]


@pytest.mark.parametrize("rule", OF_SCRIPTS, ids=lambda rule: rule.name)
def test_good_example_has_no_complaint(rule: Rule, tmp_path: Path) -> None:
    assert told(rule.good, tmp_path / "a" / "project") == []


@pytest.mark.parametrize("rule", OF_RUNS, ids=lambda rule: rule.name)
def test_run_of_the_bad_example_is_told_by_its_rule(rule: Rule, tmp_path: Path) -> None:
    assert warned(rule.bad, tmp_path / "project") == [rule.name]


@pytest.mark.parametrize("rule", OF_RUNS, ids=lambda rule: rule.name)
def test_run_of_the_good_example_has_no_warning(rule: Rule, tmp_path: Path) -> None:
    assert warned(rule.good, tmp_path / "project") == []


def used_names() -> set[str]:
    """Every text in the sources that looks like the name of a rule and is given as one."""
    found: set[str] = set()
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def test_every_page_is_used() -> None:
    names = {path.stem for path in error_pages()}
    assert names - used_names() == set()


def test_every_rule_that_is_told_has_a_page() -> None:
    given: set[str] = set()
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            first = node.args[0]
            called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else called
            if (
                name in ("Diagnostic", "tell", "error", "warn", "_found")
                and isinstance(first, ast.Constant)
                and isinstance(first.value, str)
                and "-" in first.value
                and " " not in first.value
            ):
                given.add(first.value)
    assert len(given) > 20
    assert given - set(RULES) == set()
