"""The site has every page, and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flowlang.diagnostics.register import read_register
from flowlang.linting.pages import lint_pages
from website.highlighting import ConsoleLexer, FlowLexer
from website.pages import ROOT, assemble

_TREE = re.compile(r"```{toctree}\n(.*?)```", re.DOTALL)
_CODE = re.compile(r"^(`{3,}).*?^\1$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    assemble(folder)
    return folder


def test_every_page_is_in_the_navigation(site: Path) -> None:
    listed = set()
    for page in [site / "index.md", *site.rglob("*.md")]:
        for tree in re.findall(
            r"```{toctree}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL
        ):
            for line in filter(None, tree.splitlines()):
                if not line.startswith(":"):
                    listed |= {each.resolve() for each in page.parent.glob(f"{line}.md")}
    pages = {page.resolve() for page in site.rglob("*.md")}
    assert pages - listed == {(site / "index.md").resolve()}


def test_every_rule_has_a_page(site: Path) -> None:
    names = {page.stem for page in (site / "rules").iterdir()}
    assert names == set(read_register(lint_pages()))


def test_links_lead_somewhere(site: Path) -> None:
    lost: list[str] = []
    for page in site.rglob("*.md"):
        text = re.sub(
            r"^(`{3,}).*?^\1$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
        )
        for target in re.findall(r"\]\(([^)#\s]+)", text):
            is_here = target.startswith("http") or (page.parent / target).is_file()
            lost += [] if is_here else [f"{page.relative_to(site)}: {target}"]
    assert lost == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "stdlib").glob("*.flow")), ids=lambda each: each.stem
)
def test_scripts_keep_their_text_and_get_colours(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    pieces = list(FlowLexer().get_tokens_unprocessed(text))
    assert "".join(piece for _, _, piece in pieces) == text
    assert sum(str(kind) == "Token.Keyword" for _, kind, _ in pieces) >= 3


def test_what_is_typed_is_told_from_what_is_answered() -> None:
    text = "$ flowlang check .\nerror[unknown-field]: there is no field `x`\n"
    pieces = [(str(kind), piece) for _, kind, piece in ConsoleLexer().get_tokens_unprocessed(text)]
    assert pieces == [
        ("Token.Generic.Prompt", "$ "),
        ("Token.Name.Builtin", "flowlang check .\n"),
        ("Token.Generic.Error", "error[unknown-field]"),
        ("Token.Text", ": there is no field `x`\n"),
    ]
