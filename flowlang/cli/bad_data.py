"""What of a dataset could not be used as it stands, told by every command that reads one."""

from __future__ import annotations

import sys
from typing import Any

from flowlang.cli.output import style_for, write_error, write_json
from flowlang.people.dataset import Dataset
from flowlang.people.problems import BadCell, BadData
from flowlang.style import Look, counted, plain


def tell_dataset(dataset: Dataset, on_bad_data: str) -> None:
    """What of the data was not used as it stands."""
    bad = dataset.bad
    if bad.total:
        done = "read as empty" if on_bad_data == "empty" else "left out with their people"
        first = plain(bad.cells[0].sentence)
        write_error(f"warning: {counted(bad.total, 'bad cell')} {done}, the first in {first}\n")
    if dataset.strangers:
        rows = counted(dataset.strangers, "row")
        write_error(f"note: {rows} about people who are not in the data; kept, and not looked at\n")


def tell_bad_data(bad: BadData, form: str, color: str) -> None:
    """The first bad cells and the number of all."""
    if form == "json":
        write_json(
            {
                "diagnostics": bad_data_list(bad),
                "summary": {"errors": bad.total, "warnings": 0, "files": len(bad.counts)},
            }
        )
        return
    style = style_for(sys.stderr, color)
    for each in bad.cells:
        kind = style.paint("error[bad-data]", Look.ERROR)
        write_error(f"{kind}: {plain(each.sentence)}\n")
    more = bad.total - len(bad.cells)
    if more:
        write_error(f"… and {more:,} more\n")
    where = counted(len(bad.counts), "file")
    write_error(
        f"\nfound {counted(bad.total, 'bad cell')} in {where}; nothing was run\n"
        "  mend the data, or go on with --on-bad-data empty or --on-bad-data skip-person\n"
    )


def bad_data_list(bad: BadData) -> list[dict[str, Any]]:
    """The first bad cells in the shape of diagnostics."""
    return [_cell(each) for each in bad.cells]


def _cell(cell: BadCell) -> dict[str, Any]:
    """A bad cell in the shape of a diagnostic; its line is the row, header first."""
    place = {"line": cell.row, "column": 1}
    return {
        "rule": "bad-data",
        "severity": "error",
        "message": cell.sentence,
        "file": cell.file,
        "start": place,
        "end": place,
        "help": None,
        "related": [],
        "fix": None,
    }
