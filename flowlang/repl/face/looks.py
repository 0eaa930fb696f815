"""How entries look while they are typed, and what is offered below them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.formatted_text.utils import split_lines
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.styles import Style

from flowlang.style import plain

if TYPE_CHECKING:
    from flowlang.repl.session import Session

LOOKS = Style.from_dict(
    {
        "prompt": "bold ansigreen",
        "more": "ansigray",
        "keyword": "bold ansiblue",
        "name": "",
        "string": "ansigreen",
        "number": "ansimagenta",
        "comment": "italic ansigray",
        "token": "ansicyan",
        "command": "bold ansiyellow",
        "auto-suggestion": "ansigray",
        "matching-bracket.cursor": "bold underline",
        "matching-bracket.other": "bold underline",
        "bottom-toolbar": "noreverse bg:ansiblack ansigray",
        "bottom-toolbar.strong": "bold ansiwhite",
        "bottom-toolbar.trial": "bold ansiyellow",
        "completion-menu": "bg:#303030 #d0d0d0",
        "completion-menu.completion.current": "noreverse bg:#005f87 #ffffff bold",
        "completion-menu.meta.completion": "bg:#262626 #909090",
        "completion-menu.meta.completion.current": "bg:#004f70 #ffffff",
    }
)
"""The colours; eight of them are those of the terminal."""


class EntryLexer(Lexer):
    """Colours from the lexer that reads scripts."""

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """The pieces of each line."""
        text = document.text
        if not text.strip():
            return lambda line: [("", document.lines[line] if line < len(document.lines) else "")]
        from flowlang.repl.highlighting import pieces_of

        pieces: StyleAndTextTuples = [
            (f"class:{look}" if look else "", piece) for look, piece in pieces_of(text)
        ]
        lines = list(split_lines(pieces))
        return lambda line: lines[line] if line < len(lines) else []


class Offering(Completer):
    """What can be typed, once the session has begun."""

    def __init__(self, session: Callable[[], Session | None]) -> None:
        self._session = session

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """The candidates, each with what it is."""
        session = self._session()
        if session is None:
            return
        from flowlang.repl.offering import candidates

        text, cursor = document.text, document.cursor_position
        found = candidates(session, text, cursor)
        if len(found) == 1 and found[0].text == text[found[0].start : cursor]:
            # It has been typed already, and nothing else can be meant.
            return
        for each in found:
            yield Completion(
                each.text,
                start_position=each.start - cursor,
                display=plain(each.shown),
                display_meta=plain(each.about),
            )
