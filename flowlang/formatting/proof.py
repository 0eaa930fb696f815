"""That a formatted text says what the one before it said, with every comment in its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flowlang.formatting.order import order_of_parts
from flowlang.formatting.words import Words
from flowlang.syntax.nodes.campaigns import CampaignDeclaration
from flowlang.syntax.nodes.file import File
from flowlang.syntax.parser import all_declarations


def difference(before: File, words: Words, after: File, formatted: Words) -> str | None:
    """What is not the same in a formatted file, None where all is.

    Words and comments follow each other as they did. Only where parts of a campaign have
    changed places do they go with their parts.
    """
    if after.diagnostics:
        return "it could no longer be read"
    moves = _moves(before, words)
    if _spoken(words, moves) != _spoken(formatted, {}):
        return "its words would not have been the same"
    if _draws(words) != _draws(formatted):
        return "`random` would have drawn others"
    if moves:
        comments_kept = Counter(_comments(words)) == Counter(_comments(formatted))
    else:
        comments_kept = _comments_between(words) == _comments_between(formatted)
    if not comments_kept:
        return "a comment would not have kept its place"
    if Counter(_docs(before)) != Counter(_docs(after)):
        return "a doc comment would have belonged to something else"
    return None


def _moves(file: File, words: Words) -> dict[int, list[int]]:
    """For the first word of campaigns whose parts move: the numbers of all words of the parts."""
    moves: dict[int, list[int]] = {}
    for node in all_declarations(file.declarations):
        if isinstance(node, CampaignDeclaration):
            order = order_of_parts(node.parts)
            if order != sorted(order):
                parts = [node.parts[number] for number in order]
                moves[words.first(node.parts[0])] = [
                    number
                    for part in parts
                    for number in range(words.first(part), words.last(part) + 1)
                ]
    return moves


def _spoken(words: Words, moves: dict[int, list[int]]) -> list[tuple[str, str]]:
    """The kinds and texts of all words, parts put in order."""
    spoken: list[tuple[str, str]] = []
    number = 0
    while number < len(words):
        numbers = moves.get(number, [number])
        spoken.extend((words.types[each], words.texts[each]) for each in numbers)
        number += len(numbers)
    return spoken


def _draws(words: Words) -> list[str]:
    """The choices and the draws outside of names, in the order in which they are counted."""
    kinds = words.types
    return [
        kind
        for kind, behind in zip(kinds, [*kinds[1:], ""], strict=False)
        if kind == "CHOOSE" or (kind == "RANDOM" and behind == "PERCENT")
    ]


def _comments(words: Words) -> Iterator[str]:
    return (text for gap in words.gaps for text in gap.comments)


def _comments_between(words: Words) -> list[tuple[int, list[str]]]:
    """The comments, each with the number of the word behind it."""
    return [(number, gap.comments) for number, gap in enumerate(words.gaps) if gap.has_comments]


def _docs(file: File) -> Iterator[tuple[str, str | None]]:
    """What is declared, as far as it is documented, with its documentation."""
    for node in all_declarations(file.declarations):
        if node.doc is not None:
            yield type(node).__name__, node.doc
