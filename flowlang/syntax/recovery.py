"""Going on after a mistake, so that every mistake of a file is told in one run.

The place where reading can go on is looked for in the text: the next word that begins a
statement, or the brace that closes the block. The parser's stack is then cut back to the
nearest state that takes that word within the same braces. What was half read is dropped,
all that was whole is kept.
"""

from __future__ import annotations

import re
from copy import copy
from typing import Any, cast

from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.source import Source
from flowlang.syntax.braces import CLOSED, balance, quotes_swallow
from flowlang.syntax.expectations import describe
from flowlang.syntax.nodes.values import Number

_LANDMARK = re.compile(rf"{CLOSED}|[{{}}]|[A-Za-z_]\w*", re.DOTALL)
_LANDMARK_BEHIND_QUOTES = re.compile(rf"{CLOSED}|[\"`][^\n]*|[{{}}]|[A-Za-z_]\w*", re.DOTALL)

_JOINTS = frozenset(["and", "or", "not", "where", "in", "at", "to", "with"])
"""Words that go on with what the line before began."""


def take_as_name(problem: UnexpectedInput) -> bool:
    """Read a keyword as the name that it is where only a name fits; whether that went well.

    The lexer asks the parser which words are keywords before the parser has closed what it
    had read, when more words still seem possible.
    """
    if not isinstance(problem, UnexpectedToken):
        return False
    token = problem.token
    if not token.isidentifier() or token.type == "NAME":
        return False
    interactive: Any = problem.interactive_parser
    try:
        interactive.feed_token(Token.new_borrow_pos("NAME", str(token), token))
    except UnexpectedInput:
        return False
    return True


def recover(parser: Lark, source: Source, start: str) -> tuple[list[Any], list[Diagnostic]]:
    """The declarations of a text that has mistakes, without what is broken, and the mistakes."""
    text, diagnostics = balance(source)
    reader = _Reader(parser, source, text, start)
    return reader.read(), diagnostics + reader.diagnostics


