"""Where a project and the standard library declare things of one name."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.checking import check
from flowlang.model import filters, steps
from flowlang.model.instance import Instance
from flowlang.model.load import load
from flowlang.model.named import named
from flowlang.model.standard import StandardLibrary
from flowlang.model.values import ScoreChange, TokenUse

KIT = """
field points: score
program "Kit" {
  ## A point.
  token point: score = +1
  list "Guests"
  smart list "Near" { member of list "Guests" }
  executable campaign "Give" {
    smart list { member of smart list "Near" }
    each person every time
    flow { change points by {{my.Point}} }
  }
}
"""


def project(folder: Path, **files: str) -> Instance:
    """A project that is bound with a library of one module besides the core."""
    (folder / "std").mkdir()
    (folder / "std" / "core.flow").write_text(
        'activity go = 1 as "Go" { place: string primary }\n', encoding="utf-8"
    )
    (folder / "std" / "kit.flow").write_text(KIT, encoding="utf-8")
    (folder / "p").mkdir()
    (folder / "p" / "flowlang.toml").touch()
    for name, text in files.items():
        (folder / "p" / f"{name}.flow").write_text(text, encoding="utf-8")
    [instance] = load([folder / "p"], StandardLibrary(folder / "std")).instances
    return instance


def points_given(instance: Instance) -> object:
    """What the campaign of the library gives by itself."""
    [give] = [each for each in instance.campaigns if each.qualified_name == "Kit.Give"]
    [step] = give.flow
    assert isinstance(step, steps.ChangeScore)
    assert isinstance(step.change, TokenUse)
    token = give.token(step.change.key)
    assert token is not None
    return token.value


def test_a_projects_program_goes_on_with_the_librarys(tmp_path: Path) -> None:
    instance = project(
        tmp_path,
        a='import std.kit\nprogram "Kit" { token point: score = +7 }\n',
        b='import std.kit\nbatch campaign "B" { flow { execute "Kit.Give" } }\n',
    )
    assert instance.diagnostics == []
    assert [each.name for each in instance.programs] == ["Kit"]
    assert points_given(instance) == ScoreChange(sets=False, amount=7)


def test_what_stands_in_it_replaces_what_stands_there(tmp_path: Path) -> None:
    text = 'import std.kit\nprogram "Kit" { smart list "Near" { points >= 3 } }\n'
    instance = project(tmp_path, a=text)
    assert instance.diagnostics == []
    [near] = instance.smart_lists
    [give] = instance.campaigns
    assert near.source.name.endswith("a.flow")
    assert isinstance(give.smart_list, filters.InSmartList)
    assert give.smart_list.smart_lists == (near,)


def test_a_program_in_a_folder_takes_the_librarys_with_it(tmp_path: Path) -> None:
    text = (
        "import std.kit\n"
        'folder "2026" { token bonus: score = +9 program "Kit" { token point: score = +2 } }\n'
    )
    instance = project(tmp_path, a=text)
    [give] = instance.campaigns
    bonus = give.token("bonus")
    assert bonus is not None
    assert bonus.value == ScoreChange(sets=False, amount=9)


def test_who_does_not_import_the_module_has_a_program_of_that_name_alone(tmp_path: Path) -> None:
    text = 'program "Kit" { token point: score = +7 }\n'
    instance = project(tmp_path, a=text)
    assert [each.name for each in instance.programs] == ["Kit"]
    assert instance.campaigns == ()


OTHER = """
import std.kit
program "Own" { list "Guests" smart list "Near" { member of list "Guests" } }
program "Third" { smart list "Third" { member of smart list "Near" } }
"""


def test_the_librarys_come_behind_the_projects(tmp_path: Path) -> None:
    instance = project(tmp_path, a=OTHER)
    assert instance.diagnostics == []
    [third] = [each for each in instance.smart_lists if each.name == "Third"]
    assert isinstance(third.filter, filters.InSmartList)
    [near] = third.filter.smart_lists
    assert near.qualified_name == "Own.Near"


def test_two_of_the_project_are_told_without_the_librarys(tmp_path: Path) -> None:
    more = 'program "Fourth" { smart list "Near" { everyone } }\n'
    instance = project(tmp_path, a=OTHER + more)
    [told] = instance.diagnostics
    assert told.message == '"Near" could be "Own.Near" or "Fourth.Near"'
    assert len(told.related) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('batch campaign "B" { flow { execute "Kit.Give" } }', 'there is no campaign "Kit.Give"'),
        ('smart list "S" { member of smart list "Kit.Near" }', 'there is no smart list "Kit.Near"'),
        ('smart list "S" { member of program "Kit" }', 'there is no program "Kit"'),
        ('smart list "S" { points > 3 }', "there is no field `points`"),
    ],
)
def test_what_a_module_has_is_offered(tmp_path: Path, text: str, message: str) -> None:
    instance = project(tmp_path, a=text)
    [told] = instance.diagnostics
    assert (told.message, told.help) == (message, "add `import std.kit` at the top of the file")


SCORES = """
import std.scoring
workspace "Europe" {
  program "Web" {
    batch campaign "Page visit" { flow { execute "Scoring.Page visit" } }
  }
}
"""


def test_the_library_belongs_to_every_workspace(tmp_path: Path) -> None:
    (tmp_path / "a.flow").write_text(SCORES, encoding="utf-8")
    [instance] = load([tmp_path]).instances
    assert check(instance) == []


def test_a_bare_name_on_the_command_line_means_the_projects(tmp_path: Path) -> None:
    (tmp_path / "a.flow").write_text(SCORES, encoding="utf-8")
    [instance] = load([tmp_path]).instances
    found = named(instance.campaigns, "Page visit")
    assert [each.qualified_name for each in found] == ["Web.Page visit"]
    [there] = named(instance.campaigns, "Scoring.Page visit")
    assert there.qualified_name == "Scoring.Page visit"


def test_an_environment_of_python_is_no_part_of_a_project(tmp_path: Path) -> None:
    inside = tmp_path / "venv" / "lib" / "stdlib"
    inside.mkdir(parents=True)
    (tmp_path / "venv" / "pyvenv.cfg").touch()
    (inside / "core.flow").write_text("field email: email\n", encoding="utf-8")
    (tmp_path / "a.flow").write_text("import std.fields\n", encoding="utf-8")
    [instance] = load([tmp_path]).instances
    assert instance.diagnostics == []
    assert "core.flow" not in {Path(each.source.name).name for each in instance.files[2:]}
