"""From paths to instances: projects, files, names in messages, order."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.model import filters
from flowlang.model.load import load
from flowlang.model.standard import StandardLibrary
from flowlang.model.values import Template, TokenUse


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def names(path: Path) -> list[str]:
    """The files of the one instance of a path, without the standard library's."""
    (instance,) = load([path]).instances
    return [f.source.name for f in instance.files if not f.source.name.startswith("std/")]


def test_imported_files_come_first_and_folders_in_order_of_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(
        tmp_path,
        {
            "p/b/x.flow": 'import "../z.flow"\n',
            "p/b-c.flow": "",
            "p/B.flow": "",
            "p/a.flow": 'import "b/x.flow"\nimport "b/x.flow"\n',
            "p/z.flow": 'import "a.flow"\n',
            "p/.hidden/h.flow": "",
        },
    )
    monkeypatch.chdir(tmp_path)
    # a.flow needs b/x.flow, which needs z.flow, which leads back to a.flow.
    assert names(Path("p")) == [
        "p/B.flow",
        "p/z.flow",
        "p/b/x.flow",
        "p/a.flow",
        "p/b-c.flow",
    ]


def test_a_file_is_known_by_the_path_that_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"p/a.flow": 'import "../q/b.flow"\n', "q/b.flow": ""})
    monkeypatch.chdir(tmp_path)
    assert names(Path("p/a.flow")) == ["q/b.flow", "p/a.flow"]
    assert names(tmp_path / "p" / "a.flow")[1] == str(tmp_path / "p" / "a.flow")
    monkeypatch.chdir(tmp_path / "q")
    (instance,) = load([Path("../p/a.flow")]).instances
    assert [each.rule for each in instance.diagnostics] == ["import-outside-project"]


def test_without_a_project_file_the_working_folder_is_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"p/a.flow": 'import "../b.flow"\n', "b.flow": ""})
    monkeypatch.chdir(tmp_path)
    (instance,) = load([Path("p")]).instances
    assert instance.diagnostics == []
    assert instance.project.root == tmp_path.resolve()


def test_settings_and_their_defaults(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "flowlang.toml": (
                '[project]\nname = "Acme"\ntimezone = "Europe/Berlin"\nweek_starts_on = "monday"\n'
                "[check]\nmax_execute_depth = 3\n"
                '[lint]\nselect = ["a"]\nignore = ["b"]\n'
                '[data]\npeople = "data/people.csv"\n'
                "[send]\nmax_per_day = 1\n"
            ),
            "deep/er/a.flow": "",
        },
    )
    (instance,) = load([tmp_path / "deep" / "er" / "a.flow"]).instances
    project = instance.project
    assert (project.name, str(project.timezone), project.week_starts_on) == (
        "Acme",
        "Europe/Berlin",
        0,
    )
    assert (project.max_execute_depth, project.lint_select, project.lint_ignore) == (
        3,
        ("a",),
        ("b",),
    )
    assert project.people == tmp_path.resolve() / "data" / "people.csv"
    assert (project.max_per_day, project.max_per_7_days) == (1, None)
    assert (project.root, instance.diagnostics) == (tmp_path.resolve(), [])


def test_files_below_different_project_files_are_different_instances(
    tmp_path: Path,
) -> None:
    write(
        tmp_path,
        {
            "one/flowlang.toml": '[project]\nname = "One"\n',
            "one/a.flow": 'list "L"\n',
            "two/flowlang.toml": '[project]\nname = "Two"\n',
            "two/a.flow": 'list "L"\n',
        },
    )
    loaded = load([tmp_path])
    assert [each.project.name for each in loaded.instances] == ["One", "Two"]
    assert all(not each.diagnostics for each in loaded.instances)


def test_what_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    loaded = load([tmp_path / "nope.flow", tmp_path / "empty"])
    assert loaded.instances == ()
    assert loaded.problems == (
        f"there is no file or folder {tmp_path / 'nope.flow'}",
        f"there is no .flow file in {tmp_path / 'empty'}",
    )


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    (tmp_path / "a.flow").write_bytes(b'\xef\xbb\xbflist "A"\r\nlist "B"\r\n')
    (instance,) = load([tmp_path]).instances
    assert instance.diagnostics == []
    assert [each.name for each in instance.lists] == ["A", "B"]


def test_a_file_that_is_no_text_is_told_where_it_stops_being_one(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.flow").write_bytes('list "Ä"\nlist "'.encode() + b'\xc4"\n')
    write(
        tmp_path,
        {"b.flow": 'import "a.flow"\nbatch campaign "C" { flow { add to list "Ä" } }'},
    )
    (instance,) = load([tmp_path]).instances
    (told,) = instance.diagnostics
    assert (told.rule, told.source.position(told.span.start)) == (
        "syntax-error",
        (2, 7),
    )


def test_a_file_is_read_once_whatever_path_leads_to_it(tmp_path: Path) -> None:
    write(tmp_path, {"a.flow": 'list "L"\n', "b/c.flow": 'import "../b/../a.flow"\n'})
    loaded = load([tmp_path / "a.flow", tmp_path, tmp_path / "b" / ".." / "a.flow"])
    (instance,) = loaded.instances
    assert (len(instance.lists), instance.diagnostics) == (1, [])


def test_the_standard_library_stands_first_and_has_no_mistakes(tmp_path: Path) -> None:
    write(tmp_path, {"a.flow": "", "b.flow": "import std.fields\n"})
    (instance,) = load([tmp_path]).instances
    shown = [each.source.name for each in instance.files][:2]
    assert shown == ["std/core.flow", "std/fields.flow"]
    assert instance.diagnostics == []


def test_diagnostics_come_in_order_of_place(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.flow": 'smart list "A" { x is "1" and y is "2" }\nlist 5\n',
            "b.flow": 'smart list "B" { z is "1" }\n',
        },
    )
    (instance,) = load([tmp_path]).instances
    assert [each.rule for each in instance.diagnostics] == [
        "unknown-field",
        "unknown-field",
        "syntax-error",
        "unknown-field",
    ]


def test_what_a_project_declares_replaces_the_librarys(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "std/core.flow": 'activity go = 1 as "Go" { place: string primary }\n',
            "std/kit.flow": (
                'field level: string\ntoken greeting: text = "Dear"\nlist "VIP"\n'
                'smart list "Kit" { level is "{{my.greeting}}" and member of list "VIP" }\n'
            ),
            "p/a.flow": (
                "import std.kit\n"
                'field level: picklist("A", "B")\ntoken greeting: text = "Hi"\nlist "VIP"\n'
                'activity go = 2 as "Went" { place: string primary }\n'
            ),
            "p/b.flow": 'import std.kit\nsmart list "B" { level is "A" and did go }\n',
        },
    )
    loaded = load([tmp_path / "p"], StandardLibrary(tmp_path / "std"))
    (instance,) = loaded.instances
    assert instance.diagnostics == []
    assert [each.values for each in instance.fields] == [("A", "B")]
    assert [each.label for each in instance.activities] == ["Went"]
    assert [each.source.name for each in instance.lists] == [str(tmp_path / "p" / "a.flow")]
    kit, b = instance.smart_lists
    assert isinstance(kit.filter, filters.All)
    assert isinstance(b.filter, filters.All)
    level, in_list = kit.filter.items
    assert isinstance(level, filters.Test)
    assert isinstance(level.values[0], Template)
    use = level.values[0].parts[0]
    assert isinstance(use, TokenUse)
    assert use.declared is not None
    assert use.declared.value == "Hi"
    assert isinstance(in_list, filters.InList)
    assert in_list.lists == instance.lists
