"""Links of the finished site that lead nowhere, their places on a page included."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit


class _Page(HTMLParser):
    """What a page links to, and what on it can be linked to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take up what a tag links to and how it is called."""
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.links.add(value)
            elif name == "id" and value:
                self.places.add(value)


def dead_links(site: Path) -> Iterator[tuple[str, str]]:
    """Each page with each of its links that leads nowhere; links out of the site are not tried."""
    pages = {path: _Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    for path, page in pages.items():
        for link in sorted(page.links):
            if urlsplit(link).scheme or urlsplit(link).netloc:
                continue
            address, place = urldefrag(link)
            target = (path.parent / unquote(urlsplit(address).path)).resolve() if address else path
            there = pages.get(target)
            is_dead = place and there is not None and unquote(place) not in there.places
            if is_dead or not target.exists():
                yield path.relative_to(site).as_posix(), link
