"""From a tree and its comments to the one canonical text."""

from __future__ import annotations

from dataclasses import dataclass

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.formatting.document import print_document
from flowlang.formatting.proof import difference
from flowlang.formatting.statements import file_document
from flowlang.formatting.words import Words
from flowlang.source import Source
from flowlang.syntax.parser import parse_words

WIDTH = 100
"""The characters of a line, where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text in the canonical layout, or as it was.

    It is as it was where it has mistakes, which are the `diagnostics`, and where formatting it
    would have lost something: `refusal` says what.
    """

    text: str
    diagnostics: tuple[Diagnostic, ...] = ()
    refusal: str | None = None

    @property
    def is_formatted(self) -> bool:
        """Whether the text is in the canonical layout."""
        return not self.diagnostics and self.refusal is None


def format_source(source: Source, width: int = WIDTH) -> Formatted:
    """The canonical layout of a source, proved to say the same."""
    try:
        return _format(source, width)
    except RecursionError:
        return Formatted(source.text, refusal="it is nested too deeply")


def format_text(text: str, width: int = WIDTH) -> str:
    """The canonical layout of a text; one with mistakes is given back as it is."""
    return format_source(Source("<text>", text), width).text


def _format(source: Source, width: int) -> Formatted:
    text = source.text
    file, tokens = parse_words(source)
    if file.diagnostics:
        return Formatted(text, tuple(file.diagnostics))
    words = Words(text, tokens)
    printed = print_document(file_document(words, file), width, words.line_end)
    if printed == text:
        return Formatted(text)
    again = Source(source.name, printed)
    after, tokens = parse_words(again)
    refusal = difference(file, words, after, Words(printed, tokens))
    return Formatted(text if refusal else printed, refusal=refusal)
