"""The words of a file in order, and what stands between them: comments and empty lines."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token

from flowlang.syntax.nodes.node import Node


class Gap:
    """What stands before a word: comments, and whether an empty line was left.

    `behind` is the comment at the end of the line of the word before; `own` are those on
    lines of their own, each with whether an empty line stands before it; `blank` says so for the
    word itself.
    """

    __slots__ = ("behind", "blank", "own")

    def __init__(self, behind: str | None, own: list[tuple[str, bool]], blank: bool) -> None:
        self.behind = behind
        self.own = own
        self.blank = blank

    @property
    def has_comments(self) -> bool:
        """Whether there are any comments."""
        return self.behind is not None or bool(self.own)

    @property
    def comments(self) -> list[str]:
        """All comments, in order."""
        behind = [] if self.behind is None else [self.behind]
        return behind + [text for text, _ in self.own]


_NOTHING = Gap(None, [], False)
_EMPTY_LINE = Gap(None, [], True)


class Words:
    """The words of a text and the gaps before them; the last gap is before its end.

    Words are known by their number. `first` and `last` tell those of a node. `line_end` is what
    ends the first line, texts in quotes aside.
    """

    __slots__ = ("_first", "_last", "_uneasy", "gaps", "line_end", "texts", "types")

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.texts = [_written(token) for token in tokens]
        self.types = [token.type for token in tokens]
        starts = [_place(token.start_pos) for token in tokens]
        ends = [_place(token.end_pos) for token in tokens]
        self._first = {start: number for number, start in enumerate(starts)}
        self._last = {end: number for number, end in enumerate(ends)}
        befores = [0, *ends]
        spaces = [
            text[before:start] for before, start in zip(befores, [*starts, len(text)], strict=True)
        ]
        self.gaps = [_gap(space, is_first=number == 0) for number, space in enumerate(spaces)]
        first_end = next((space for space in spaces if "\n" in space), "")
        self.line_end = "\r\n" if first_end.partition("\n")[0].endswith("\r") else "\n"
        # How many words up to each one cannot stand on a line with the one before.
        self._uneasy: list[int] = []
        count = 0
        for gap, word in zip(self.gaps, self.texts, strict=False):
            count += gap.has_comments
            self._uneasy.append(count)
            count += "\n" in word

    def __len__(self) -> int:
        return len(self.texts)

    def first(self, node: Node) -> int:
        """The number of the first word of a node."""
        return self._first[node.start]

    def last(self, node: Node) -> int:
        """The number of the last word of a node."""
        return self._last[node.end]

    def flat(self, first: int, last: int) -> str | None:
        """The words from one to another on one line, None where that cannot be."""
        if self._uneasy[last] > self._uneasy[first] or "\n" in self.texts[last]:
            return None
        texts = self.texts
        pieces = [texts[first]]
        for number in range(first + 1, last + 1):
            if self.is_apart(number):
                pieces.append(" ")
            pieces.append(texts[number])
        return "".join(pieces)

    def is_apart(self, number: int) -> bool:
        """Whether a blank stands between a word and the one before."""
        word, before = self.texts[number], self.texts[number - 1]
        if word in _CLOSE_TO_WORD_BEFORE or before in _CLOSE_TO_NEXT_WORD:
            return False
        return word != "(" or before != "picklist"


_CLOSE_TO_WORD_BEFORE = frozenset([",", ":", ")", "."])
_CLOSE_TO_NEXT_WORD = frozenset(["(", "."])


def _written(token: Token) -> str:
    """A word as it is written: a share has no blank before its sign."""
    text = str(token)
    return text.rstrip("% \t") + "%" if token.type == "PERCENT" else text


def _place(offset: int | None) -> int:
    # A token that was read has its place; Lark's type allows for made-up ones.
    assert offset is not None
    return offset


def _gap(text: str, *, is_first: bool) -> Gap:
    """What stands in the text between two words."""
    if "#" not in text:
        return _EMPTY_LINE if text.count("\n") > 1 else _NOTHING
    behind: str | None = None
    own: list[tuple[str, bool]] = []
    blank = False
    lines = text.split("\n")
    for number, line in enumerate(lines):
        mark = line.find("#")
        if mark < 0:
            # The first piece belongs to the line of the word before, the last to the next.
            blank = blank or 0 < number < len(lines) - 1
        elif number == 0 and not is_first:
            behind = line[mark:].rstrip()
        else:
            own.append((line[mark:].rstrip(), blank))
            blank = False
    return Gap(behind, own, blank)
