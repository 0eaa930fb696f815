"""From text to the tree of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from lark import Lark, Token
from lark.exceptions import UnexpectedInput, UnexpectedToken

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.source import Source, Span
from flowlang.syntax import tables
from flowlang.syntax.builder import Builder
from flowlang.syntax.nodes.campaigns import CampaignDeclaration
from flowlang.syntax.nodes.declarations import (
    ActivityDeclaration,
    ChannelDeclaration,
    Declaration,
    FolderDeclaration,
    ProgramDeclaration,
    SegmentationDeclaration,
    TokenDeclaration,
    WorkspaceDeclaration,
)
from flowlang.syntax.nodes.file import Comment, File
from flowlang.syntax.nodes.filters import Filter
from flowlang.syntax.nodes.steps import Step
from flowlang.syntax.nodes.tests import Statement
from flowlang.syntax.nodes.values import Text, TokenReference
from flowlang.syntax.recovery import recover, take_as_name
from flowlang.syntax.slips import slips_in_text


class _EveryWord:
    """Lets words that are no keyword at their place be read as names, whole."""

    always_accept = ("NAME",)

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        """The tokens as they are."""
        return stream


@lru_cache(maxsize=1)
def lark_parser() -> Lark:
    """The one parser; it holds no state between texts."""
    return tables.load_parser(Builder(), _EveryWord())


def parse(source: Source) -> File:
    """The tree of a file; its mistakes are among the file's diagnostics, each told once."""
    try:
        return _file(source, _parse(source.text, "start"), [])
    except UnexpectedInput:
        return _file(source, *recover(lark_parser(), source, "start"))


def parse_words(source: Source) -> tuple[File, list[Token]]:
    """The tree of a file and its words in order, comments aside.

    The words of a file with syntax errors end where the first one stands.
    """
    # Lark leaves most of its interactive parser untyped.
    interactive: Any = lark_parser().parse_interactive(source.text, start="start")
    state = interactive.parser_state
    words: list[Token] = []
    try:
        for token in interactive.lexer_thread.lex(state):
            words.append(token)
            try:
                state.feed_token(token)
            except UnexpectedToken as problem:
                problem.interactive_parser = interactive
                if not take_as_name(problem):
                    raise
        return _file(source, interactive.feed_eof(), []), words
    except UnexpectedInput:
        return _file(source, *recover(lark_parser(), source, "start")), words


def _file(source: Source, declarations: list[Declaration], diagnostics: list[Diagnostic]) -> File:
    """A file with its comments and docs, and with the slips that no parser sees."""
    comments = _comments(source.text)
    _give_docs(source.text, comments, declarations)
    diagnostics.extend(slips_in_text(source, comments, diagnostics))
    return File(source, declarations, comments, diagnostics)


def parse_filter(source: Source) -> tuple[Filter | None, list[Diagnostic]]:
    """The tree of a text that is one filter, None where it is none, and its mistakes."""
    if not source.text.strip():
        return None, [
            Diagnostic(
                "syntax-error",
                "the filter is empty",
                source,
                Span(0, len(source.text)),
                help='write a filter such as `country is "DE"`, or `everyone`',
            )
        ]
    return _parse_alone(source, "lone_filter")


def parse_steps(source: Source) -> tuple[list[Step] | None, list[Diagnostic]]:
    """The trees of flow steps that stand in no campaign, None where they are none."""
    return _parse_alone(source, "steps")


def parse_statements(source: Source) -> tuple[list[Statement] | None, list[Diagnostic]]:
    """The trees of statements that stand in no test, None where they are none."""
    return _parse_alone(source, "statements")


def parse_phrase(source: Source) -> tuple[Text | TokenReference | None, list[Diagnostic]]:
    """The tree of a text in quotes or of a token alone, None where it is neither."""
    return _parse_alone(source, "phrase")


def _parse_alone(source: Source, start: str) -> tuple[Any, list[Diagnostic]]:
    """The tree of a text that is one thing, None where it is not, and its mistakes."""
    try:
        tree: Any = _parse(source.text, start)
        diagnostics: list[Diagnostic] = []
    except UnexpectedInput:
        _, diagnostics = recover(lark_parser(), source, start)
        tree = None
    diagnostics.extend(slips_in_text(source, _comments(source.text), diagnostics))
    return tree, diagnostics


def _parse(text: str, start: str) -> Any:
    return lark_parser().parse(text, start=start, on_error=take_as_name)


_STRING_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"|`[^`\n]*`|(?P<comment>#[^\r\n]*)', re.DOTALL
)


def _comments(text: str) -> list[Comment]:
    """All comments of a text, in order; `#` inside strings and names is none."""
    return [
        Comment(match.start(), match.end(), match.group())
        for match in _STRING_OR_COMMENT.finditer(text)
        if match.lastgroup
    ]


def _give_docs(text: str, comments: list[Comment], declarations: list[Declaration]) -> None:
    """Hand each run of doc comments to the declaration that follows it."""
    runs: dict[int, list[str]] = {}
    lines: list[str] = []
    expected = -1
    for comment in comments:
        if comment.start != expected:
            lines = []
        if comment.is_doc:
            lines.append(comment.text[2:].strip())
        expected = _next_character(text, comment.end)
        if lines:
            runs[expected] = lines
    if runs:
        for declaration in all_declarations(declarations):
            if declaration.start in runs:
                declaration.doc = "\n".join(runs[declaration.start])


def _next_character(text: str, start: int) -> int:
    """The offset of the first character from `start` on that is no blank."""
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def all_declarations(declarations: Iterable[Declaration]) -> Iterator[Declaration]:
    """Declarations at every depth."""
    for declaration in declarations:
        yield declaration
        match declaration:
            case ProgramDeclaration() | FolderDeclaration() | WorkspaceDeclaration():
                yield from all_declarations(declaration.body)
            case CampaignDeclaration():
                yield from (
                    part for part in declaration.parts if isinstance(part, TokenDeclaration)
                )
            case ActivityDeclaration():
                yield from declaration.attributes
            case ChannelDeclaration():
                yield from declaration.statuses
            case SegmentationDeclaration():
                yield from declaration.segments
            case _:
                pass
