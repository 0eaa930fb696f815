"""What was found before is told again, byte for byte, for as long as it would be found again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import flowlang.linting.linter
from flowlang.caching import trees
from flowlang.linting.linter import lint as real_lint
from flowlang.store import Store

from .conftest import FILES, Say

COMMANDS = [
    ("check", "."),
    ("check", ".", "--format", "json"),
    ("check", "main.flow"),
    ("lint", "."),
    ("lint", ".", "--format", "sarif"),
    ("lint", ".", "--format", "junit", "--strict"),
    ("lint", ".", "--select", "style"),
    ("lint", ".", "--ignore", "filter-never-holds"),
    ("lint", "main.flow", "--format", "json"),
    ("lint", ".", "--diff"),
]


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows whenever rules really run."""
    counted: list[int] = []

    def lint(*words: object) -> object:
        counted.append(1)
        return real_lint(*words)  # type: ignore[arg-type]

    monkeypatch.setattr("flowlang.workspace.linting.lint", lint)
    return counted


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_same_with_and_without(words: tuple[str, ...], small: Path, say: Say) -> None:
    without = say(*words, "--no-cache")
    assert [say(*words) for _ in range(3)] == [without] * 3
    (small / "more.flow").write_text('batch campaign "No flow" { }\n', encoding="utf-8")
    without = say(*words, "--no-cache")
    assert [say(*words) for _ in range(2)] == [without] * 2


def test_what_is_known_is_not_looked_for(small: Path, say: Say, looks: list[int]) -> None:
    first = say("lint", ".")
    assert len(looks) == 1
    assert say("lint", ".") == first
    assert say("lint", ".", "--format", "json")[0] == first[0]
    assert len(looks) == 1
    say("lint", ".", "--no-cache")
    assert len(looks) == 2


def rewrite(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


def write(name: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")

    return change


def remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def no_text(folder: Path) -> None:
    (folder / "shared" / "fields.flow").write_bytes(b"field \xff")


def link(folder: Path) -> None:
    (folder / "shared" / "fields.flow").rename(folder / "real.flow")
    (folder / "shared" / "fields.flow").symlink_to(folder / "real.flow")


CHANGES = {
    "a script": rewrite("main.flow", '"AT"', '"DE"'),
    "an imported script": rewrite("shared/fields.flow", "points", "marks"),
    "the body of an email": rewrite("hello.html", "First Name", "Furst Name"),
    "the project file": rewrite("flowlang.toml", "[project]", '[lint]\nignore=["all"]\n[project]'),
    "a script more": write("another.flow", 'batch campaign "B" { flow { add to list "Unused" } }'),
    "a project inside": write("shared/flowlang.toml", "[project]\n"),
    "a script less": remove("shared/fields.flow"),
    "a body less": remove("hello.html"),
    "a link": link,
    "no text": no_text,
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("path", [".", "main.flow"])
def test_every_change_is_seen(name: str, path: str, small: Path, say: Say) -> None:
    before = say("lint", path)
    assert say("lint", path) == before
    CHANGES[name](small)
    without = say("lint", path, "--no-cache")
    assert [say("lint", path) for _ in range(2)] == [without] * 2
    assert say("check", path) == say("check", path, "--no-cache")


def test_a_file_that_was_missing_is_seen(small: Path, say: Say) -> None:
    (small / "hello.html").unlink()
    assert "import-not-found" in say("lint", ".")[1]
    (small / "hello.html").write_text(FILES["hello.html"], encoding="utf-8")
    assert "import-not-found" not in say("lint", ".")[1]


def test_another_script_of_the_project_matters_to_what_is_unused(small: Path, say: Say) -> None:
    (small / "shared" / "use.flow").write_text('list "Elsewhere"\n', encoding="utf-8")
    assert "unused-asset" not in say("lint", "main.flow")[1]
    (small / "shared" / "use.flow").unlink()
    assert say("lint", "main.flow") == say("lint", "main.flow", "--no-cache")
    assert "unused-asset" in say("lint", "main.flow")[1]


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of this test alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "flowlang"


def entries(cache: Path) -> Iterator[Path]:
    for kind in ("findings", "trees"):
        yield from (cache / kind).iterdir()


@pytest.mark.parametrize("content", [b"", b"flowlang", b"\x80\x05garbage", b"{" * 5000])
def test_a_corrupt_cache_is_ignored_and_replaced(
    content: bytes, small: Path, say: Say, own_cache: Path, looks: list[int]
) -> None:
    first = say("lint", ".")
    for each in entries(own_cache):
        each.write_bytes(content)
    assert say("lint", ".") == first
    assert len(looks) == 2
    assert say("lint", ".") == first
    assert len(looks) == 2


def test_an_entry_that_is_whole_and_wrong_is_ignored(
    small: Path, say: Say, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = say("lint", ".")
    for content in (b"[]", b"{}", b'{"projects": 1}', b"null", b"\xff"):
        with monkeypatch.context() as patch:
            patch.setattr(Store, "get", lambda *words, content=content: content)
            assert say("lint", ".") == first


def test_no_place_for_a_cache(
    small: Path, say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = say("lint", ".", "--no-cache")
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert say("lint", ".") == first


def test_without_the_cache_nothing_is_kept(small: Path, say: Say, own_cache: Path) -> None:
    say("lint", ".", "--no-cache")
    say("check", ".", "--no-cache")
    assert not (own_cache / "findings").exists()
    assert not (own_cache / "trees").exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are copied with fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("words", [("lint", "."), ("lint", ".", "--no-cache")], ids=" ".join)
def test_two_processes_find_the_same(
    words: tuple[str, ...],
    small: Path,
    say: Say,
    own_cache: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (small / "race.flow").write_text(
        'import "shared/fields.flow"\n'
        'trigger campaign "One" { on open_email flow { change country to "A" } }\n'
        'trigger campaign "Two" { on open_email flow { change country to "B" } }\n'
        "# flow: allow racing-writes\n",
        encoding="utf-8",
    )
    alone = say("lint", ".", "--no-cache")
    assert "racing-writes" in alone[1]
    assert "unneeded-allow" in alone[1]
    monkeypatch.setattr(trees, "WORTH", 1)
    monkeypatch.setattr(flowlang.linting.linter, "WORTH", 1)
    monkeypatch.setattr("flowlang.apart._threads", lambda: 1)
    assert say(*words) == alone
    assert say(*words) == alone
