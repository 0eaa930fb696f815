"""A page for each rule of the checker and of the linter, made from the rule, and one of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from flowlang.diagnostics.diagnostic import Severity
from flowlang.diagnostics.register import read_register
from flowlang.diagnostics.rule import Rule
from flowlang.linting.pages import CATEGORIES, lint_pages, module_name
from website.page import ROOT, Page, cell, flow_block

_LINT_FOLDER = "flowlang/linting/rules"
_CHECK_FOLDER = "flowlang/diagnostics/rules"

_INDEX = """\
# All rules

Everything that `flowlang check` and `flowlang lint` tell, by name. `flowlang rule NAME` shows the
same page on a terminal.

A **warning** is about something that works and is rarely meant; an **info** is a hint, most often
about cost, style, or what Marketo itself cannot do. Names of rules and of categories go behind
`--select` and `--ignore` and into `[lint]` of [flowlang.toml](flowlang/model/settings.py); that of
a rule goes behind `# flow: allow`, on the line of which it speaks or on the one above. **Errors**
stop every command and cannot be allowed. See [linting](docs/linting.md).
"""

_ABOUT = {
    "correctness": "What does something else than it seems to.",
    "order": "What comes before what, over all campaigns of a workspace.",
    "tokens": "Tokens that are empty, or mean something else than they seem to.",
    "people": "What only data can tell: with `--people DATA`.",
    "cost": "What makes a run long, in Marketo as here.",
    "style": "What makes scripts hard to read and to keep.",
    "portability": "What Marketo itself cannot do.",
}


def rule_pages() -> list[Page]:
    """The page of all rules, and one for each."""
    rules = read_register(lint_pages()).values()
    said = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
    return [_index(rules), *(_page(rule, said) for rule in rules)]


def groups(rules: Iterable[Rule]) -> Iterator[tuple[str, list[Rule]]]:
    """The rules by category, those of the linter first, by name in each."""
    rules = sorted(rules, key=lambda rule: rule.name)
    categories = [*CATEGORIES, *sorted({rule.category for rule in rules} - set(CATEGORIES))]
    for category in categories:
        yield category, [rule for rule in rules if rule.category == category]


def _index(rules: Iterable[Rule]) -> Page:
    pieces = [_INDEX]
    for category, members in groups(rules):
        is_lint = category in CATEGORIES
        pieces.append(f"## {category if is_lint else f'Errors: {category.lower()}'}\n")
        if is_lint:
            pieces.append(f"{_ABOUT[category]}\n")
        pieces.append("| rule | | |\n|---|---|---|")
        for rule in members:
            kind = "" if rule.severity is Severity.ERROR else rule.severity.value
            pieces.append(f"| [`{rule.name}`]({_source(rule)}) | {cell(rule.summary)} | {kind} |")
        pieces.append("")
    text = "\n".join(pieces)
    return Page("rules/index.md", text, "index.md", (_LINT_FOLDER, _CHECK_FOLDER))


def _source(rule: Rule) -> str:
    """The file in which a rule is written down."""
    if rule.category in CATEGORIES:
        return f"{_LINT_FOLDER}/{module_name(rule.name)}.py"
    return f"{_CHECK_FOLDER}/{rule.name}.md"


def _page(rule: Rule, said: Mapping[str, str]) -> Page:
    text = "\n".join(_pieces(rule, said))
    return Page(f"rules/{rule.name}.md", text, "index.md", (_source(rule),))


def _pieces(rule: Rule, said: Mapping[str, str]) -> Iterator[str]:
    is_lint = rule.category in CATEGORIES
    teller = "flowlang lint" if is_lint else "flowlang check"
    yield f"# {rule.name}\n"
    yield f"{rule.summary}\n"
    yield (
        f"**{rule.severity.value.capitalize()}** · {rule.category.lower()} · "
        f"told by [`{teller}`](flowlang/cli/main.py#{teller.replace(' ', '-')})\n"
    )
    yield f"## Why\n\n{rule.why}\n"
    yield "## Wrong\n"
    yield from _files(rule.bad)
    yield "## Right\n"
    yield from _files(rule.good)
    if rule.mend is not None:
        yield f"## How to mend\n\n{rule.mend}\n"
    if is_lint:
        yield "## Where it is meant\n"
        yield "Say so on the line of which it speaks, or on the one above:\n"
        yield flow_block(f"# flow: allow {rule.name}")
        yield "For a whole project, leave it out in `flowlang.toml`:\n"
        yield flow_block(f'[lint]\nignore = ["{rule.name}"]', language="toml")
    mentions = [name for name, text in sorted(said.items()) if f"`{rule.name}`" in text]
    if mentions:
        yield "## Read on\n"
        for name in mentions:
            title = said[name].split("\n", 1)[0].removeprefix("# ")
            yield f"- [{title}](docs/{name})"


def _files(files: Mapping[str, str]) -> Iterator[str]:
    for name, text in files.items():
        language = "flow" if name.endswith(".flow") else Path(name).suffix[1:] or "text"
        yield flow_block(text, name if len(files) > 1 else None, language)
