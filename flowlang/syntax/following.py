"""A text that is still being typed: how far the grammar follows it, and what may come next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lark import Token
from lark.exceptions import UnexpectedInput, UnexpectedToken

from flowlang.syntax.parser import lark_parser
from flowlang.syntax.recovery import take_as_name


@dataclass(slots=True)
class Following:
    """How the grammar read a text, from one of its start rules.

    `tokens` are the words that fit, keywords told from names; `stuck` is where it went wrong,
    None where all of it fits. `open` are the words and nodes that are not closed yet, the
    innermost last.
    """

    start: str
    tokens: list[Token]
    stuck: int | None
    _parser: Any

    @property
    def accepted(self) -> frozenset[str]:
        """The terminals that may come next; `$END` where the text may end here."""
        return frozenset(self._parser.accepts())

    @property
    def is_whole(self) -> bool:
        """Whether the text is complete as it stands."""
        return self.stuck is None and "$END" in self._parser.accepts()

    @property
    def open(self) -> list[Any]:
        """What is not closed yet: tokens, and nodes of what was read as a whole."""
        return list(self._parser.parser_state.value_stack)

    def after(self, terminal: str, text: str) -> frozenset[str]:
        """What may come behind one more word; nothing where the word does not fit."""
        trial = self._parser.copy(deepcopy_values=False)
        trial.parser_state.parse_conf = _mute(trial.parser_state.parse_conf)
        try:
            trial.feed_token(Token(terminal, text))
            return frozenset(trial.accepts())
        except UnexpectedInput:
            return frozenset()

    def chain(self, words: list[tuple[str, str]]) -> frozenset[str]:
        """What may come behind several more words, terminals with their texts."""
        trial = self._parser.copy(deepcopy_values=False)
        trial.parser_state.parse_conf = _mute(trial.parser_state.parse_conf)
        try:
            for terminal, text in words:
                trial.feed_token(Token(terminal, text))
            return frozenset(trial.accepts())
        except UnexpectedInput:
            return frozenset()


def follow(text: str, start: str) -> Following:
    """Read a text from a start rule as far as it fits."""
    parser: Any = lark_parser().parse_interactive(text, start=start)
    read: list[Token] = []
    try:
        for token in parser.lexer_thread.lex(parser.parser_state):
            try:
                parser.feed_token(token)
            except UnexpectedToken as problem:
                problem.interactive_parser = parser
                if not take_as_name(problem):
                    return Following(start, read, token.start_pos, parser)
                token = Token.new_borrow_pos("NAME", str(token), token)
            read.append(token)
    except UnexpectedInput as problem:
        place: Any = getattr(problem, "pos_in_stream", None)
        if isinstance(problem, UnexpectedToken):
            place = problem.token.start_pos
        return Following(start, read, len(text) if place is None else place, parser)
    return Following(start, read, None, parser)


def keywords() -> dict[str, str]:
    """The words of the language by the names of their terminals."""
    return {
        terminal.name: str(terminal.pattern.value)
        for terminal in lark_parser().terminals
        if terminal.pattern.type == "str" and str(terminal.pattern.value).isalpha()
    }


def _mute(conf: Any) -> Any:
    """The parser's tables without what builds nodes: words that are only tried build none."""
    from copy import copy

    muted = copy(conf)
    muted.callbacks = {}
    return muted
