"""Making up texts from the grammar itself: every alternative, anything between the words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from lark import Lark
from lark.grammar import NonTerminal, Rule, Symbol

from flowlang.source import Source
from flowlang.syntax import tables
from flowlang.syntax.parser import parse_words

T = TypeVar("T")

SAMPLES = {
    "NAME": ["alpha", "lead_score", "a_name_that_goes_on_for_quite_a_while", "x"],
    "QUOTED_NAME": ["`Odd Name`", "`# no comment`"],
    "STRING": [
        '"DE"',
        '"# no comment {{lead.First Name:default=you}}"',
        '"a text of such a length that few of them fit into one line of a script"',
        '"' + "long " * 30 + '"',
        '"\\" \\\\ {"',
    ],
    "LONG_STRING": ['"""one"""', '"""two\n   lines """', '"""# no\n\n\n  comment {"""'],
    "TOKEN_REFERENCE": ["{{my.Points}}", "{{lead.First Name:default=somebody}}"],
    "NUMBER": ["0", "5", "-2", "2.5"],
    "SIGNED": ["+5", "=5", "=-5"],
    "PERCENT": ["5%", "12.5 %", "100\t%"],
    "DATE": ["2026-01-05"],
    "DATETIME": ["2026-01-05T09:00", "2026-01-05T09:00:30+01:00"],
    "TIME": ["09:00", "09:00:30"],
    "MORE_OR_LESS": [">=", "<"],
}
"""What stands for the terminals that are no words of the language."""

GAPS = [" ", " ", " ", "\n", "\n\n\n", "\t", "\r\n", " # end\n", "#end\n", "\n# own\n"]
GAPS += [' # "{ ( `\\ \t}\n', "\n#\n", "\n##\n", " #! é, \U0001f642 # again\u2028\n"]
GAPS += ["\n\n  # apart\n\n", "\n## doc\n", " ## doc at the end\n", "\n# one\n\n# two\n   "]
"""What may stand between two words; the first is the simplest."""


class Grammar(NamedTuple):
    """The rules by what they make, how deep each must go, and the texts of the keywords."""

    rules: dict[str, list[Rule]]
    depth: dict[str, int]
    keywords: dict[str, str]


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    lark = Lark(
        tables.grammar_text(), parser="lalr", start=tables.START_RULES, keep_all_tokens=True,
        maybe_placeholders=True,
    )  # fmt: skip
    rules: dict[str, list[Rule]] = {}
    for rule in lark.rules:
        rules.setdefault(rule.origin.name, []).append(rule)
    keywords = {
        each.name: each.pattern.value for each in lark.terminals if each.pattern.type == "str"
    }
    depth = dict.fromkeys(rules, 1000)
    changing = True
    while changing:
        changing = False
        for name, choices in rules.items():
            least = min(_depth_of(each, depth) for each in choices)
            changing = changing or least < depth[name]
            depth[name] = least
    return Grammar(rules, depth, keywords)


def _depth_of(rule: Rule, depth: dict[str, int]) -> int:
    inner = [depth[each.name] for each in rule.expansion if isinstance(each, NonTerminal)]
    return 1 + max(inner, default=0)


class Turn(NamedTuple):
    """A rule to take, and which of the symbols in it goes on with the way."""

    rule: Rule
    place: int


def ways() -> dict[str, list[Turn]]:
    """For each alternative of the grammar a way to it from the beginning of a file."""
    to_name: dict[str, list[Turn]] = {"start": []}
    names = ["start"]
    for name in names:
        for rule in grammar().rules[name]:
            for place, each in enumerate(rule.expansion):
                if isinstance(each, NonTerminal) and each.name not in to_name:
                    to_name[each.name] = [*to_name[name], Turn(rule, place)]
                    names.append(each.name)
    return {
        str(rule): [*to_name[name], Turn(rule, -1)]
        for name in names
        for rule in grammar().rules[name]
    }


class Writer:
    """Draws a sentence of the grammar; every choice can be shrunk."""

    def __init__(self, number: Callable[[int, int], int], most: int = 160) -> None:
        self.number = number
        self.most = most
        self.words: list[str] = []

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.number(0, len(choices) - 1)]

    def sentence(self, way: Sequence[Turn] = ()) -> list[str]:
        """The words of a file; the way is taken from its beginning."""
        self.write(NonTerminal("start"), 40, way)
        return self.words

    def write(self, symbol: Symbol, depth: int, way: Sequence[Turn] = ()) -> None:
        if not isinstance(symbol, NonTerminal):
            texts = SAMPLES.get(symbol.name)
            self.words.append(self.pick(texts) if texts else grammar().keywords[symbol.name])
            return
        if way:
            rule, place = way[0]
            for number, each in enumerate(rule.expansion):
                self.write(each, depth - 1, way[1:] if number == place else ())
            return
        choices = grammar().rules[symbol.name]
        room = min(depth, self.most - len(self.words))
        fitting = [each for each in choices if _depth_of(each, grammar().depth) <= room]
        if not fitting:
            fitting = [min(choices, key=lambda each: _depth_of(each, grammar().depth))]
        # Else lists would mostly be empty, and sentences end before they begin.
        longer = [each for each in fitting if len(each.expansion) > 1 and self.number(0, 3)]
        rule = self.pick(longer or fitting)
        for each in rule.expansion:
            self.write(each, depth - 1)

    def spread(self, words: Sequence[str]) -> str:
        """Words with something between every two, and perhaps around all."""
        pieces = [self.pick(["", *GAPS])]
        for word in words:
            pieces += [word, self.pick(GAPS)]
        return "".join(pieces)

    @staticmethod
    def words_of(text: str) -> list[str]:
        """The words of a text without its comments."""
        return [str(word) for word in parse_words(Source("test.flow", text))[1]]
