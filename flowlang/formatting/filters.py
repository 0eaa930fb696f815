"""Filters: a long one has one predicate in a line, each begun by its `and` or `or`."""

from __future__ import annotations

from flowlang.formatting.document import LINE, SOFT, Concat, Document, Group, Hang, Nest, Spread
from flowlang.formatting.phrases import Inner, gap, gap_before_closing, phrase, word
from flowlang.formatting.words import Words
from flowlang.syntax.nodes.filters import Did, Filter, Junction, MemberOfProgram, Not
from flowlang.syntax.nodes.filters import Group as Parentheses


def filter_document(words: Words, node: Filter) -> Document:
    """How a filter is laid out."""
    match node:
        case Junction():
            return _junction(words, node)
        case Parentheses():
            return _parentheses(words, node)
        case Not():
            first = words.first(node)
            content = Concat(
                [word(words, first), gap(words, first + 1, " "), filter_document(words, node.item)]
            )
            return Group(content.flat, content)
        case Did() | MemberOfProgram():
            return phrase(words, words.first(node), words.last(node), constraint(words, node.where))
        case _:
            return phrase(words, words.first(node), words.last(node))


def spread_filter(words: Words, node: Filter) -> Document:
    """A filter in braces or parentheses: where those are broken, so are its predicates."""
    found = filter_document(words, node)
    return Spread(found) if isinstance(node, Junction) and isinstance(found, Group) else found


def constraint(words: Words, where: Filter | None) -> list[Inner]:
    """What stands behind a `where`, if it is more than words in a row."""
    if isinstance(where, Junction | Parentheses | Not):
        document = filter_document(words, where)
        inner = document if isinstance(where, Junction) else Hang(document)
        return [(words.first(where), words.last(where), inner)]
    return []


def _junction(words: Words, node: Junction) -> Group:
    parts: list[Document] = [filter_document(words, node.items[0])]
    for operator, item in zip(node.operators, node.items[1:], strict=True):
        parts += [
            gap(words, words.first(operator), LINE),
            operator.text,
            gap(words, words.first(item), " "),
            filter_document(words, item),
        ]
    content = Concat(parts)
    return Group(content.flat, content)


def _parentheses(words: Words, node: Parentheses) -> Document:
    first, last = words.first(node), words.last(node)
    comments, end = gap_before_closing(words, last)
    inside = [gap(words, first + 1, SOFT), spread_filter(words, node.item), *comments]
    content = Concat(["(", Nest(Concat(inside)), end, ")"])
    return Group(content.flat, content)
