"""Braces that are missing or too many, found by indentation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flowlang.diagnostics.diagnostic import Diagnostic, Related
from flowlang.source import Source, Span

CLOSED = r'"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"|`[^`\n]*`|#[^\n]*|\{\{[^{}\n]*\}\}'
_PIECE = re.compile(rf'{CLOSED}|["`][^\n]*|[^\s"`#]', re.DOTALL)
_PIECE_IN_QUOTES = re.compile(rf'{CLOSED}|[^\s"`#]|["`]', re.DOTALL)
"""What a text that is never closed swallows: its line, or nothing."""


@dataclass(slots=True)
class _Open:
    """An open brace: where it stands, how far its line is indented, and which line that is."""

    offset: int
    indent: int
    line: int


def quotes_swallow(text: str) -> bool:
    """Whether a text that is never closed goes on to the end of its line, braces and all."""
    return _is_balanced(text, _PIECE) or not _is_balanced(text, _PIECE_IN_QUOTES)


def balance(source: Source) -> tuple[str, list[Diagnostic]]:
    """The text with every brace closed, of the same length but for its end, and what was wrong.

    A missing brace takes the place of a blank behind the last word of its block, so that all
    offsets stay what they are.
    """
    text = source.text
    if _is_balanced(text, _PIECE) or _is_balanced(text, _PIECE_IN_QUOTES):
        return text, []
    stack: list[_Open] = []
    edits: list[tuple[int, str]] = []
    diagnostics: list[Diagnostic] = []
    last_end = 0
    last_line = 0

    def close(opened: _Open) -> None:
        edits.append((last_end, "}"))
        diagnostics.append(_missing(source, last_end, opened))

    for match in _PIECE.finditer(text):
        piece = match.group()
        if piece.startswith("#"):
            continue
        line, column = source.position(match.start())
        if line != last_line:
            indent = column - 1
            while stack and stack[-1].line < line:
                top = stack[-1]
                if indent > top.indent or (piece == "}" and indent == top.indent):
                    break
                close(stack.pop())
            last_line = line
        if piece == "{":
            start = source.line_text(line)
            stack.append(_Open(match.start(), len(start) - len(start.lstrip()), line))
        elif piece == "}":
            if stack:
                stack.pop()
            else:
                edits.append((match.start(), " "))
                diagnostics.append(_surplus(source, match.start()))
        last_end = match.end()
        last_line += piece.count("\n")
    for opened in reversed(stack):
        close(opened)
    return _apply(text, edits), diagnostics


def _is_balanced(text: str, pieces: re.Pattern[str]) -> bool:
    depth = 0
    for match in pieces.finditer(text):
        piece = match.group()
        depth += (piece == "{") - (piece == "}")
        if depth < 0:
            return False
    return depth == 0


def _apply(text: str, edits: list[tuple[int, str]]) -> str:
    characters = list(text)
    behind: list[str] = []
    for offset, character in edits:
        if character == " ":
            characters[offset] = character
            continue
        while offset < len(characters) and characters[offset] == "}":
            offset += 1
        if offset < len(characters) and characters[offset].isspace():
            characters[offset] = character
        else:
            behind.append(character)
    return "".join(characters + behind)


def _missing(source: Source, offset: int, opened: _Open) -> Diagnostic:
    return Diagnostic(
        "syntax-error",
        "a closing brace `}` is missing",
        source,
        Span(max(offset - 1, 0), offset),
        label="after this",
        help="add a `}` that closes the block",
        related=(
            Related("this brace is never closed", source, Span(opened.offset, opened.offset + 1)),
        ),
    )


def _surplus(source: Source, offset: int) -> Diagnostic:
    return Diagnostic(
        "syntax-error",
        "this `}` closes nothing",
        source,
        Span(offset, offset + 1),
        help="delete it, or look for a block above that is closed too early",
    )
