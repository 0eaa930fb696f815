"""How many people a file is about, told without reading it."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flowlang.people.files import people_about


@pytest.mark.parametrize("many", [1, 1_000, 50_000])
def test_the_people_of_a_text_file_are_estimated(tmp_path: Path, many: int) -> None:
    rows = [f"{number},p{number:06}@orchard.example" for number in range(many)]
    (tmp_path / "people.csv").write_text("\n".join(["id,email", *rows]) + "\n")
    assert many * 0.8 <= people_about(tmp_path) <= many * 1.2 + 1


def test_the_people_of_parquet_files_are_counted(tmp_path: Path) -> None:
    folder = tmp_path / "people"
    folder.mkdir()
    for number, many in enumerate((3, 4)):
        pq.write_table(pa.table({"id": range(many)}), folder / f"part-{number}.parquet")
    assert people_about(tmp_path) == 7


@pytest.mark.parametrize("text", [None, "", "id"])
def test_what_is_no_table_has_nobody(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "people.csv"
    if text is not None:
        path.write_text(text)
    assert people_about(path) == 0
