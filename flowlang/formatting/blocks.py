"""What stands in braces: one item below the other, with the comments that belong to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flowlang.formatting.document import HARD, Concat, Document, Group, Nest, Remark, flat_of
from flowlang.formatting.rows import Item, Items
from flowlang.formatting.words import Words


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in a block: the number of its first word, and how it is laid out.

    Around a `big` one are empty lines; a doc comment before a declaration documents it.
    """

    first: int
    content: Document
    big: bool = False
    is_declaration: bool = False


def block(
    words: Words,
    entries: Sequence[Entry],
    closing: int,
    *,
    one_line: bool = False,
    order: Sequence[int] | None = None,
) -> Document:
    """Braces and what stands in them; `closing` is the number of the closing brace.

    It may stand on one line if that is asked for, and nothing in it forbids it. `order` are
    the numbers of the entries as they are to stand, where that is not as they are written.
    """
    behind, items = _items(words, entries, closing, order)
    if not items and behind is None:
        return "{ }"
    remark: list[Document] = [] if behind is None else [Remark(behind)]
    inside: list[Document] = [HARD, Items(items)] if items else []
    content = Concat(["{", *remark, Nest(Concat(inside)), HARD, "}"])
    flat = _flat(items) if one_line and behind is None else None
    return Group(flat, content)


def whole(words: Words, entries: Sequence[Entry]) -> Document:
    """What stands in a file."""
    return Items(_items(words, entries, len(words), None)[1])


def _flat(items: Sequence[Item]) -> str | None:
    """Items on one line, None where one of them cannot be there."""
    flats = []
    for item in items:
        flat = flat_of(item.content)
        if flat is None or item.above or item.behind is not None or item.is_comment:
            return None
        flats.append(flat)
    return f"{{ {'  '.join(flats)} }}"


def _items(
    words: Words, entries: Sequence[Entry], closing: int, order: Sequence[int] | None
) -> tuple[str | None, list[Item]]:
    """The comment behind the opening brace, and the items of a block."""
    opening: str | None = None
    items: list[Item] = []
    for entry in entries:
        above, behind, blank = _around(words, entry.first)
        if behind is not None and _goes_on(behind, entry, order):
            above.insert(0, (behind, False))
            behind = None
        if items:
            items[-1].behind = behind
        else:
            opening = behind
        items.append(Item(entry.content, above, blank, None))
    last, behind, _ = _around(words, closing)
    if behind is not None and _goes_on(behind, None, order):
        last.insert(0, (behind, False))
        behind = None
    if items:
        items[-1].behind = behind
    else:
        opening = behind
    if order is not None:
        items = [items[number] for number in order]
        entries = [entries[number] for number in order]
    for number in range(1, len(items)):
        if entries[number].big or entries[number - 1].big:
            items[number].set_apart(apart=True)
    items += [Item(text, [], blank, None, is_comment=True) for text, blank in last]
    return opening, items


def _around(words: Words, number: int) -> tuple[list[tuple[str, bool]], str | None, bool]:
    """The comments above a word, the one behind the word before, and whether it is apart."""
    found = words.gaps[number]
    return list(found.own), found.behind, found.blank


def _goes_on(comment: str, entry: Entry | None, order: Sequence[int] | None) -> bool:
    """Whether a comment at the end of a line belongs to what follows.

    A doc comment does: it documents a declaration below it. Where parts change places, it
    must not come to stand above a declaration that it did not belong to.
    """
    documents = entry is not None and entry.is_declaration
    return comment.startswith("##") and (documents or order is not None)
