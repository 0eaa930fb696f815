"""Pages of the site, and where the files of the checkout are found in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import dirname, join, normpath, relpath

ROOT = Path(__file__).parents[1]

_LINK = re.compile(r"(?<=\]\()([^)#\s]+)(#[^)\s]*)?(?=\))")
_FENCE = re.compile(r"(`{3,})(\w*)(?: [^\n]*)?\n")
_TITLE = re.compile(r'title="([^"]*)"')
_CODE = re.compile(r"(?<![\[`])`([^`\n]+)`(?![\]`])")
_HIDDEN = re.compile(r"^<!-- .*? -->\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its place in the site, its text in Markdown, and where it comes from.

    Links in the text are those of the checkout, seen from the file `origin`; a page that is
    made from code is found by whoever links to one of its `sources`. `names` are code that
    leads somewhere on this page, with the places.
    """

    place: str
    text: str
    origin: str
    sources: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


class LostError(Exception):
    """A link that leads nowhere; a mistake of the project's."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the files and folders of the checkout are found in the site.

    `pages` are places of pages by path in the checkout, `rules` those of rules by name;
    whatever else is linked to gets a copy in the site, and is kept in `copied`.
    """

    pages: dict[str, str]
    rules: dict[str, str]
    copied: set[str]

    def of(self, path: str, page: Page) -> str:
        """The place of a file or folder; raises `LostError` where there is none."""
        if path in self.pages:
            return self.pages[path]
        if not (ROOT / path).is_file():
            raise LostError(f"{page.origin}: there is no page of `{path}`, and no such file")
        self.copied.add(path)
        return f"files/{path}"


def told(page: Page, places: Places) -> str:
    """The text of a page as the site wants it: links that hold there, and blocks with titles."""
    home = dirname(page.place)

    def lead(link: re.Match[str]) -> str:
        target, anchor = link[1], link[2] or ""
        if ":" in target:
            return link[0]
        path = normpath(join(dirname(page.origin), target))
        return relpath(places.of(path, page), home or ".") + anchor

    def name(code: re.Match[str]) -> str:
        place = page.names.get(code[1]) or places.rules.get(code[1])
        if place is None or place == page.place:
            return code[0]
        return f"[{code[0]}]({relpath(place, home or '.')})"

    return "".join(
        _block(part) if is_code else _prose(part, lead, name)
        for is_code, part in _by_fences(page.text)
    )


def _prose(text: str, *changes: Callable[[re.Match[str]], str]) -> str:
    lead, name = changes
    text = _LINK.sub(lead, _HIDDEN.sub("", text))
    lines = text.splitlines(keepends=True)
    return "".join(line if line.startswith("#") else _CODE.sub(name, line) for line in lines)


def _block(text: str) -> str:
    """A block of code with its title as a caption; other words in its head are for tests."""
    opening = _FENCE.match(text)
    title = _TITLE.search(text.split("\n", 1)[0])
    if opening is None:
        return text
    head, rest = f"{opening[1]}{opening[2]}\n", text[opening.end() :]
    if title is not None:
        head = f"{opening[1]}{{code-block}} {opening[2]}\n:caption: {title[1]}\n\n"
    return head + rest


def _by_fences(text: str) -> Iterator[tuple[bool, str]]:
    """A text in parts, in order: whether it is a block of code, and what stands there."""
    fence, part = "", ""
    for line in text.splitlines(keepends=True):
        opening = _FENCE.match(line)
        if not fence and opening is not None:
            yield False, part
            fence, part = opening[1], line
        elif fence and line.rstrip() == fence:
            yield True, part + line
            fence, part = "", ""
        else:
            part += line
    yield bool(fence), part


def cell(text: str) -> str:
    """A text as a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def flow_block(text: str, caption: str | None = None, language: str = "flow") -> str:
    """A block of code, which may hold such blocks itself."""
    title = "" if caption is None else f' title="{caption}"'
    return f"````{language}{title}\n{text.strip(chr(10))}\n````\n"
