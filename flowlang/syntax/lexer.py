"""The lexer of Lark, made quick for long scripts."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import Any

from lark import Token
from lark.lexer import BasicLexer, ContextualLexer, LexerState, PatternRE, PatternStr


class _WordLexer(BasicLexer):
    """Takes all blanks and comments before a word at once, knows keywords by name, counts no lines.

    Places are offsets everywhere, so that nobody asks a token for its line.
    """

    def next_token(self, lex_state: LexerState, parser_state: Any = None) -> Token:
        """The word at a place, or behind the blanks there; raises `EOFError` where none follows."""
        whole, counter = lex_state.text, lex_state.line_ctr
        text, end = whole.text, whole.end
        blanks, words, keywords = self._patterns
        skipped = blanks.match(text, counter.char_pos, end)
        counter.char_pos = start = skipped.end() if skipped else counter.char_pos
        if start >= end:
            raise EOFError(self)
        found = words.match(text, start, end)
        if found is None or found.lastgroup is None:
            # It is Lark that tells what would have fitted.
            return super().next_token(lex_state, parser_state)
        value, kind = found.group(), found.lastgroup
        if kind in keywords:
            kind = keywords[kind].get(value, kind)
        counter.char_pos = found.end()
        lex_state.last_token = token = Token(kind, value, start, end_pos=counter.char_pos)
        return token

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, dict[str, str]]]:
        """What is left out, what words look like, and the keywords among words of some kinds."""
        blanks, shapes = [], []
        keywords: dict[str, dict[str, str]] = {}
        shaped = [each for each in self.terminals if isinstance(each.pattern, PatternRE)]
        for each in self.terminals:
            look = each.pattern.to_regexp()
            if each.name in self.ignore_types:
                blanks.append(look)
                continue
            for other in shaped if isinstance(each.pattern, PatternStr) else ():
                if each.priority == other.priority and _looks_like(
                    other.pattern.to_regexp(), each.pattern.value
                ):
                    keywords.setdefault(other.name, {})[each.pattern.value] = each.name
                    break
            else:
                shapes.append(f"(?P<{each.name}>{look})")
        return re.compile(f"(?:{'|'.join(blanks)})*"), re.compile("|".join(shapes)), keywords


@cache
def _looks_like(pattern: str, text: str) -> bool:
    """Whether a text is all that a pattern would take of it."""
    return re.fullmatch(pattern, text) is not None


class WordLexer(ContextualLexer):
    """The lexer of each state of the parser."""

    BasicLexer = _WordLexer
