"""The layout, shown: before, and what it becomes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flowlang.formatting import format_source, format_text
from flowlang.formatting.statements import LAYOUTS
from flowlang.source import Source
from flowlang.syntax.nodes.filters import Filter
from flowlang.syntax.nodes.node import Node
from flowlang.syntax.parser import parse
from tests.formatting.conftest import check_layout, formatted

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    document.split("\n", 1)
    for path in sorted((Path(__file__).parent / "documents").glob("*.txt"))
    for document in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
]


@pytest.mark.parametrize(("title", "text"), DOCUMENTS, ids=[each[0] for each in DOCUMENTS])
def test_layout(title: str, text: str) -> None:
    before, after = text.split("--- becomes\n")
    assert formatted(before) == after
    check_layout(before, after, 100)


def test_every_class_of_node_has_a_layout() -> None:
    laid_out = {kind.__name__ for kind in LAYOUTS}
    within = {"Comment", "File", "TypeReference", "CaseRow", "Recipient", "Happening", "Window"}
    within |= {"Declaration", "Part", "Step", "Statement"}
    for path in (ROOT / "flowlang" / "syntax" / "nodes").glob("*.py"):
        if path.stem not in ("values", "filters"):
            names = re.findall(r"^class (\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
            assert set(names) - laid_out - within == set(), path.name
    assert not any(issubclass(kind, Filter) for kind in LAYOUTS)
    assert all(issubclass(kind, Node) for kind in LAYOUTS)


def test_line_ends_are_those_of_the_first_line() -> None:
    assert format_text('list "A"\r\n\r\n\r\nlist "B" # x\n') == 'list "A"\r\n\r\nlist "B"  # x\r\n'
    assert format_text('list "A"\nlist "B"\r\n') == 'list "A"\nlist "B"\n'
    html = 'token a: rich text = """x\ny\r\n"""'
    assert format_text(f"{html}\r\n") == f"{html}\r\n"
    assert format_text(html) == f"{html}\n"


@pytest.mark.parametrize("text", ["", "\n\n", " \t", "\ufeff", "\r\n"])
def test_nothing_becomes_nothing(text: str) -> None:
    assert format_text(text) == ""


def test_only_comments() -> None:
    assert format_text("\n\n# a\n\n\n\t## b  \n#c") == "# a\n\n## b\n#c\n"


def test_marks_and_blanks_of_editors_go() -> None:
    assert format_text('\ufefflist\t"A"\u00a0\f') == 'list "A"\n'


def test_a_text_with_mistakes_is_given_back() -> None:
    text = 'list "A\nlist   "B"'
    assert format_text(text) == text
    done = format_source(Source("x", text))
    assert not done.is_formatted
    assert [each.rule for each in done.diagnostics] == ["syntax-error"]


def test_a_narrow_width() -> None:
    assert format_text('smart list "S" { a is "x" and b is "y" }', 20) == (
        'smart list "S" {\n  a is "x"\n  and b is "y"\n}\n'
    )


@pytest.mark.parametrize("inside", ["(" * 400 + "everyone" + ")" * 400, "not " * 500 + "everyone"])
def test_what_is_nested_too_deeply_is_refused_or_kept(inside: str) -> None:
    text = f'smart list "S" {{ {inside} }}'
    assert parse(Source("x", text)).diagnostics == []
    done = format_source(Source("x", text))
    if done.refusal is None:
        check_layout(text, done.text, 100)
    else:
        assert (done.refusal, done.text) == ("it is nested too deeply", text)
