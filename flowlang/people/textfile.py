"""CSV and TSV files: reading them as columns of text, writing columns of text."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from flowlang.people.problems import BadData, OnBadData, RefusedError
from flowlang.people.quotes import NoTextError, UnclosedQuoteError, is_broken, repair, rows

SEPARATORS = {".csv": ",", ".tsv": "\t"}
_ONLY_A_HEADER = ("Empty CSV", "Could not skip initial 1 rows")
"""What Arrow says of a file without rows; the second where its one line has no end."""

_BLOCK = 1 << 23


def check_encoding(path: Path) -> None:
    """Refuse a file that is empty, or no text in UTF-8."""
    with path.open("rb") as file:
        start = file.read(1 << 16)
    if not start.removeprefix(b"\xef\xbb\xbf").strip():
        raise RefusedError(f"{path} is empty; its first line must name the columns")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in start:
        raise RefusedError(f"{path} is no UTF-8 text; save it as CSV in UTF-8")
    if start.startswith(b"PAR1"):
        raise RefusedError(f"{path} is a Parquet file; let its name end in .parquet")


def header(path: Path, separator: str) -> list[str]:
    """The names of the columns, as the first line has them."""
    check_encoding(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            text = file.readline()
            while text.count('"') % 2 and (more := file.readline()):
                text += more
    except UnicodeDecodeError:
        raise RefusedError(f"{path} is no UTF-8 text; save it as CSV in UTF-8") from None
    try:
        names = next(rows(io.StringIO(text, newline=""), separator), [])
    except UnclosedQuoteError as error:
        raise RefusedError(f"{path}: {error}") from None
    if len(names) == 1 and separator == "," and ";" in names[0]:
        raise RefusedError(f"{path} has semicolons between its cells; commas are wanted")
    return [name.strip() for name in names]


def read_batches(
    path: Path, separator: str, bad: BadData, on_bad: OnBadData
) -> Iterator[pa.RecordBatch]:
    """The rows of a file, all columns as text, a block at a time.

    Rows with too many or too few cells are bad data; they are filled or cut where bad cells
    are read as empty, and left out where people with bad data are.
    """
    names = header(path, separator)
    with _readable(path, separator, names, bad, on_bad) as readable:
        ragged: list[tuple[int, int]] = []

        def skip(row: Any) -> str:
            ragged.append((row.number or 0, row.actual_columns))
            return "skip"

        try:
            reader = csv.open_csv(
                readable,
                csv.ReadOptions(
                    block_size=_BLOCK, column_names=names, skip_rows=1, use_threads=False
                ),
                csv.ParseOptions(
                    delimiter=separator, newlines_in_values=True, invalid_row_handler=skip
                ),
                csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    strings_can_be_null=False,
                    quoted_strings_can_be_null=False,
                ),
            )
            seen = False
            for batch in reader:
                seen = True
                yield batch
            if not seen:
                yield _no_rows(names)
        except pa.ArrowInvalid as error:
            if any(each in str(error) for each in _ONLY_A_HEADER):
                yield _no_rows(names)
                return
            raise RefusedError(f"{path} cannot be read as a table: {error}") from None
        for number, cells in ragged:
            told = f"a row of {cells} cells where the header has {len(names)}"
            bad.add(str(path), number, "(all)", f"{cells} cells", told)


def _no_rows(names: list[str]) -> pa.RecordBatch:
    return pa.record_batch([pa.array([], pa.string()) for _ in names], names=names)


@contextmanager
def _readable(
    path: Path, separator: str, names: list[str], bad: BadData, on_bad: OnBadData
) -> Iterator[Path]:
    """The file itself, or a mended copy where its quotes are not as they should be."""
    try:
        broken = is_broken(path, separator)
        if not broken and on_bad is not OnBadData.EMPTY:
            yield path
            return
        with tempfile.TemporaryDirectory(prefix="flowlang-") as folder:
            mended = Path(folder) / "mended.csv"
            width = len(names) if on_bad is OnBadData.EMPTY else None
            repair(path, separator, mended, width)
            yield mended
    except NoTextError as error:
        raise RefusedError(f"{path}: {error}; save it as CSV in UTF-8") from None
    except UnclosedQuoteError as error:
        raise RefusedError(f"{path}: {error}") from None


def write_header(file: BinaryIO, names: list[str], separator: str) -> None:
    """Write the line that names the columns."""
    cells = _quoted(pa.array(names, pa.string()), separator).to_pylist()
    file.write((separator.join(cells) + "\n").encode())


def write_rows(file: BinaryIO, columns: list[pa.Array], separator: str) -> None:
    """Write rows of text cells; null is an empty cell."""
    if not columns or not len(columns[0]):
        return
    quoted = [_quoted(each, separator) for each in columns]
    lines = pc.binary_join_element_wise(*quoted, separator)
    lines = pc.binary_join_element_wise(lines, "", "\n")
    if isinstance(lines, pa.ChunkedArray):
        for chunk in lines.chunks:
            _write_values(file, chunk)
    else:
        _write_values(file, lines)


def _write_values(file: BinaryIO, texts: pa.Array) -> None:
    """Write texts one behind the other; they lie so in memory."""
    _, offsets, values = texts.buffers()
    if values is None:
        return
    width = 8 if pa.types.is_large_string(texts.type) else 4
    ends = memoryview(offsets).cast("q" if width == 8 else "i")
    first, last = ends[texts.offset], ends[texts.offset + len(texts)]
    file.write(memoryview(values)[first:last])


def _quoted(column: pa.Array, separator: str) -> pa.Array:
    """Cells with quotes around them where they need some."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    column = column.cast(pa.string()).fill_null("")
    needs = pc.match_substring_regex(column, f'["\r\n{separator}]')
    if not pc.any(needs).as_py():
        return column
    doubled = pc.replace_substring(column, '"', '""')
    return pc.if_else(needs, pc.binary_join_element_wise('"', doubled, '"', ""), column)
