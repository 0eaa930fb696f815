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

from flowlang.checking import check
from flowlang.model.load import load
from flowlang.source import Source
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


def step_rows() -> list[Block]:
    """The steps in the first column of the reference's table of steps, but those with `…`."""
    text = (DOCS / "language.md").read_text(encoding="utf-8")
    section = text.split("## Flow steps\n")[1].split("\n### ")[0]
    found = []
    for line in section.splitlines():
        if line.startswith("| `"):
            cell = line.split(" | ")[0]
            found += [
                Block("language.md", 0, "step", step) for step in re.findall(r"`([^`…]+)`", cell)
            ]
    return found


def mistakes(folder: Path, text: str) -> list[str]:
    """What a project of one file is told."""
    (folder / "flowlang.toml").write_text("", encoding="utf-8")
    (folder / "page.flow").write_text(text, encoding="utf-8")
    (instance,) = load([folder]).instances
    return [f"{each.rule}: {each.message}" for each in check(instance)]


def test_there_are_blocks_of_every_kind() -> None:
    assert {each.kind for each in blocks()} == {"", "complete", "filter", "steps"}
    assert len(step_rows()) > 25


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


@pytest.mark.parametrize("block", step_rows(), ids=lambda block: block.text)
def test_steps_of_the_table_can_stand_in_a_flow(block: Block, tmp_path: Path) -> None:
    is_change_alone = block.text.startswith(("=", "{{"))
    step = f"change lead_score by {block.text}" if is_change_alone else block.text
    assert mistakes(tmp_path, _campaign(step)) == []


def _campaign(steps: str) -> str:
    opening = 'trigger campaign "Shown" { on open_email token points: score = +1 flow {'
    return f"{AROUND}{opening}\n{steps}\n}} }}"
