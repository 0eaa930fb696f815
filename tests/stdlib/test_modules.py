"""The modules of the standard library do what their tests say, and have nothing a linter minds.

The tests are scripts in `modules`, a project like any other: `flowlang test tests/stdlib/modules`.
They stand apart from what they test, so that who imports a module does not get them.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from flowlang.checking import check
from flowlang.formatting import format_text
from flowlang.linting.linter import lint
from flowlang.linting.pages import lint_rules
from flowlang.linting.world import World
from flowlang.model.campaigns import CampaignKind
from flowlang.model.instance import Instance
from flowlang.model.load import load
from flowlang.model.standard import StandardLibrary
from flowlang.resources import resource
from flowlang.style import Style
from flowlang.testing.session import session_of
from flowlang.testing.text import render_result

TESTS = Path(__file__).parent / "modules"
MODULES = sorted(each.stem for each in TESTS.glob("*.flow"))
GIVEN = {"core", "fields"}
"""Modules that hold declarations of types alone."""


def instance_of(*paths: Path, library: StandardLibrary | None = None) -> Instance:
    """What a folder or a file declares, without a mistake."""
    [instance] = load(paths, library).instances
    assert [each.message for each in check(instance)] == []
    return instance


def test_every_module_has_tests() -> None:
    assert {each.stem for each in resource("stdlib").glob("*.flow")} == {*MODULES, *GIVEN}


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> StandardLibrary:
    """The library in another folder, where coverage counts what of it is reached."""
    folder = tmp_path_factory.mktemp("elsewhere")
    for path in resource("stdlib").glob("*.flow"):
        shutil.copy(path, folder)
    return StandardLibrary(folder)


@pytest.mark.parametrize("module", MODULES)
def test_tests_pass_and_reach_every_step_and_outcome(
    module: str, elsewhere: StandardLibrary
) -> None:
    path = TESTS / f"{module}.flow"
    session = session_of([instance_of(path, library=elsewhere)], [path], covers=True)
    failed = [render_result(each, Style()) for each in session.run() if not each.passed]
    assert "\n".join(failed) == ""
    spots = [each for each in session.spots() if each.source.name == f"std/{module}.flow"]
    assert spots
    assert [f"{each.line}: {each.missing}" for each in spots if not each.is_covered] == []


@pytest.mark.parametrize("module", MODULES)
def test_the_linter_minds_nothing(module: str) -> None:
    path = resource("stdlib") / f"{module}.flow"
    world = World(instance_of(path))
    assert [each.message for each in lint(world, lint_rules().values())] == []


def imported(folder: Path) -> Instance:
    """A project that imports every module, and uses nothing."""
    (folder / "flowlang.toml").touch()
    text = "".join(f"import std.{module}\n" for module in MODULES)
    (folder / "own.flow").write_text(text, encoding="utf-8")
    return instance_of(folder)


def test_nothing_in_them_starts_by_itself(tmp_path: Path) -> None:
    kinds = {each.kind for each in imported(tmp_path).campaigns}
    assert kinds == {CampaignKind.EXECUTABLE}


def test_everything_stands_in_a_program(tmp_path: Path) -> None:
    instance = imported(tmp_path)
    assets = (
        *instance.campaigns,
        *instance.smart_lists,
        *instance.lists,
        *instance.segmentations,
        *instance.emails,
    )
    assert [each.qualified_name for each in assets if each.container.program is None] == []
    assert instance.root.tokens == {}


def test_a_project_that_uses_nothing_hears_nothing_of_them(tmp_path: Path) -> None:
    from flowlang.graph.graph import graph_of

    instance = imported(tmp_path)
    assert lint(World(instance), lint_rules().values()) == []
    assert graph_of(instance).nodes == ()


def example(module: str) -> str:
    """The example at the beginning of a module."""
    text = (resource("stdlib") / f"{module}.flow").read_text(encoding="utf-8")
    found = re.match(r"(?:#[^\n]*\n)*?# ```flow complete\n((?:#[^\n]*\n)*?)# ```\n", text)
    assert found is not None
    return "".join(f"{line.removeprefix('# ')}\n" for line in found[1].splitlines())


@pytest.mark.parametrize("module", MODULES)
def test_the_example_of_a_module_is_as_it_should_be(module: str, tmp_path: Path) -> None:
    (tmp_path / "flowlang.toml").touch()
    text = re.sub(r"^#$", "", example(module), flags=re.MULTILINE)
    (tmp_path / "example.flow").write_text(text, encoding="utf-8")
    rules = [each for each in lint_rules().values() if each.name != "unused-asset"]
    found = lint(World(instance_of(tmp_path)), rules)
    assert [each.message for each in found] == []
    assert format_text(text) == text
