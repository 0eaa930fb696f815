"""A page for each rule of the checker and of the linter, made from the rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowlang.diagnostics.register import read_register
from flowlang.diagnostics.rule import Rule
from flowlang.linting.pages import CATEGORIES, lint_pages


def rule_pages() -> dict[str, str]:
    """The text of each page by the name of its rule."""
    return {rule.name: "\n".join(_page(rule)) for rule in read_register(lint_pages()).values()}


def _page(rule: Rule) -> Iterator[str]:
    yield f"# {rule.name}\n"
    yield f"{rule.summary}\n"
    if rule.category in CATEGORIES:
        yield f"*{rule.severity.value.capitalize()}, {rule.category}; told by `flowlang lint`.*\n"
    else:
        yield f"*{rule.severity.value.capitalize()}; told by every command that reads scripts.*\n"
    yield f"## Why\n\n{rule.why}\n"
    yield "## Not so\n"
    yield from _files(rule.bad)
    yield "## But so\n"
    yield from _files(rule.good)
    if rule.mend:
        yield f"## How to mend it\n\n{rule.mend}\n"
    if rule.category in CATEGORIES:
        yield "## Where it is meant\n"
        yield "Say so on the line that it speaks of, or on the one above:\n"
        yield f"```flow\n# flow: allow {rule.name}\n```\n"
        yield "For a whole project: `ignore` below `[lint]` in `flowlang.toml`; see "
        yield "[linting](../docs/linting.md).\n"


def _files(files: Mapping[str, str]) -> Iterator[str]:
    for name, text in files.items():
        if len(files) > 1:
            yield f"`{name}`\n"
        language = "flow" if name.endswith(".flow") else "text"
        yield f"````{language}\n{text.rstrip()}\n````\n"
