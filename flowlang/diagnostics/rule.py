"""The page of a rule: what it is about, why, and an example of the wrong and the right way.

A page is a text in this form; the examples are fenced blocks of FlowLang, in which further
files begin at lines `--- path/name.flow`, and `## How to mend` may be left out:

    # rule-name

    One line that says what is wrong.

    Severity: error
    Category: Names

    ## Why
    ## Bad
    ## Good
    ## How to mend
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flowlang.diagnostics.diagnostic import Severity

MAIN_FILE = "main.flow"
"""The name of the first file of an example that does not begin with one."""

_FENCE = re.compile(r"^```flow\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^--- (\S.*)$", re.MULTILINE)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_NAME = re.compile(r"\A# ([a-z][a-z0-9-]*)\s*$", re.MULTILINE)
_ENTRY = re.compile(r"^(Severity|Category): (.+)$", re.MULTILINE)
_REQUIRED = ("Why", "Bad", "Good")
_OPTIONAL = ("How to mend",)


class PageError(ValueError):
    """A page that is not in the form of one; a mistake of the project's, not of a user's."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Examples are files by path; `summary` is one line, `why` and `mend` are prose."""

    name: str
    severity: Severity
    category: str
    summary: str
    why: str
    bad: dict[str, str]
    good: dict[str, str]
    mend: str | None = None


def read_page(text: str) -> Rule:
    """The rule that a page describes; raises `PageError` where the page is not in its form."""
    head, *parts = _split(text)
    named = _NAME.match(head)
    if named is None:
        raise PageError("a page begins with a line `# rule-name`")
    name = named[1]
    entries = {key: value.strip() for key, value in _ENTRY.findall(head)}
    for key in ("Severity", "Category"):
        if key not in entries:
            raise PageError(f"{name}: the page has no line `{key}: …`")
    sections = {
        heading.strip(): body.strip("\n")
        for heading, body in zip(parts[0::2], parts[1::2], strict=True)
    }
    _check_headings(name, sections)
    return Rule(
        name,
        _severity(name, entries["Severity"]),
        entries["Category"],
        _summary(name, head[named.end() :]),
        sections["Why"].strip(),
        _example(name, "Bad", sections["Bad"]),
        _example(name, "Good", sections["Good"]),
        sections["How to mend"].strip() if "How to mend" in sections else None,
    )


def _split(text: str) -> list[str]:
    """The head, then each heading and what is below it; examples may hold doc comments."""
    examples = [match.span() for match in _BLOCK.finditer(text)]
    pieces, at = [], 0
    for match in _HEADING.finditer(text):
        if not any(start < match.start() < end for start, end in examples):
            pieces += [text[at : match.start()], match[1]]
            at = match.end()
    return [*pieces, text[at:]]


def _check_headings(name: str, sections: dict[str, str]) -> None:
    for heading in _REQUIRED:
        if not sections.get(heading, "").strip():
            raise PageError(f"{name}: the page says nothing below `## {heading}`")
    for heading in sections:
        if heading not in (*_REQUIRED, *_OPTIONAL):
            raise PageError(f"{name}: `## {heading}` is no heading of a page")


def _severity(name: str, word: str) -> Severity:
    try:
        return Severity(word)
    except ValueError:
        raise PageError(f"{name}: `{word}` is no severity") from None


def _summary(name: str, head: str) -> str:
    lines = [line.strip() for line in _ENTRY.sub("", head).splitlines() if line.strip()]
    if len(lines) != 1:
        raise PageError(f"{name}: the summary is one line, between the name and the severity")
    return lines[0]


def _example(name: str, heading: str, body: str) -> dict[str, str]:
    """The files of the one fenced block below a heading."""
    blocks = _FENCE.findall(f"{body}\n")
    if len(blocks) != 1:
        raise PageError(f"{name}: below `## {heading}` stands one block ```flow")
    first, *rest = _FILE.split(blocks[0])
    files = {MAIN_FILE: first} if first.strip() else {}
    files |= {
        path.strip(): text.removeprefix("\n")
        for path, text in zip(rest[0::2], rest[1::2], strict=True)
    }
    return files
