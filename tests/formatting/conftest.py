"""What a formatted text must be, whatever it was before; seen without the formatter's own eyes."""

from __future__ import annotations

import re
from collections import Counter

from flowlang.formatting import format_source
from flowlang.source import Source

PIECE = re.compile(
    r'"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"|`[^`\n]*`|(?P<comment>#[^\r\n]*)|[^\s\ufeff]',
    re.DOTALL,
)


def pieces(text: str) -> list[str]:
    """The comments, the texts in quotes, and every other character that is no blank."""
    return [
        match.group().rstrip() if match["comment"] else match.group()
        for match in PIECE.finditer(text)
    ]


def ends_line(text: str) -> list[bool]:
    """For each comment whether something stands before it in its line."""
    found = []
    end = 0
    for match in PIECE.finditer(text):
        if match["comment"]:
            found.append(end > 0 and "\n" not in text[end : match.start()])
        end = match.end()
    return found


def formatted(text: str, width: int = 100) -> str:
    """The text in its canonical layout, which must be one that says the same and is stable."""
    done = format_source(Source("test.flow", text), width)
    assert [each.message for each in done.diagnostics] == []
    assert done.refusal is None
    again = format_source(Source("test.flow", done.text), width)
    assert again.is_formatted
    assert again.text == done.text
    return done.text


def check_layout(before: str, after: str, width: int) -> None:
    """That a formatted text has the same pieces, and lines as they should be."""
    if pieces(before) != pieces(after):
        assert re.search(r"\bcampaign\b", after), "only parts of campaigns may move"
        assert Counter(pieces(before)) == Counter(pieces(after))
    outside = PIECE.sub(lambda match: "x" * len(match.group()), after)
    if "\r\n" in outside:
        assert outside.count("\r\n") == outside.count("\n"), "line ends are mixed"
        after = after.replace("\r\n", "\n")
        outside = PIECE.sub(lambda match: "x" * len(match.group()), after)
    lines = outside.split("\n")
    assert not any(line != line.rstrip() for line in lines)
    assert "\n\n\n" not in outside
    assert not outside.startswith("\n")
    assert not outside.endswith("\n\n")
    assert "\t" not in outside
    start = 0
    for line in lines:
        shown = after[start : start + len(line)]
        start += len(line) + 1
        if len(line) > width and "\n" not in shown:
            assert could_not_be_broken(shown, width), shown


def could_not_be_broken(line: str, width: int) -> bool:
    """Whether a long line is so for a comment or for a word that is too long itself."""
    found = pieces(line)
    if found[-1].startswith("#"):
        line = line[: line.rindex(found[-1])].rstrip()
    if len(line) <= width:
        return True
    indent = len(line) - len(line.lstrip())
    # `not` stays with what it negates.
    line = re.sub(r"\b(not|and|or) (?=\S)", r"\1_", line)
    words = re.findall(r'"(?:\\.|[^"\\])*"|`[^`]*`|\{\{[^}]*\}\}|[^\s"`{]+', line)
    longest = max(len(each) for each in words)
    return indent + longest + len("picklist(),") > width
