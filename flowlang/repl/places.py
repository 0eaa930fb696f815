"""What may stand at a place, besides words: read from what the parser has open there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lark import Token, Tree

from flowlang.model.assets import Activity, Field, FieldKind, Program
from flowlang.model.instance import Instance
from flowlang.names import name_key
from flowlang.syntax.nodes.campaigns import OnActivity
from flowlang.syntax.nodes.values import Name, Text, TextPart


class Place:
    """The open words of a text, and questions about them.

    `words` are the names of the terminals that are open, `?` for what has been read as a whole;
    a list that is under way, with its commas, is left out.
    """

    def __init__(self, open_: Sequence[Any], instance: Instance) -> None:
        self.open = _without_list(list(open_))
        self.words = [each.type if isinstance(each, Token) else "?" for each in self.open]
        self.instance = instance

    def ends(self, *words: str) -> bool:
        """Whether the open words end so; `*` stands for any one."""
        tail = self.words[-len(words) :]
        return len(tail) == len(words) and all(
            wanted in ("*", found) for wanted, found in zip(words, tail, strict=True)
        )

    def last(self, word: str) -> int:
        """Where a word stands that is still open, the innermost; -1 where it is not."""
        places = [at for at, each in enumerate(self.words) if each == word]
        return places[-1] if places else -1

    @property
    def has_operator(self) -> bool:
        """Whether the last open thing is an operator of a comparison."""
        return self.subject_name is not None

    @property
    def subject_name(self) -> str | None:
        """The name that is being compared, where a value is wanted."""
        at = len(self.open) - 1
        # An operator is a name of its own once it has been read as a whole.
        if at >= 1 and isinstance(self.open[at], Name) and isinstance(self.open[at - 1], Name):
            return str(self.open[at - 1].text)
        while at >= 0 and self.words[at] in _OPERATOR_WORDS:
            at -= 1
        if 0 <= at < len(self.open) - 1:
            return _name(self.open[at])
        return None

    @property
    def activity(self) -> Activity | None:
        """The activity whose attributes are meant inside of a `where`."""
        at = self.last("WHERE")
        for here in range(at - 1, -1, -1):
            if self.words[here] in ("DID", "ON"):
                named = [_name(each) for each in self.open[here + 1 : at]]
                name = next((each for each in named if each), "")
                return self.instance.activity(name_key(name))
        return None

    @property
    def is_about_membership(self) -> bool:
        """Whether a `where` is open that is about a program membership."""
        return self.last("WHERE") >= 0 and self.activity is None and self.last("PROGRAM") >= 0

    def field(self, name: str | None) -> Field | None:
        """A person's or company's field."""
        return None if name is None else self.instance.field(name_key(name), FieldKind.PERSON)

    def programs(self) -> list[Program]:
        """The programs that have been named last, else all."""
        names = set(self.texts_behind("PROGRAM")) | set(self.texts_behind("IN"))
        found = [each for each in self.instance.programs if each.name in names]
        return found or list(self.instance.programs)

    def triggers(self) -> list[Activity]:
        """The activities that trigger the campaign that is being written."""
        at = self.last("TRIGGER")
        found = []
        for each in _nodes(self.open[at + 1 :]):
            if isinstance(each, OnActivity):
                activity = self.instance.activity(name_key(each.activity.text))
                if activity is not None:
                    found.append(activity)
        return found

    def texts_behind(self, word: str) -> list[str]:
        """The texts in quotes that stand behind an open word."""
        at = self.last(word)
        if at < 0:
            return []
        found: list[str] = []
        for each in self.open[at + 1 :]:
            if isinstance(each, Token):
                break
            found.extend(_texts(each))
        return found


_OPERATOR_WORDS = frozenset(
    [
        "IS",
        "NOT",
        "CONTAINS",
        "STARTS",
        "ENDS",
        "WITH",
        "BETWEEN",
        "MORE_OR_LESS",
        "BEFORE",
        "AFTER",
        "ON",
        "OR",
    ]
)


def _without_list(open_: list[Any]) -> list[Any]:
    """What is open without the values of a list that goes on behind its last comma."""

    def is_comma(each: Any) -> bool:
        return isinstance(each, Token) and each.type == "COMMA"

    end = len(open_)
    if end and is_comma(open_[-1]):
        while end and (is_comma(open_[end - 1]) or isinstance(open_[end - 1], Text | Tree)):
            end -= 1
    return open_[:end]


def _name(value: Any) -> str | None:
    if isinstance(value, Name):
        return str(value.text)
    if isinstance(value, Token) and value.type in ("NAME", "QUOTED_NAME"):
        return str(value).strip("`")
    return None


def _nodes(values: Iterable[Any]) -> Iterator[Any]:
    """Everything that has been read as a whole, out of lists and helpers of the grammar."""
    for each in values:
        if isinstance(each, list):
            yield from _nodes(each)
        elif isinstance(each, Tree):
            yield from _nodes(each.children)
        else:
            yield each


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    if isinstance(value, Text):
        return ["".join(part.value for part in value.parts if isinstance(part, TextPart))]
    return []
