"""Documents: small projects that say, line by line, which diagnostics belong there.

A file of documents holds several, each below a line `=== what it shows`. A document is one
or more files; the first is `main.flow`, others begin at a line `--- path/name.flow`. An
expectation is a comment at the end of the line on which a diagnostic begins:

    send email "Invte"   # ! unknown-asset: did you mean

The text behind the colon, which may be left out, must occur in the message, the help, or
the message of a related place. A document without expectations is one without diagnostics.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flowlang.diagnostics.diagnostic import Diagnostic

_EXPECTATION = re.compile(r"# ! (?P<rule>[a-z-]+)(?:: (?P<part>.*?))?\s*(?=# ! |-->|$)")
_HEADING = re.compile(r"^=== (.*)$", re.MULTILINE)
_FILE = re.compile(r"^--- (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Expectation:
    """One diagnostic that must be told: its rule, and a part of what it says."""

    file: str
    line: int
    rule: str
    part: str

    def fits(self, diagnostic: Diagnostic, root: Path) -> bool:
        """Whether a diagnostic is the expected one."""
        position = diagnostic.source.position(diagnostic.span.start)
        return (
            self.rule == diagnostic.rule
            and self.line == position.line
            and self.file == _relative(diagnostic, root)
            and self.part in _said(diagnostic)
        )

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: …{self.part}…"


@dataclass(frozen=True)
class Document:
    """A small project and what is expected of it."""

    title: str
    files: dict[str, str]

    @property
    def expectations(self) -> list[Expectation]:
        """What its comments expect, in order of file and line."""
        return [
            Expectation(name, number, match["rule"], (match["part"] or "").strip())
            for name, text in self.files.items()
            for number, line in enumerate(text.splitlines(), 1)
            for match in _EXPECTATION.finditer(line)
        ]

    def write(self, folder: Path) -> None:
        """Write its files below a folder."""
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def documents(*paths: Path) -> Iterator[Document]:
    """The documents of files, in order."""
    for path in paths:
        pieces = _HEADING.split(path.read_text(encoding="utf-8"))
        for title, text in zip(pieces[1::2], pieces[2::2], strict=True):
            yield document(f"{path.stem}: {title}", text)


def document(title: str, text: str) -> Document:
    """One document from its text."""
    pieces = ["main.flow", *_FILE.split(text)]
    names, texts = pieces[0:1] + pieces[2::2], pieces[1:2] + pieces[3::2]
    files = {name.strip(): body.lstrip("\n") for name, body in zip(names, texts, strict=True)}
    if not files["main.flow"].strip():
        del files["main.flow"]
    return Document(title, files)


def compare(
    document: Document, folder: Path, diagnose: Callable[[Path], list[Diagnostic]]
) -> list[str]:
    """What differs between the diagnostics of a document and what it expects; nothing is good."""
    document.write(folder)
    told = diagnose(folder)
    missing = document.expectations
    unexpected: list[Diagnostic] = []
    for diagnostic in told:
        fitting = next((each for each in missing if each.fits(diagnostic, folder)), None)
        if fitting is None:
            unexpected.append(diagnostic)
        else:
            missing.remove(fitting)
    return [
        *(f"missing: {each}" for each in missing),
        *(f"not expected: {_shown(each, folder)}" for each in unexpected),
    ]


def _shown(diagnostic: Diagnostic, root: Path) -> str:
    position = diagnostic.source.position(diagnostic.span.start)
    place = f"{_relative(diagnostic, root)}:{position.line}"
    return f"{place}: {diagnostic.rule}: {_said(diagnostic)}"


def _relative(diagnostic: Diagnostic, root: Path) -> str:
    path = diagnostic.source.path
    if path is None or not path.resolve().is_relative_to(root.resolve()):
        return diagnostic.source.name
    return path.resolve().relative_to(root.resolve()).as_posix()


def _said(diagnostic: Diagnostic) -> str:
    related = (each.message for each in diagnostic.related)
    return " | ".join([diagnostic.message, diagnostic.help or "", *related])
