"""The modules of the standard library do what their tests say, and have nothing a linter minds.

The tests are scripts in `modules`, a project like any other: `flowlang test tests/stdlib/modules`.
They stand apart from what they test, so that who imports a module does not get them.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flowlang.checking import check
from flowlang.linting.linter import lint
from flowlang.linting.pages import lint_rules
from flowlang.linting.world import World
from flowlang.model.campaigns import CampaignKind
from flowlang.model.instance import Instance
from flowlang.model.load import load
from flowlang.resources import resource
from flowlang.style import Style
from flowlang.testing.session import Session, session_of
from flowlang.testing.text import render_result

TESTS = Path(__file__).parent / "modules"
MODULES = sorted(each.stem for each in TESTS.glob("*.flow"))
GIVEN = {"core", "fields"}
"""Modules that hold declarations of types alone."""


def instance_of(*paths: Path) -> Instance:
    """What a folder or a file declares, without a mistake."""
    [instance] = load(paths).instances
    assert [each.message for each in check(instance)] == []
    return instance


def failures(session: Session) -> str:
    """What fails in a session, as a user would see it."""
    return "\n".join(render_result(each, Style()) for each in session.run() if not each.passed)


def test_every_module_has_tests() -> None:
    assert {each.stem for each in resource("stdlib").glob("*.flow")} == {*MODULES, *GIVEN}


@pytest.mark.parametrize("module", MODULES)
def test_a_module_does_what_its_tests_say(module: str) -> None:
    path = TESTS / f"{module}.flow"
    session = session_of([instance_of(path)], [path])
    assert session.size
    assert failures(session) == ""


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules and their tests as files of a project, so that what is reached is counted."""
    folder = tmp_path_factory.mktemp("copied")
    (folder / "flowlang.toml").touch()
    for module in MODULES:
        _copy(resource("stdlib") / f"{module}.flow", folder / f"{module}.flow")
        _copy(TESTS / f"{module}.flow", folder / f"test_{module}.flow")
    return folder


def _copy(source: Path, target: Path) -> None:
    text = source.read_text(encoding="utf-8")
    own = "|".join(MODULES)
    target.write_text(
        re.sub(rf"^import std\.({own})$", r'import "\1.flow"', text, flags=re.MULTILINE)
    )


@pytest.mark.parametrize("module", MODULES)
def test_tests_reach_every_step_and_every_outcome(copied: Path, module: str) -> None:
    path = copied / f"test_{module}.flow"
    session = session_of([instance_of(path)], [path], covers=True)
    assert failures(session) == ""
    spots = [each for each in session.spots() if each.source.name.endswith(f"/{module}.flow")]
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
