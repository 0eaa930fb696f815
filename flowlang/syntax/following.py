"""A text that is still being typed: how far the grammar follows it, and what may come next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lark import Token
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.parsers.lalr_analysis import Shift

from flowlang.syntax.parser import lark_parser
from flowlang.syntax.recovery import take_as_name


@dataclass
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

    @cached_property
    def accepted(self) -> frozenset[str]:
        """The terminals that may come next; `$END` where the text may end here."""
        return self._accepted(list(self._parser.parser_state.state_stack))

    @property
    def is_whole(self) -> bool:
        """Whether the text is complete as it stands."""
        return self.stuck is None and "$END" in self.accepted

    @property
    def open(self) -> list[Any]:
        """What is not closed yet: tokens, and nodes of what was read as a whole."""
        return list(self._parser.parser_state.value_stack)

    def after(self, *terminals: str) -> frozenset[str]:
        """What may come behind some more words; nothing where they do not fit."""
        stack: list[Any] | None = list(self._parser.parser_state.state_stack)
        for each in terminals:
            stack = None if stack is None else self._shifted(stack, each)
        return frozenset() if stack is None else self._accepted(stack)

    def _accepted(self, stack: list[Any]) -> frozenset[str]:
        """The terminals that fit behind what a stack of states stands for."""
        row = self._states[stack[-1]]
        return frozenset(
            each for each in row if each.isupper() and self._shifted(list(stack), each) is not None
        )

    def _shifted(self, stack: list[Any], terminal: str) -> list[Any] | None:
        """The stack behind one more word, None where it does not fit; nothing is built.

        It is what the parser does with a token, for states alone: many words are tried
        for each key that is pressed, and a copy of the whole parser for each takes too long.
        """
        states = self._states
        while True:
            found = states[stack[-1]].get(terminal)
            if found is None:
                return None
            action, argument = found
            if action is Shift:
                stack.append(argument)
                return stack
            size = len(argument.expansion)
            if size:
                del stack[-size:]
            stack.append(states[stack[-1]][argument.origin.name][1])
            if terminal == "$END" and stack[-1] == self._conf.end_state:
                return stack

    @property
    def _states(self) -> Any:
        return self._conf.parse_table.states

    @property
    def _conf(self) -> Any:
        """The tables of the parser, for the start rule."""
        return self._parser.parser_state.parse_conf


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
