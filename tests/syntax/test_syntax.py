"""The parser: the whole language, exact places, every comment, every mistake once."""

from __future__ import annotations

import inspect
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lark import Lark

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.model.load import load
from flowlang.source import Source
from flowlang.syntax import tables
from flowlang.syntax.nodes.declarations import ProgramDeclaration
from flowlang.syntax.nodes.file import File
from flowlang.syntax.nodes.filters import Junction
from flowlang.syntax.nodes.node import Node
from flowlang.syntax.nodes.values import TextPart
from flowlang.syntax.parser import parse, parse_filter
from tests.harness import Document, compare, documents

HERE = Path(__file__).parent
EVERYTHING = (HERE / "everything.flow").read_text(encoding="utf-8")
DOCUMENTS = list(documents(*sorted((HERE / "documents").glob("*.txt"))))
WORD = re.compile(
    r'"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"|`[^`\n]*`|#[^\n]*|\{\{[^{}\n]*\}\}'
    r"|\d{4}-\d{2}-\d{2}(?:T[\d:]+(?:[+-]\d{2}:\d{2})?)?|\d{2}:\d{2}(?::\d{2})?|[\d.]+ ?%"
    r"|[+-]\d[\d.]*|(?<=[a-z] )=-?\d+|(?<== )=\d+|[\d.]+|[A-Za-z_]\w*|>=|<=|\S",
    re.DOTALL,
)


def read(text: str) -> File:
    return parse(Source("test.flow", text))


def slots(node: Node) -> Iterator[tuple[str, object]]:
    for kind in reversed(type(node).__mro__):
        for name in getattr(kind, "__slots__", ()):
            if name not in ("start", "end"):
                yield name, getattr(node, name)


def children(node: Node) -> Iterator[Node]:
    for _, value in slots(node):
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Node):
                yield each


