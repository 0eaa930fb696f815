"""The pages are true: what they show parses, and what they show as whole has no mistakes.

The word after ```flow tells what a block is: `complete` a whole project; `filter` one filter a
line; `steps` the inside of a flow; nothing a file that at least parses. Filters and steps stand in
the project below, which has what the pages talk about.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from lark import Lark

from flowlang.checking import check
from flowlang.datatypes import FIELD_TYPES, TOKEN_TYPES
from flowlang.effects.logs import logged_by
from flowlang.engine.steps.messages import REASONS
from flowlang.engine.steps.programs import EARLIER_STATUS, NOT_A_MEMBER
from flowlang.model.filters import MembershipAttribute, Operator
from flowlang.model.instance import Instance
from flowlang.model.load import load
from flowlang.model.values import TimeFrame, TokenFamily
from flowlang.people.files import TABLES
from flowlang.people.tables import COLUMNS
from flowlang.source import Source
from flowlang.syntax import tables
from flowlang.syntax.parser import parse
from website.library import library_pages

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

AROUND = """
import std.fields
list "VIP"
list "Partners"
list "Welcomed"
smart list "Customers" { lead_status is "Customer" }
segmentation "Region" { segment "Near" { country is "DE" } }
email "Invitation" { subject: "Come" }
email "Reminder" { subject: "Still time" }
email "Hello" { subject: "Hello" }
email "Call soon" { subject: "Call" }
webhook "Tell the lobby" { url: "https://lobby.example/arrivals" }
channel "Event" { status "Invited" status "Registered" status "Came" success }
member field seat: string
program "Dinner" uses channel "Event" { }
program "Newsletter" { stream "Beginners" stream "Experts" }
batch campaign "Welcome" { flow { do nothing } }
executable campaign "Add points" {
  token points: score = +0
  flow { change lead_score by {{my.Points}} }
}
trigger campaign "Price requests" { on requested flow { do nothing } }
"""


class Block(NamedTuple):
    """A block of a page: the page, the line of its first line, what it is, and its text."""

    page: str
    line: int
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks() -> list[Block]:
    """All ```flow blocks of all pages, those of pages made from modules among them."""
    found = []
    written = (ROOT / "README.md", ROOT / "website" / "index.md", *sorted(DOCS.glob("*.md")))
    texts = [(path.name, path.read_text(encoding="utf-8")) for path in written]
    texts += [(page.place, page.text) for page in library_pages()]
    for name, text in texts:
        for match in re.finditer(
            r"^```flow *(\w*)(?: title=[^\n]*)?\n(.*?)^```$", text, re.MULTILINE | re.DOTALL
        ):
            line = text.count("\n", 0, match.start(2)) + 1
            found.append(Block(name, line, match[1], match[2]))
    return found


def rows(title: str) -> list[list[str]]:
    """The rows of the table below a heading of the reference, cell by cell, heads aside."""
    text = (DOCS / "language.md").read_text(encoding="utf-8")
    section = text.split(f"# {title}\n")[1].split("\n#")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def code(cell: str) -> list[str]:
    """The code in a cell, but what has `…` in it."""
    return re.findall(r"`([^`…]+)`", cell)


def step_rows() -> list[tuple[str, str]]:
    """The steps in the table of steps, and the cell that says what they log."""
    return [(_step(each), row[1]) for row in rows("Flow steps") for each in code(row[0])]


def _step(text: str) -> str:
    is_change_alone = text.startswith(("=", "{{"))
    return f"change lead_score by {text}" if is_change_alone else text


def project(folder: Path, text: str) -> Instance:
    """A project of one file."""
    (folder / "flowlang.toml").write_text("", encoding="utf-8")
    (folder / "page.flow").write_text(text, encoding="utf-8")
    (instance,) = load([folder]).instances
    return instance


def mistakes(folder: Path, text: str) -> list[str]:
    """What a project of one file is told."""
    return [f"{each.rule}: {each.message}" for each in check(project(folder, text))]


def test_there_are_blocks_of_every_kind() -> None:
    assert {each.kind for each in blocks()} == {"", "complete", "filter", "steps"}
    assert len(step_rows()) > 30
    assert len(rows("Comparing a field")) > 10


@pytest.mark.parametrize("block", [each for each in blocks() if not each.kind], ids=str)
def test_a_block_parses(block: Block) -> None:
    assert [each.message for each in parse(Source(str(block), block.text)).diagnostics] == []


@pytest.mark.parametrize("block", [each for each in blocks() if each.kind == "complete"], ids=str)
def test_a_complete_block_has_no_mistakes(block: Block, tmp_path: Path) -> None:
    assert mistakes(tmp_path, block.text) == []


@pytest.mark.parametrize("block", [each for each in blocks() if each.kind == "filter"], ids=str)
def test_each_line_is_a_filter(block: Block, tmp_path: Path) -> None:
    for line in block.text.splitlines():
        assert mistakes(tmp_path, f'{AROUND}smart list "Shown" {{ {line} }}') == []


@pytest.mark.parametrize("block", [each for each in blocks() if each.kind == "steps"], ids=str)
def test_steps_can_stand_in_a_flow(block: Block, tmp_path: Path) -> None:
    assert mistakes(tmp_path, _campaign(block.text)) == []


@pytest.mark.parametrize("row", rows("Comparing a field"), ids=lambda row: row[0])
def test_comparisons_of_the_table_are_filters(row: list[str], tmp_path: Path) -> None:
    for each in code(row[0]):
        assert mistakes(tmp_path, f'{AROUND}smart list "Shown" {{ {each} }}') == []


@pytest.mark.parametrize(("step", "logs"), step_rows(), ids=lambda cell: cell)
def test_steps_of_the_table_log_what_it_says(step: str, logs: str, tmp_path: Path) -> None:
    instance = project(tmp_path, _campaign(step))
    assert [f"{each.rule}: {each.message}" for each in check(instance)] == []
    (bound,) = next(each for each in instance.campaigns if each.name == "Shown").flow
    # A deletion is in the log, but nothing can react to it, and nobody is left to ask about.
    assert [each.activity.name for each in logged_by(bound, instance)] == code(logs)


WORDS: dict[str, list[str]] = {
    "types": [each.value for each in (*FIELD_TYPES, *TOKEN_TYPES)],
    "operators": [each.value for each in Operator],
    "time frames": [word for each in TimeFrame for word in each.value.split()],
    "memberships": [each.value for each in MembershipAttribute],
    "families": [each.value for each in TokenFamily],
    "reasons": [*REASONS, NOT_A_MEMBER, EARLIER_STATUS],
    "tables": [*TABLES],
    "columns": [column for columns in COLUMNS.values() for column in columns],
}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_the_reference_has_all_that_there_is(words: list[str]) -> None:
    text = (DOCS / "language.md").read_text(encoding="utf-8")
    shown = " ".join(re.findall(r"`([^`\n]+)`", text))
    assert [
        each for each in words if not re.search(rf"(?<!\w){re.escape(each)}(?!\w)", shown)
    ] == []


def test_the_reference_shows_all_that_the_grammar_has() -> None:
    parser = Lark(tables.grammar_text(), parser="lalr", start=tables.START_RULES)
    page = [each for each in blocks() if each.page == "language.md"]
    texts = [("start", each.text) for each in page if each.kind in ("", "complete")]
    texts += [("steps", each.text) for each in page if each.kind == "steps"]
    lines = [line for each in page if each.kind == "filter" for line in each.text.splitlines()]
    lines += [each for row in rows("Comparing a field") for each in code(row[0])]
    texts += [("lone_filter", line) for line in lines] + [
        ("steps", step) for step, _ in step_rows()
    ]
    shown = {
        str(tree.data)
        for start, text in texts
        for tree in parser.parse(text, start=start).iter_subtrees()
    }
    known = {
        str(rule.alias or rule.origin.name)
        for rule in parser.rules
        if not rule.origin.name.startswith("_") and (rule.alias or not rule.options.expand1)
    }
    assert len(known) > 100
    assert known - shown == set()


def _campaign(steps: str) -> str:
    opening = 'trigger campaign "Shown" { on open_email token points: score = +1 flow {'
    return f"{AROUND}{opening}\n{steps}\n}} }}"
