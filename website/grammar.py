"""The page of the grammar: its comments as prose and examples, its rules with links among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from flowlang.resources import resource
from website.page import Page, flow_block

_SOURCE = "grammar/flowlang.lark"
_BANNER = re.compile(r"^// -{20,}\n// (.+)\n// -{20,}\n", re.MULTILINE)
_DEFINED = re.compile(r"^[?!]?(\w+)(?:\.\d+)?(?=:)", re.MULTILINE)
_PIECE = re.compile(
    r'(?P<text>"(?:\\.|[^"\\])*")|(?P<pattern>/(?:\\.|[^/\\\n])+/[a-z]*)|(?P<alias>-> *\w+)'
    r"|(?P<comment>//[^\n]*)|(?P<name>[A-Za-z_]\w*)|(?P<sign>[^\s\w])|(?P<blank>\s+)"
)
_COLOURS = {"text": "s2", "pattern": "sr", "alias": "nd", "comment": "c1", "sign": "o"}
"""The classes that Pygments gives to such pieces, so that they have its colours."""

_INTRODUCTION = """
It is [written for Lark](https://lark-parser.readthedocs.io/en/stable/grammar.html): a word in
quotes stands for itself, `[…]` may be left out, `*` is any number and `+` at least one, `|` is one
or the other, and `/…/` is a regular expression. `?` before a rule and `->` behind a line only say
how the tree looks. What the words mean is told in [the language](docs/language.md).
"""


def grammar_page() -> Page:
    """The whole grammar."""
    text = (resource("grammar") / "flowlang.lark").read_text(encoding="utf-8")
    names = set(_DEFINED.findall(text))
    head, *sections = _BANNER.split(text)
    pieces = ["# The grammar\n", *_paragraphs(head, names), _INTRODUCTION]
    for title, body in zip(sections[::2], sections[1::2], strict=True):
        pieces += [f"## {title}\n", *_paragraphs(body, names)]
    return Page("reference/grammar.md", "\n".join(pieces), "index.md", (_SOURCE, "grammar"))


def _paragraphs(text: str, names: set[str]) -> Iterator[str]:
    """What stands between empty lines: comments as prose or as examples, and rules."""
    for paragraph in text.strip("\n").split("\n\n"):
        lines = paragraph.splitlines()
        above = 0
        while above < len(lines) and lines[above].startswith("//"):
            above += 1
        comment = [line.removeprefix("//").removeprefix(" ") for line in lines[:above]]
        rules = "\n".join(lines[above:])
        if comment and (not rules or comment[-1].endswith(".")):
            yield "\n".join(comment) + "\n"
        elif comment:
            yield flow_block("\n".join(comment))
        if rules:
            yield f"```{{raw}} html\n{_rules(rules, names)}\n```\n"


def _rules(text: str, names: set[str]) -> str:
    defined = {match.start(1): match[1] for match in _DEFINED.finditer(text)}
    pieces = "".join(_piece(piece, defined, names) for piece in _PIECE.finditer(text))
    return f'<div class="highlight grammar"><pre>{pieces}</pre></div>'


def _piece(piece: re.Match[str], defined: dict[int, str], names: set[str]) -> str:
    text = escape(piece[0])
    if piece.start() in defined:
        return f'<span class="nf" id="{anchor(piece[0])}">{text}</span>'
    if piece["name"] in names:
        return f'<a href="#{anchor(piece[0])}">{text}</a>'
    colour = _COLOURS.get(piece.lastgroup or "")
    return f'<span class="{colour}">{text}</span>' if colour else text


def anchor(name: str) -> str:
    """Where on the page a rule or terminal stands: their cases tell rules from terminals."""
    return f"{'terminal' if name.isupper() else 'rule'}-{name.lower()}"
