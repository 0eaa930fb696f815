"""All pages of the site, and the tree that Sphinx is given."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from website.commands import commands_page
from website.grammar import grammar_page
from website.library import library_pages
from website.navigation import contents, toctree
from website.page import ROOT, Page, Places, flow_block, told
from website.rules import rule_pages
from website.settings import settings_page
from website.words import words_page

_OTHERS = {
    "website/index.md": "index.md",
    "examples/README.md": "examples/index.md",
    "benchmarks/README.md": "benchmarks.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
}
"""Pages outside of `docs`, and their places."""

_LANGUAGES = {".flow": "flow", ".toml": "toml", ".py": "python", ".html": "html"}
"""The files of examples that are shown, and what they are written in."""


def all_pages() -> list[Page]:
    """Every page, those that are made from code among them."""
    made = [*made_pages(), *_examples()]
    return [*_written(), *made]


def made_pages() -> Iterator[Page]:
    """The pages that are made from code."""
    yield words_page()
    yield commands_page()
    yield settings_page()
    yield grammar_page()
    yield from _with_contents(rule_pages())
    yield from _with_contents(library_pages())


def assemble(folder: Path) -> None:
    """Write the tree that Sphinx is given; raises `LostError` for a link that leads nowhere."""
    pages = all_pages()
    places = places_of(pages)
    shutil.rmtree(folder, ignore_errors=True)
    for page in pages:
        text = told(page, places)
        if page.place == "index.md":
            text += "".join(contents())
        path = folder / page.place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in places.copied:
        path = folder / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, path)


def places_of(pages: list[Page]) -> Places:
    """Where everything is found."""
    found = {path: page.place for page in pages for path in (page.origin, *page.sources)}
    found["index.md"] = "index.md"
    rules = {
        Path(page.place).stem: page.place
        for page in pages
        if page.place.startswith("rules/") and page.place != "rules/index.md"
    }
    return Places(found, rules, set())


def _written() -> Iterator[Page]:
    for path in sorted((ROOT / "docs").glob("*.md")):
        yield Page(path.name, path.read_text(encoding="utf-8"), f"docs/{path.name}")
    for origin, place in _OTHERS.items():
        path = ROOT / origin
        if path.exists():
            folder = path.parent.relative_to(ROOT).as_posix()
            yield Page(place, path.read_text(encoding="utf-8"), origin, (folder,))


def _examples() -> Iterator[Page]:
    """The story of each example, and below it the scripts."""
    for path in sorted((ROOT / "examples").glob("*/README.md")):
        example, name = path.parent, path.parent.name
        text = path.read_text(encoding="utf-8")
        text += f"\nThe scripts of this example: [{name}/](scripts.md)\n"
        text += toctree([f"examples/{name}/scripts"])
        origin, scripts = f"examples/{name}/README.md", f"examples/{name}/scripts.md"
        files = {
            file.relative_to(example).as_posix(): file.read_text(encoding="utf-8")
            for file in sorted(example.rglob("*"))
            if file.suffix in _LANGUAGES
        }
        # Headings have such anchors on pages: letters, digits, and no other signs than `-` and `_`.
        names = {file: f"{scripts}#{re.sub(r'[^a-z0-9_-]', '', file.lower())}" for file in files}
        yield Page(f"examples/{name}.md", text, origin, (f"examples/{name}",), names)
        yield Page(scripts, _scripts(name, files), scripts)


def _scripts(name: str, files: Mapping[str, str]) -> str:
    shown = (
        f"## {file}\n\n{flow_block(text, language=_LANGUAGES[Path(file).suffix])}"
        for file, text in files.items()
    )
    return f"# Scripts of {name}\n\n" + "\n".join(shown)


def _with_contents(pages: list[Page]) -> Iterator[Page]:
    """Pages of which the first has the others below it."""
    first, *others = pages
    listed = toctree([each.place.removesuffix(".md") for each in others])
    yield replace(first, text=f"{first.text}\n{listed}")
    yield from others