def everything(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from everything(child)


def shape(value: object) -> object:
    """A tree without its places."""
    if isinstance(value, Node):
        return [type(value).__name__, *(shape(each) for _, each in slots(value))]
    return [shape(each) for each in value] if isinstance(value, list) else value


def test_the_grammar_is_free_of_conflicts() -> None:
    Lark(
        tables.grammar_text(),
        parser="lalr",
        lexer="contextual",
        strict=True,
        start=tables.START_RULES,
        keep_all_tokens=True,
        maybe_placeholders=True,
    )


def test_everything_can_be_read() -> None:
    file = read(EVERYTHING)
    assert [(each.message, file.source.slice(each.span)) for each in file.diagnostics] == []


def test_every_class_of_node_is_met() -> None:
    met = {
        type(node).__name__ for each in read(EVERYTHING).declarations for node in everything(each)
    }
    known = set()
    for path in (HERE.parents[1] / "flowlang" / "syntax" / "nodes").glob("*.py"):
        known |= set(re.findall(r"^class (\w+)\(", path.read_text(), re.MULTILINE))
    bases = {"Declaration", "Filter", "Step", "Part", "Statement", "File", "Comment"}
    assert known - met - bases == set()


def test_a_comment_may_stand_between_every_two_words() -> None:
    words = WORD.findall(EVERYTHING.replace("## Everything that can be written, once.", ""))
    spread = " # between\n".join(word for word in words if not word.startswith("#"))
    plain, commented = read(EVERYTHING), read(spread)
    assert [(each.message, spread[each.span.start :][:60]) for each in commented.diagnostics] == []
    plain.declarations[0].doc = None
    assert shape(commented.declarations) == shape(plain.declarations)
    assert len(commented.comments) == spread.count("# between")


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_places_are_exact(ends: str) -> None:
    text = EVERYTHING.replace("\n", ends)
    file = read(text)
    for declaration in file.declarations:
        for node in everything(declaration):
            assert 0 <= node.start <= node.end <= len(text)
            piece = text[node.start : node.end]
            if not isinstance(node, TextPart):
                assert piece == piece.strip()
            within = list(children(node))
            assert all(node.start <= each.start <= each.end <= node.end for each in within)
            written = [getattr(node, name) for name in inspect.signature(type(node)).parameters]
            flat = [x for each in written for x in (each if isinstance(each, list) else [each])]
            starts = [each.start for each in flat if isinstance(each, Node)]
            # The words between filters are kept beside them.
            assert starts == sorted(starts) or isinstance(node, Junction)
            name = getattr(node, "text", None)
            if isinstance(name, str) and type(node).__name__ in ("Number", "Date", "Time"):
                assert piece == name


def test_all_comments_are_kept_and_docs_belong_to_what_follows() -> None:
    text = '# one\n## doc\n## more\nlist "A" # two\n## inside\nprogram "P" { ## own\n'
    text += 'list "B" } # "x\n'
    file = read(text)
    assert [each.text for each in file.comments] == [
        "# one", "## doc", "## more", "# two", "## inside", "## own", '# "x',
    ]  # fmt: skip
    first, second = file.declarations
    assert isinstance(second, ProgramDeclaration)
    assert (first.doc, second.doc, second.body[0].doc) == ("doc\nmore", "inside", "own")


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment", '\ufefflist "A"'])
def test_files_with_little_in_them(text: str) -> None:
    assert read(text).diagnostics == []


def test_words_are_names_where_only_names_fit() -> None:
    text = "\n".join(f"field {word}: string" for word in ("email", "list", "test", "is", "to"))
    text += '\nsmart list "S" { email is "x" and list is "x" and test is "x" and is is "x" }'
    assert read(text).diagnostics == []


def test_keywords_are_whole_words() -> None:
    assert read('lists "A"').diagnostics
    assert read('batch campaign "A" { flow { addto list "L" } }').diagnostics


def test_a_filter_alone() -> None:
    tree, problems = parse_filter(Source("--where", 'country is "DE" and lead_score > 5'))
    assert tree is not None
    assert problems == []
    tree, problems = parse_filter(Source("--where", "country ="))
    assert tree is None
    assert len(problems) == 1


def test_tables_that_fit_no_grammar_are_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grammar = tables.grammar_text()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    shipped = tmp_path / "grammar"
    shipped.mkdir()
    (shipped / "flowlang.lark").write_text(grammar + "\n// changed\n")
    (shipped / "flowlang.tables").write_bytes(tables.build(grammar))
    monkeypatch.setattr(tables, "resource", lambda folder: tmp_path / folder)
    from flowlang.syntax.builder import Builder
    from flowlang.syntax.parser import _EveryWord

    parser = tables.load_parser(Builder(), _EveryWord())
    assert str(parser.parse('list "A"', start="start")).count("ListDeclaration") == 1
    [kept] = (tmp_path / "flowlang" / "tables").iterdir()
    kept.write_bytes(b"broken")
    assert tables.load_parser(Builder(), _EveryWord()) is not None
    assert kept.read_bytes() != b"broken"


def diagnose(folder: Path) -> list[Diagnostic]:
    return [each for instance in load([folder]).instances for each in instance.diagnostics]


@pytest.mark.parametrize(
    "document",
    [each for each in DOCUMENTS if each.title.startswith("recovery")],
    ids=lambda document: document.title,
)
def test_recovery(document: Document, tmp_path: Path) -> None:
    assert compare(document, tmp_path, diagnose) == []


def syntax_only(folder: Path) -> list[Diagnostic]:
    return [each for each in diagnose(folder) if each.rule == "syntax-error"]


@pytest.mark.parametrize(
    "document",
    [each for each in DOCUMENTS if each.title.startswith("slips")],
    ids=lambda document: document.title,
)
def test_slips(document: Document, tmp_path: Path) -> None:
    assert compare(document, tmp_path, syntax_only) == []


@pytest.mark.parametrize("seed", range(60))
def test_nothing_that_is_typed_breaks_the_parser(seed: int) -> None:
    chance = random.Random(seed)
    text = EVERYTHING
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text))
        kind = chance.randrange(4)
        if kind == 0:
            text = text[:at] + text[at + chance.randint(1, 12) :]
        elif kind == 1:
            text = (
                text[:at]
                + chance.choice(["{", "}", '"', "(", "`", "{{", "=", "x ", "#"])
                + text[at:]
            )
        elif kind == 2:
            text = text[: max(at, 40)]
        else:
            other = chance.randrange(len(text))
            text = text[:at] + text[other : other + 30] + text[at:]
    file = read(text)
    for each in file.diagnostics:
        assert 0 <= each.span.start <= each.span.end <= len(text)
        assert each.message
    assert len(file.diagnostics) < 40
