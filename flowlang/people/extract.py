"""Writing some of the people into one file, which is there as a whole or not at all."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from flowlang.people import textfile
from flowlang.people.problems import RefusedError
from flowlang.people.rows import Table
from flowlang.people.writing import as_arrow, as_cells, encodings

_ENDINGS = (*textfile.SEPARATORS, ".parquet")


class ExtractWriter:
    """Takes rows of people, some at a time, and puts them where they belong when all are there.

    The ending of the name tells the form. What is written lies beside the target until
    `finish`; a block that is left by an exception leaves nothing.
    """

    def __init__(self, target: Path, *, overwrite: bool) -> None:
        self.target = target
        self.rows = 0
        self._form = target.suffix.lower()
        if self._form not in _ENDINGS:
            raise RefusedError(f"{target}: its name must end in .csv, .tsv or .parquet")
        if target.is_dir():
            raise RefusedError(f"{target} is a folder; --out wants a file")
        if target.exists() and not overwrite:
            raise RefusedError(f"{target} is there already; add --overwrite to replace it")
        self._parquet: pq.ParquetWriter | None = None
        self._is_new = True
        try:
            self._file: IO[bytes] = tempfile.NamedTemporaryFile(  # noqa: SIM115 - closed below
                dir=target.resolve().parent, prefix=f".{target.name}.", delete=False
            )
        except OSError as error:
            raise RefusedError(f"{target} cannot be written: {error.strerror}") from None

    def __enter__(self) -> ExtractWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._abandon()

    def add(self, table: Table) -> None:
        """Write some rows; the first table tells the columns, also where it has no row."""
        try:
            if self._form == ".parquet":
                self._add_arrow(as_arrow(table))
            else:
                self._add_text(table)
        except OSError as error:
            raise self._refusal(error) from None
        self._is_new = False
        self.rows += len(table[0].values) if table else 0

    def finish(self) -> None:
        """Put the file in its place."""
        try:
            if self._parquet is not None:
                self._parquet.close()
            self._file.close()
            path = Path(self._file.name)
            path.chmod(0o644)
            path.replace(self.target)
        except OSError as error:
            self._abandon()
            raise self._refusal(error) from None

    def _add_text(self, table: Table) -> None:
        separator = textfile.SEPARATORS[self._form]
        if self._is_new:
            textfile.write_header(self._file, [column.name for column in table], separator)  # type: ignore[arg-type]  # A file of bytes is one.
        textfile.write_rows(self._file, [as_cells(each) for each in table], separator)  # type: ignore[arg-type]  # The same.

    def _add_arrow(self, table: pa.Table) -> None:
        if self._parquet is None:
            plain = pa.schema([(each.name, _plain(each.type)) for each in table.schema])
            packed: dict[str, Any] = encodings(plain)
            self._parquet = pq.ParquetWriter(self._file, plain, **packed)
        self._parquet.write_table(table.cast(self._parquet.schema))

    def _abandon(self) -> None:
        """Leave no trace."""
        with suppress(OSError):
            self._file.close()
        Path(self._file.name).unlink(missing_ok=True)

    def _refusal(self, error: OSError) -> RefusedError:
        return RefusedError(f"{self.target} cannot be written: {error.strerror or error}")


def _plain(type_: pa.DataType) -> pa.DataType:
    """The type of a column whose words differ from part to part."""
    return type_.value_type if pa.types.is_dictionary(type_) else type_
