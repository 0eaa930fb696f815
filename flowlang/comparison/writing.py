"""Differences as a file."""

from __future__ import annotations

from pathlib import Path

from flowlang.comparison.compare import Comparison
from flowlang.datatypes import DataType
from flowlang.people.extract import ExtractWriter
from flowlang.people.rows import Column


def write_differences(found: Comparison, target: Path, *, overwrite: bool) -> None:
    """Write a row for every person and thing that differs; the file is there whole, or not."""
    with ExtractWriter(target, overwrite=overwrite) as writer:
        table = found.differences
        writer.add(
            [
                Column(name, DataType.STRING, table[name].combine_chunks())
                for name in table.column_names
            ]
        )
        writer.finish()
