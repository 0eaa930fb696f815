"""`# flow: allow RULE, RULE`: a finding that is meant, said on its line or on the one above."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.source import Source, Span
from flowlang.syntax.nodes.file import Comment, File

_ALLOW = re.compile(r"#+\s*flow\s*:\s*allow\b(?P<names>[^#]*)")
_NAME = re.compile(r"[^\s,]+")


@dataclass(eq=False, slots=True)
class Allow:
    """One name in one such comment: the line it speaks of, counted from 1, and its places.

    `comment` is the place of the whole comment; `alone` tells that it has no other name.
    """

    rule: str
    source: Source
    span: Span
    comment: Span
    line: int
    alone: bool
    is_needed: bool = False


@dataclass(eq=False)
class Allows:
    """All that the files of an instance allow; notes what was needed, and which rules ran."""

    entries: list[Allow]
    ran: set[str] = field(default_factory=set)
    _by_place: dict[tuple[str, str, int], list[Allow]] = field(init=False)

    def __post_init__(self) -> None:
        self._by_place = {}
        for each in self.entries:
            place = (each.rule, each.source.name, each.line)
            self._by_place.setdefault(place, []).append(each)

    @classmethod
    def of(cls, files: Iterable[File]) -> Allows:
        """Those of files."""
        return cls([each for file in files for each in _in_file(file)])

    def allow(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding is allowed where it begins; what allows it was needed."""
        line = diagnostic.source.position(diagnostic.span.start).line
        entries = self._by_place.get((diagnostic.rule, diagnostic.source.name, line), ())
        for each in entries:
            each.is_needed = True
        return bool(entries)


def _in_file(file: File) -> Iterator[Allow]:
    """The names that the comments of a file allow."""
    if "allow" not in file.source.text:
        return
    for comment in file.comments:
        match = _ALLOW.match(comment.text)
        if match is None:
            continue
        names = list(_NAME.finditer(match["names"]))
        line = _line(file.source, comment)
        for name in names:
            start = comment.start + match.start("names") + name.start()
            span = Span(start, start + len(name.group()))
            alone = len(names) == 1
            yield Allow(name.group(), file.source, span, comment.span, line, alone)


def _line(source: Source, comment: Comment) -> int:
    """The line that a comment speaks of: its own, or the next that holds more than comments."""
    line = source.position(comment.start).line
    before = source.text[source.line_starts[line - 1] : comment.start]
    if before.strip():
        return line
    while line < len(source.line_starts):
        line += 1
        text = source.line_text(line).strip()
        if text and not text.startswith("#"):
            break
    return line
