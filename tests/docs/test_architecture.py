"""Who knows whom: the table of the page on architecture is what the imports are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "flowlang"


def told() -> dict[str, set[str]]:
    """Whom each part may know, as the page says, in its order."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = page.split("## The parts\n")[1].split("\n## ")[0]
    parts: dict[str, set[str]] = {}
    for name, known in re.findall(r"^\| `(\w+)` \| [^|]* \| ([^|]*) ?\|$", section, re.MULTILINE):
        everything = "all of the above" in known
        parts[name] = set(parts) if everything else set(re.findall(r"`(\w+)`", known))
    return parts


def imported(part: str) -> set[str]:
    """Which parts the modules of a part import."""
    folder = PACKAGE / part
    modules = folder.rglob("*.py") if folder.is_dir() else [PACKAGE / f"{part}.py"]
    found: set[str] = set()
    for module in modules:
        text = module.read_text(encoding="utf-8")
        found.update(re.findall(r"^\s*(?:from|import) flowlang\.(\w+)", text, re.MULTILINE))
        found.update(re.findall(r"^\s*from flowlang import ([a-z]\w*)", text, re.MULTILINE))
    return found - {part}


def test_every_part_is_in_the_table() -> None:
    there = {
        each.stem
        for each in PACKAGE.iterdir()
        if not each.name.startswith("_") and (each.suffix == ".py" or any(each.glob("*.py")))
    }
    assert there <= set(told())


@pytest.mark.parametrize("part", told())
def test_a_part_knows_only_what_the_table_says(part: str) -> None:
    assert imported(part) <= told()[part]


def test_nobody_knows_a_part_that_stands_below_it_in_the_table() -> None:
    above: set[str] = set()
    for part, known in told().items():
        assert known <= above, part
        above.add(part)


@pytest.mark.parametrize(
    "part", ["syntax", "model", "checking", "linting", "formatting", "diagnostics"]
)
def test_checking_loads_no_arrays(part: str) -> None:
    modules = list((PACKAGE / part).rglob("*.py"))
    assert modules
    for module in modules:
        text = module.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(?:from|import) (?:numpy|pyarrow)\b", text, re.MULTILINE), module
