"""A script with places to speak of."""

from __future__ import annotations

from flowlang.source import Source, Span


def source(text: str, name: str = "campaigns/a.flow") -> Source:
    """A source that is in no file."""
    return Source(name, text)


def span(source: Source, part: str) -> Span:
    """Where a part of the text stands for the first time."""
    start = source.text.index(part)
    return Span(start, start + len(part))
