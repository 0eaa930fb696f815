"""How the flow of a campaign is laid out."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.cli.main import main
from flowlang.report.flows import fitted
from flowlang.report.text import numbered


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("ab cdef", 4, "ab…"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
    ],
)
def test_a_text_is_cut_to_its_width(text: str, width: int, shown: str) -> None:
    assert fitted(text, width) == shown


def test_numbers_stand_below_each_other() -> None:
    assert numbered([(1204, "a"), (7, "b")]) == ["1,204  a", "    7  b"]


def test_branches_that_nobody_came_to_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    branches = "".join(
        f'when country is "{each}" {{ change code to "{each}" }}\n' for each in range(30)
    )
    fields = "field country: string\nfield code: string\n"
    script = f'{fields}batch campaign "Go" {{ flow {{ choose {{\n{branches}}} }} }}'
    (tmp_path / "p.flow").write_text(script, encoding="utf-8")
    (tmp_path / "people.csv").write_text("id,country\n1,5\n2,15\n3,77\n", encoding="utf-8")
    assert main(["run", str(tmp_path), "--people", str(tmp_path / "people.csv")]) == 0
    out, _ = capsys.readouterr()
    rows = [row.split() for row in out.partition("p.flow:3\n")[2].partition("\n\n")[0].splitlines()]
    assert [row[0] for row in rows] == [
        *["1", "1.1", "1.1.1", "1.2", "1.2.1", "1.3", "1.3.1", "1.4", "1.4.1", "1.5", "1.5.1"],
        *["1.6", "1.6.1", "1.7", "1.16", "1.16.1", "1.17", "none"],
    ]
    assert " ".join(rows[13]) == "1.7 to 1.15: 9 branches that nobody came to 0"
    assert " ".join(rows[-2]) == "1.17 to 1.30: 14 branches that nobody came to 0"
