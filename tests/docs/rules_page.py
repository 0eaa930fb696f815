"""The page of rules, made from the rules.

`python -m tests.docs.rules_page` writes `docs/rules.md`; a test holds it to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from flowlang.diagnostics.diagnostic import Severity
from flowlang.diagnostics.register import read_register
from flowlang.diagnostics.rule import Rule
from flowlang.linting.pages import CATEGORIES, lint_pages

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"

HEADING = """\
# Rules

Everything that `flowlang check` and `flowlang lint` tell, by name. `flowlang rule NAME` explains
one: why it is a rule, an example of the wrong and of the right way, how to mend it. This page is
made from the rules.
"""

OF_LINT = """
## What lint tells

A warning is about something that works and is rarely meant. An info, in *italics*, is a hint, most
often about cost, style, or what Marketo itself cannot do. Names of rules and of categories go
behind `--select` and `--ignore` and into `[lint]` of `flowlang.toml`; that of a rule goes behind
`# flow: allow`, on the line of which it speaks or on the one above. See [linting](linting.md).
"""

ABOUT = {
    "correctness": "What does something else than it seems to.",
    "order": "What comes before what, over all campaigns of a workspace.",
    "tokens": "Tokens that are empty, or mean something else than they seem to.",
    "people": "What only data can tell: with `--people DATA`.",
    "cost": "What makes a run long, in Marketo as here.",
    "style": "What makes scripts hard to read and to keep.",
    "portability": "What Marketo itself cannot do.",
}

OF_CHECK = """
## What check tells

Mistakes. They stop every command, and cannot be allowed.
"""


def page() -> str:
    """The text of the page."""
    rules = read_register(lint_pages()).values()
    return "".join(_pieces(rules))


def _pieces(rules: Iterable[Rule]) -> Iterator[str]:
    yield HEADING
    yield OF_LINT
    for category in CATEGORIES:
        yield f"\n### {category}\n\n{ABOUT[category]}\n"
        yield from _table(rule for rule in rules if rule.category == category)
    yield OF_CHECK
    others = {rule.category for rule in rules} - set(CATEGORIES)
    for category in sorted(others):
        yield f"\n### {category}\n"
        yield from _table(rule for rule in rules if rule.category == category)


def _table(rules: Iterable[Rule]) -> Iterator[str]:
    yield "\n| rule | |\n|---|---|\n"
    for rule in sorted(rules, key=lambda each: each.name):
        name = f"*`{rule.name}`*" if rule.severity is Severity.INFO else f"`{rule.name}`"
        yield f"| {name} | {rule.summary} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
