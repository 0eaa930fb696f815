"""The walks through the code are walks through this code: files, excerpts, and no stop left out."""

from __future__ import annotations

import re

import pytest

from tests.docs.replay import BLOCK, ROOT

PAGE = ROOT / "docs" / "extending.md"
TEXT = PAGE.read_text(encoding="utf-8")
PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*)`|`(\w+\.(?:md|py|toml))`")
EXCERPTS = [
    (title[1], block["body"])
    for block in BLOCK.finditer(TEXT)
    if block["kind"] and (title := re.search(r'title="([^"]*)"', block["more"]))
]


def test_the_files_exist() -> None:
    named = {first or second for first, second in PATH.findall(TEXT)}
    assert len(named) > 20
    assert [each for each in sorted(named) if not (ROOT / each).exists()] == []


@pytest.mark.parametrize(("path", "excerpt"), EXCERPTS, ids=[path for path, _ in EXCERPTS])
def test_an_excerpt_is_what_stands_there(path: str, excerpt: str) -> None:
    assert excerpt in (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("begin", "end", "names"),
    [
        ("## A step", "## A filter", r"\bCreateTask\b|create task|create_task"),
        ("## A filter", "## A rule", r"\b(?:MemberOf|In)Campaign\b|member of campaign"),
    ],
)
def test_no_file_is_left_out_of_a_walk(begin: str, end: str, names: str) -> None:
    part = TEXT.split(f"\n{begin}\n")[1].split(f"\n{end}\n")[0]
    shown = {first or second for first, second in PATH.findall(part)}
    shown |= set(re.findall(r'title="([^"]*)"', part))
    # Scripts and pages use the language; they do not make it.
    places = ("flowlang", "grammar", "tests/reference", "tests/differential")
    files = [each for place in places for each in (ROOT / place).rglob("*.*")]
    made = {
        str(each.relative_to(ROOT))
        for each in (*files, ROOT / "stdlib" / "core.flow")
        if each.suffix in {".py", ".lark", ".flow"} and re.search(names, each.read_text("utf-8"))
    }
    assert made <= shown