class _Reader:
    """Reads one text to its end, whatever it holds."""

    def __init__(self, parser: Lark, source: Source, text: str, start: str) -> None:
        self.source = source
        self.text = text
        self.diagnostics: list[Diagnostic] = []
        # Lark leaves most of its interactive parser untyped.
        self.interactive: Any = parser.parse_interactive(text, start=start)
        self.keywords = {
            terminal.pattern.value: terminal.name
            for terminal in parser.terminals
            if terminal.pattern.type == "str"
        }
        self.resumed_at = -1
        self.landmark = _LANDMARK_BEHIND_QUOTES if quotes_swallow(text) else _LANDMARK

    def read(self) -> list[Any]:
        """All healthy declarations; empty where not even that can be said."""
        while True:
            try:
                for token in self.interactive.lexer_thread.lex(self.interactive.parser_state):
                    self._feed(token)
                result = self.interactive.feed_eof()
            except UnexpectedInput as problem:
                offset = self._tell(problem)
                if not self._resume(offset):
                    return []
            else:
                return result if isinstance(result, list) else []

    def _feed(self, token: Token) -> None:
        try:
            self.interactive.feed_token(token)
        except UnexpectedToken as problem:
            problem.interactive_parser = self.interactive
            if not take_as_name(problem):
                raise

    def _tell(self, problem: UnexpectedInput) -> int:
        """Note the mistake and give the offset at which it stands."""
        offset = self._place(problem)
        accepted = frozenset(self.interactive.accepts())
        previous = self._previous_token()
        diagnostic = describe(self.source, offset, accepted, previous)
        if not any(each.span == diagnostic.span for each in self.diagnostics):
            self.diagnostics.append(diagnostic)
        return offset

    def _place(self, problem: UnexpectedInput) -> int:
        """Where reading stopped; at the end that is behind the last word."""
        place: int | None = None
        if isinstance(problem, UnexpectedToken) and problem.token.type != "$END":
            place = problem.token.start_pos
        elif isinstance(problem, UnexpectedCharacters):
            place = cast(int, problem.pos_in_stream)
        return len(self.text.rstrip()) if place is None else place

    def _previous_token(self) -> str | None:
        """The type of the last token that was understood; what became a number counts as one."""
        last = self.interactive.parser_state.value_stack[-1:]
        if last and isinstance(last[0], Number):
            return "NUMBER"
        return last[0].type if last and isinstance(last[0], Token) else None

    def _resume(self, offset: int) -> bool:
        """Cut the stack and move on in the text; False where nothing is left to read."""
        first = max(offset, self.resumed_at + 1)
        depth = self._open_braces(len(self.interactive.parser_state.value_stack))
        inner = 0
        for match in self.landmark.finditer(self.text, first):
            piece = match.group()
            if piece == "{":
                inner += 1
            elif piece == "}" and inner:
                inner -= 1
            elif piece == "}":
                if self._cut("RBRACE", depth):
                    return self._go_on(match.start())
            elif not inner and self._begins_statement(match.start()):
                terminal = self.keywords.get(piece)
                if terminal and self._cut(terminal, depth):
                    return self._go_on(match.start())
                # A word that begins no statement is a mistake of its own, where it stands as
                # far to the left as the one before.
                if (
                    piece not in _JOINTS
                    and match.start() > first
                    and self._is_as_far_left(match.start(), offset)
                    and self._cut("RBRACE" if depth else "$END", depth)
                ):
                    return self._go_on(match.start())
        if self._cut("$END", 0):
            return self._go_on(len(self.text))
        return False

    def _begins_statement(self, offset: int) -> bool:
        """Whether a word is the first of its line or of its block."""
        line_start = self.text.rfind("\n", 0, offset) + 1
        before = self.text[line_start:offset].rstrip()
        return not before or before[-1] in "{}"

    def _is_as_far_left(self, offset: int, other: int) -> bool:
        """Whether a word is indented no further than the line of another place."""
        line_start = self.text.rfind("\n", 0, other) + 1
        line = self.text[line_start:other]
        indent = len(line) - len(line.lstrip())
        return offset - self.text.rfind("\n", 0, offset) - 1 <= indent

    def _cut(self, terminal: str, depth: int) -> bool:
        """Cut the stack to the nearest state inside `depth` braces that takes the terminal.

        Only between two statements: where the block might end as well.
        """
        state = self.interactive.parser_state
        end = "RBRACE" if depth else "$END"
        for length in range(len(state.value_stack), -1, -1):
            if self._open_braces(length) != depth:
                continue
            accepted = state.parse_conf.states[state.state_stack[length]]
            if terminal in accepted and end in accepted and self._takes(length, terminal):
                del state.value_stack[length:]
                del state.state_stack[length + 1 :]
                return True
        return False

    def _takes(self, length: int, terminal: str) -> bool:
        """Whether a cut stack really takes the terminal, tried on a copy without callbacks."""
        trial = self.interactive.copy(deepcopy_values=False)
        del trial.parser_state.value_stack[length:]
        del trial.parser_state.state_stack[length + 1 :]
        trial.parser_state.parse_conf = copy(trial.parser_state.parse_conf)
        trial.parser_state.parse_conf.callbacks = {}
        try:
            trial.feed_token(Token(terminal, ""))
        except UnexpectedInput:
            return False
        return True

    def _open_braces(self, length: int) -> int:
        """The number of braces that are open in the first values of the stack."""
        values = self.interactive.parser_state.value_stack[:length]
        return sum(isinstance(value, Token) and value.type == "LBRACE" for value in values)

    def _go_on(self, offset: int) -> bool:
        lexer_state = self.interactive.lexer_thread.state
        lexer_state.line_ctr.char_pos = offset
        self.resumed_at = offset
        return True
