"""What stands in a script, put into one line, and where it stands."""

from __future__ import annotations

import re

from flowlang.source import Source, Span
from flowlang.style import plain
from flowlang.trace.story import Place

_PIECES = re.compile(
    r'"""[\s\S]*?"""'  # a text over several lines
    r'|"(?:\\.|[^"\\\n])*"'
    r"|`[^`\n]*`"
    r"|\{\{[^}\n]*\}\}"
    r"|(?:\s|\#[^\n]*)+"  # blanks and comments
)


def written(source: Source, span: Span) -> str:
    """What stands in the source in one line, without comments; texts as they are."""
    text = _PIECES.sub(lambda piece: piece[0] if piece[0][0] in '"`{' else " ", source.slice(span))
    return plain(text.strip())


def place(source: Source, span: Span) -> Place:
    """Where something begins."""
    return Place(source.name, source.position(span.start).line)
