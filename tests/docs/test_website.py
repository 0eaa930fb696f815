"""The site has every page in its navigation, links that lead somewhere, and colours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pygments.lexers import get_lexer_by_name

from flowlang.cli.main import COMMANDS
from flowlang.diagnostics.register import read_register
from flowlang.linting.pages import lint_pages
from flowlang.model.filters import Operator
from flowlang.model.project import Project
from flowlang.model.settings import SETTINGS, default_project, read_project
from flowlang.model.standard import StandardLibrary
from flowlang.pygments_lexer import FlowLexer
from website.console import ConsoleLexer
from website.links import dead_links
from website.page import ROOT, LostError, Page, told
from website.settings import example
from website.site import all_pages, assemble, made_pages, places_of

_TREE = re.compile(r"^```{toctree}\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    assemble(folder)
    return folder


def page(place: str) -> str:
    (found,) = (each.text for each in made_pages() if each.place == place)
    return found


def test_every_page_is_in_the_navigation_once(site: Path) -> None:
    listed = [
        line.removeprefix("/")
        for path in site.rglob("*.md")
        for tree in _TREE.findall(path.read_text(encoding="utf-8"))
        for line in tree.splitlines()
        if line and not line.startswith(":")
    ]
    there = [path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.md")]
    assert sorted(["index", *listed]) == sorted(there)


def test_every_page_of_the_docs_is_a_page_of_the_site(site: Path) -> None:
    for path in (ROOT / "docs").glob("*.md"):
        assert (site / path.name).exists()


def test_a_link_that_leads_nowhere_stops_the_site() -> None:
    pages = [*all_pages(), Page("lost.md", "[gone](nowhere.md)", "docs/lost.md")]
    with pytest.raises(LostError, match=r"docs/lost\.md: there is no page of `docs/nowhere\.md`"):
        told(pages[-1], places_of(pages))


def test_links_are_those_of_the_checkout() -> None:
    text = "[a](language.md#tests) [b](../stdlib/core.flow) ![c](shell.svg) "
    text += "`wait-in-executable` `main.flow`\n"
    text += "```flow filter\n[d](nowhere.md)\n```\n"
    a_page = Page("deep/page.md", text, "docs/page.md", (), {"main.flow": "deep/a.md#mainflow"})
    places = places_of([*all_pages(), a_page])
    assert told(a_page, places) == (
        "[a](../language.md#tests) [b](../library/core.md) ![c](../files/docs/shell.svg) "
        "[`wait-in-executable`](../rules/wait-in-executable.md) [`main.flow`](a.md#mainflow)\n"
        "```flow\n[d](nowhere.md)\n```\n"
    )
    assert places.copied == {"docs/shell.svg"}


def test_dead_links_of_the_finished_site_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<p id="here"><a href="b.html#there">b</a>', encoding="utf-8")
    text = (
        '<p id="there"><a href="a.html#gone">a</a><a href="c.html">c</a><a href="https://x">x</a>'
    )
    (tmp_path / "b.html").write_text(text, encoding="utf-8")
    assert list(dead_links(tmp_path)) == [("b.html", "a.html#gone"), ("b.html", "c.html")]


def test_every_rule_has_a_page_and_is_listed(site: Path) -> None:
    names = set(read_register(lint_pages()))
    pages = {path.stem for path in (site / "rules").iterdir()}
    assert pages - {"index"} == names
    assert set(re.findall(r"^\| \[`([a-z0-9-]+)`\]", page("rules/index.md"), re.MULTILINE)) == names


def test_every_module_has_a_page_on_which_everything_is_described(site: Path) -> None:
    names = StandardLibrary().names
    assert {f"std.{path.stem}" for path in (site / "library").iterdir()} == {"std.index", *names}
    for name in set(names) - {"std.core", "std.fields"}:
        text = page(f"library/{name.removeprefix('std.')}.md").split("```")[0]
        rows = [line for line in text.splitlines() if line.startswith("| `")]
        # A cell at the end of a row is what a thing is for.
        assert [row for row in rows if row.endswith("|  |")] == []


def test_every_command_and_operator_is_told() -> None:
    commands = re.findall(r"^## flowlang (\w+)$", page("reference/commands.md"), re.MULTILINE)
    assert commands == list(COMMANDS)
    glance = page("reference/glance.md")
    assert [each for each in Operator if f"| `{each.value}` |" not in glance] == []


def test_every_rule_of_the_grammar_can_be_linked_to() -> None:
    grammar = (ROOT / "grammar" / "flowlang.lark").read_text(encoding="utf-8")
    rules = re.findall(r"^[?!]?([a-z]\w*):", grammar, re.MULTILINE)
    told_of = re.findall(r'id="rule-(\w+)"', page("reference/grammar.md"))
    assert len(rules) > 100
    assert told_of == rules


def test_the_example_of_the_project_file_has_every_setting(tmp_path: Path) -> None:
    path = tmp_path / "flowlang.toml"
    path.write_text(example(), encoding="utf-8")
    project, problems = read_project(path, "flowlang.toml")
    assert problems == []
    same = [
        name
        for name in Project.__slots__
        if name not in ("root", "source")
        and getattr(project, name) == getattr(default_project(tmp_path), name)
    ]
    assert same == []
    assert len(Project.__slots__) - 2 == sum(len(settings) for settings in SETTINGS.values())


def test_the_project_file_of_the_reference_has_no_mistakes(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```toml\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    path = tmp_path / "flowlang.toml"
    path.write_text(block, encoding="utf-8")
    assert read_project(path, "flowlang.toml")[1] == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "stdlib").glob("*.flow")), ids=lambda each: each.stem
)
def test_scripts_keep_their_text_and_get_colours(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    pieces = list(FlowLexer().get_tokens_unprocessed(text))
    assert "".join(piece for _, _, piece in pieces) == text
    assert sum(str(kind) == "Token.Keyword" for _, kind, _ in pieces) >= 3


def coloured(text: str) -> dict[str, str]:
    return {
        piece: str(kind).removeprefix("Token.")
        for _, kind, piece in FlowLexer().get_tokens_unprocessed(text)
    }


def test_a_word_is_a_keyword_only_where_the_grammar_wants_it() -> None:
    pieces = coloured('email "Hello" { subject: "Hi {{lead.First Name}}" }  # said\n')
    assert pieces["email"] == "Keyword"
    assert pieces["{{lead.First Name}}"] == "Literal.String.Interpol"
    assert pieces["# said"] == "Comment"
    assert coloured("email is not empty")["email"] == "Name"


def test_parts_of_scripts_stand_below_each_other() -> None:
    pieces = coloured('country is "DE"\nmember of list "VIP"\n…\nwait 3 days\n')
    keywords = [piece for piece, kind in pieces.items() if kind == "Keyword"]
    assert keywords == ["is", "member", "of", "list", "wait"]


def test_pygments_finds_the_lexer_by_its_name() -> None:
    assert isinstance(get_lexer_by_name("flow"), FlowLexer)


def test_what_is_typed_is_told_from_what_is_answered() -> None:
    text = (
        "$ flowlang check \\\n    .\nerror[unknown-field]: there is no field `x`\n --> a.flow:1\n"
    )
    pieces = [(str(kind), piece) for _, kind, piece in ConsoleLexer().get_tokens_unprocessed(text)]
    assert pieces == [
        ("Token.Generic.Prompt", "$ "),
        ("Token.Name.Function", "flowlang check \\\n"),
        ("Token.Name.Function", "    .\n"),
        ("Token.Generic.Error", "error[unknown-field]"),
        ("Token.Text", ": there is no field `x`\n"),
        ("Token.Comment", " --> a.flow:1"),
        ("Token.Text", "\n"),
    ]
