"""Trees that are kept are the trees that were parsed."""

from __future__ import annotations

import os
import pickle
import zlib
from pathlib import Path
from typing import Any

import pytest

from flowlang.apart import Apart, apart
from flowlang.caching import trees
from flowlang.caching.trees import TreeReader
from flowlang.source import Source
from flowlang.syntax.nodes.file import File
from flowlang.syntax.nodes.node import Node
from flowlang.syntax.parser import parse

EVERYTHING = Path(__file__).parents[1] / "syntax" / "everything.flow"


def plain(node: object) -> Any:
    """A tree as lists, to be compared."""
    if isinstance(node, list | tuple):
        return [plain(each) for each in node]
    if not isinstance(node, Node):
        return node
    slots = {slot for kind in type(node).__mro__ for slot in getattr(kind, "__slots__", ())}
    return [
        type(node).__name__,
        *((slot, plain(getattr(node, slot))) for slot in sorted(slots - {"source"})),
    ]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def read(path: Path) -> File:
    reader = TreeReader()
    reader.prepare([path])
    source = reader.read(path.resolve(), str(path))
    assert isinstance(source, Source)
    return reader.parse(source)


def test_a_tree_comes_back_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    first = read(EVERYTHING)
    assert first.diagnostics == []
    # From now on nobody can parse.
    monkeypatch.setattr(trees, "parse", None)
    again = read(EVERYTHING)
    assert plain(again) == plain(first)
    assert again.source.path == EVERYTHING


def test_a_file_with_mistakes_is_parsed_each_time(tmp_path: Path) -> None:
    path = tmp_path / "a.flow"
    path.write_text('list "A"\nlist\n', encoding="utf-8")
    told = [each.message for each in parse(Source("", path.read_text())).diagnostics]
    assert told
    for _ in range(2):
        file = read(path)
        assert [each.message for each in file.diagnostics] == told
        assert all(each.source is file.source for each in file.diagnostics)


def test_two_files_with_one_text_have_trees_of_their_own(tmp_path: Path) -> None:
    reader = TreeReader()
    paths = [tmp_path / "a.flow", tmp_path / "b.flow"]
    for each in paths:
        each.write_text('list "A"\n', encoding="utf-8")
    reader.prepare(paths)
    sources = [reader.read(each, each.name) for each in paths]
    one, other = (reader.parse(each) for each in sources if isinstance(each, Source))
    assert one.declarations[0] is not other.declarations[0]


class Evil:
    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return os.system, ("touch planted",)


@pytest.mark.parametrize(
    "content",
    [
        pickle.dumps(Evil()),
        pickle.dumps((Path("a"), [])),
        pickle.dumps(1),
        b"cnode\nNode\n.",
        b"cflowlang.syntax.nodes.node\nSpan.__init__\n.",
        b"",
    ],
)
def test_nothing_but_a_tree_is_made(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert trees._unpacked(zlib.compress(content)) is None
    assert trees._unpacked(content) is None
    assert not (tmp_path / "planted").exists()


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_many_files_are_parsed_in_two_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Apart | None] = []

    def noted(work: Any) -> Apart | None:
        begun.append(apart(work))
        return begun[-1]

    monkeypatch.setattr(trees, "apart", noted)
    monkeypatch.setattr(trees, "WORTH", 1)
    monkeypatch.setattr("flowlang.apart._threads", lambda: 1)
    paths = [tmp_path / f"{number}.flow" for number in range(7)]
    for number, path in enumerate(paths):
        path.write_text(f'list "{number}"\n' * (number % 3 + 1) + "list\n" * (number == 5))
    reader = TreeReader(keep=False)
    reader.prepare(paths)
    assert len(begun) == 1
    for path in paths:
        source = reader.read(path.resolve(), path.name)
        assert isinstance(source, Source)
        mine, alone = reader.parse(source), parse(source)
        assert plain(mine.declarations) == plain(alone.declarations)
        assert len(mine.diagnostics) == len(alone.diagnostics)
