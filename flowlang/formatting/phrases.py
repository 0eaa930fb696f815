"""Statements without blocks, and gaps between words: how one flows over several lines."""

from __future__ import annotations

from collections.abc import Sequence

from flowlang.formatting.document import (
    HARD,
    LINE,
    SOFT,
    Concat,
    Document,
    Fill,
    Group,
    Hang,
    Nest,
    Remark,
    Verbatim,
)
from flowlang.formatting.words import Words

_CLAUSES = frozenset(["after", "as", "at", "before", "between", "ending", "for", "from", "in"])
_CLAUSES |= frozenset(["minus", "on", "plus", "to", "uses", "where", "with"])
"""Words with which a part of a statement begins; a long one is broken before them first."""

_WITHIN = frozenset(["past", "future", "or", "add", "remove"])
"""Words behind which those words go on with what was begun."""

Inner = tuple[int, int, Document]
"""What stands for some words inside of a phrase: the first, the last, and how it is laid out."""


def gap(words: Words, number: int, usual: Document) -> Document:
    """What stands before a word: what usually does, or the comments that are there."""
    comments, end = gap_before_closing(words, number)
    return Concat([*comments, end]) if comments else usual


def gap_before_closing(words: Words, number: int) -> tuple[list[Document], Document]:
    """The comments before a closing parenthesis, which belong inside, and what is before it."""
    found = words.gaps[number]
    if not found.has_comments:
        return [], SOFT
    parts: list[Document] = [] if found.behind is None else [Remark(found.behind)]
    for text, _ in found.own:
        parts += [HARD, text]
    return parts, HARD


def phrase(words: Words, first: int, last: int, inner: Sequence[Inner] = ()) -> Document:
    """Words from one to another: on one line, or as many on each as fit.

    Some of them may be laid out in a way of their own; the lines of the others are indented.
    """
    if not inner:
        flat = words.flat(first, last)
        if flat is not None and first == last:
            return flat
        return Group(flat, lambda: _filled(words, first, last, inner))
    content = _filled(words, first, last, inner)
    return Group(content.flat, content)


def _filled(words: Words, first: int, last: int, inner: Sequence[Inner]) -> Nest:
    """Words over several lines: clauses, each of which is again filled where it is too long."""
    clauses: list[Document] = []
    breaks: list[Document] = []
    pieces: list[Document] = []
    places: list[Document] = []
    for number, begins, piece in _pieces(words, first, last, inner):
        place = gap(words, number, LINE if words.is_apart(number) else SOFT)
        if pieces and begins:
            clauses.append(_clause(pieces, places))
            pieces, places = [], []
            breaks.append(place)
        elif not pieces:
            breaks.append(place)
        pieces.append(piece)
        places.append(place)
    clauses.append(_clause(pieces, places))
    return Nest(Fill(clauses, breaks))


def _clause(pieces: list[Document], places: list[Document]) -> Document:
    return pieces[0] if len(pieces) == 1 else Fill(pieces, places)


def _pieces(
    words: Words, first: int, last: int, inner: Sequence[Inner]
) -> list[tuple[int, bool, Document]]:
    """What no line end may stand within: its first word, whether it begins a clause, and it.

    A comma belongs to the word before it, an opening parenthesis to the one behind it, and
    what has parentheses of its own lines to the word before.
    """
    laid_out = {begin: (end, document) for begin, end, document in inner}
    hanging = {begin for begin, _, document in inner if isinstance(document, Hang)}
    found: list[tuple[int, bool, Document]] = []
    number = first
    while number <= last:
        start = number
        parts: list[Document] = []
        while True:
            if number != start:
                parts.append(gap(words, number, " " if words.is_apart(number) else ""))
            end, document = laid_out.get(number, (number, word(words, number)))
            parts.append(document)
            number = end + 1
            if number > last or (words.is_apart(number) and number not in hanging):
                break
        begins = start > first and _begins_clause(words, start)
        found.append((start, begins, parts[0] if len(parts) == 1 else Concat(parts)))
    return found


def _begins_clause(words: Words, number: int) -> bool:
    return words.texts[number] in _CLAUSES and words.texts[number - 1] not in _WITHIN


def word(words: Words, number: int) -> Document:
    """One word; a text over several lines is left as it is."""
    text = words.texts[number]
    return Verbatim(text) if "\n" in text else text
