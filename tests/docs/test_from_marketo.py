"""What is written beside Marketo's words is FlowLang, and none of the language is left out.

The heading of a column tells what stands below it in back-quotes: a `filter`, a `step`, an
activity (`on` or `did`), a `part` of a campaign, a line of a `schedule`, a `declaration`, a `text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

import flowlang
from flowlang.diagnostics.register import read_register
from flowlang.linting.pages import lint_pages
from flowlang.source import Source
from flowlang.syntax.nodes import campaigns, filters, steps
from flowlang.syntax.nodes.campaigns import Part
from flowlang.syntax.nodes.filters import Filter, WaitingIn
from flowlang.syntax.nodes.node import Node
from flowlang.syntax.nodes.steps import Step
from flowlang.syntax.parser import parse
from tests.docs.test_pages import AROUND, DOCS, ROOT, mistakes

PAGE = DOCS / "from-marketo.md"
MORE = """
token season: text = "autumn"
activity visit_booth = 100101 as "Visit Booth" { booth: string primary minutes: integer }
"""
WHERE = {
    "filter": 'smart list "Shown" {{ {} }}',
    "on or did": 'smart list "Shown" {{ did {} }} '
    'trigger campaign "Shown" {{ on {0} flow {{ do nothing }} }}',
    "step": 'trigger campaign "Shown" {{ on open_email token points: score = +1 flow {{ {} }} }}',
    "schedule": 'batch campaign "Shown" {{ flow {{ do nothing }} schedule {{ {} }} }}',
    "declaration": "{}",
    "text": 'program "Shown" {{ token points: score = +1 trigger campaign "Shown" '
    '{{ on fill_out_form flow {{ interesting moment "Web" "{}" }} }} }}',
}


class Row(NamedTuple):
    """What a table shows: its kind, and the text."""

    kind: str
    text: str

    def project(self) -> str:
        """A project in which it stands."""
        around = f"{AROUND}{MORE}"
        if self.kind == "part":
            kind = "batch" if self.text.startswith("at most") else "trigger"
            on = "" if kind == "batch" or self.text.startswith("on ") else "on open_email "
            shown = f'{kind} campaign "Shown" {{ {on}{self.text} flow {{ do nothing }} }}'
        else:
            # Format's own braces, and `{0}` where a text is wanted twice.
            shown = WHERE[self.kind].replace("{}", "{0}").format(self.text)
        return f"{around}\n{shown}"


def rows() -> Iterator[Row]:
    """The rows of all tables of which a column says what it shows."""
    kinds: list[str] = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            kinds = []
        elif not kinds:
            kinds = [each.strip().replace("`", "") for each in line.strip("|").split("|")]
        else:
            for kind, cell in zip(kinds, line.strip("|").split("|"), strict=True):
                if kind in {*WHERE, "part"}:
                    yield from (Row(kind, text) for text in re.findall(r"`([^`]+)`", cell))


ROWS = list(dict.fromkeys(rows()))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}: {row.text}")
def test_what_stands_beside_marketos_words_has_no_mistakes(row: Row, tmp_path: Path) -> None:
    assert mistakes(tmp_path, row.project()) == []


def test_who_has_no_value_passes_where_it_says_so(tmp_path: Path) -> None:
    text = PAGE.read_text(encoding="utf-8").split("## Smart list: operators")[1].split("\n## ")[0]
    # Where a row says neither yes nor no, it depends on the values.
    said = re.findall(r"^\|[^|]*\| (`.*`) \| (\*\*yes\*\*|no) \|$", text, re.MULTILINE)
    expectations = [
        f'expect "nobody": {"" if "yes" in answer else "not "}{shown}'
        for cell, answer in said
        for shown in re.findall(r"`([^`]+)`", cell)
    ]
    assert len(expectations) >= 35
    script = "\n".join(
        ("import std.fields", 'test "t" {', 'given person "nobody" { }', *expectations)
    )
    (tmp_path / "flowlang.toml").write_text("", encoding="utf-8")
    (tmp_path / "page.flow").write_text(f"{script}\n}}", encoding="utf-8")
    told = flowlang.test(tmp_path)
    assert told.ok, str(told)


@pytest.mark.parametrize(
    ("module", "base", "others"),
    [
        (steps, Step, set()),
        # `waiting in` is for tests.
        (filters, Filter, {WaitingIn}),
        # Tokens and flows have tables of their own.
        (campaigns, Part, {campaigns.Flow, campaigns.Schedule}),
    ],
    ids=["steps", "filters", "parts of campaigns"],
)
def test_nothing_of_the_language_is_left_out(
    module: ModuleType, base: type[Node], others: set[type[Node]]
) -> None:
    shown = {
        type(node)
        for row in ROWS
        for node in _nodes(parse(Source("page", row.project().removeprefix(AROUND))))
    }
    kinds = {each for each in vars(module).values() if isinstance(each, type)}
    assert {each for each in kinds if issubclass(each, base)} - {base, *others} <= shown


def test_no_activity_type_is_left_out() -> None:
    core = (ROOT / "stdlib" / "core.flow").read_text(encoding="utf-8")
    shown = {row.text.split()[0] for row in ROWS if row.kind == "on or did"}
    assert set(re.findall(r"^(?:open )?activity (\w+)", core, re.MULTILINE)) <= shown


def test_the_rules_that_it_names_exist() -> None:
    text = PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z]+(?:-[a-z0-9]+)+)`", text))
    assert named
    assert named <= set(read_register(lint_pages()))


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, list | tuple):
        for each in value:
            yield from _nodes(each)
    elif isinstance(value, Node):
        yield value
        for kind in type(value).__mro__:
            for name in getattr(kind, "__slots__", ()):
                yield from _nodes(getattr(value, name))
