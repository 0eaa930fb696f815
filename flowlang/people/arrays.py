"""Columns of several pieces as one array."""

from __future__ import annotations

import pyarrow as pa


def as_one(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A column as one array; where it is one piece, that piece."""
    if not isinstance(column, pa.ChunkedArray):
        return column
    if column.num_chunks == 0:
        return pa.array([], column.type)
    return column.chunk(0) if column.num_chunks == 1 else below(*column.chunks)


def below(*pieces: pa.Array) -> pa.Array:
    """Arrays of one type, be they codes or not, below each other.

    Codes stay codes, for the texts of a log are long.
    """
    if len({each.type for each in pieces}) > 1 or pa.types.is_dictionary(pieces[0].type):
        coded = pa.dictionary(pa.int32(), holds(pieces[0]))
        pieces = tuple(
            (each if pa.types.is_dictionary(each.type) else each.dictionary_encode()).cast(coded)
            for each in pieces
        )
        pieces = tuple(pa.chunked_array(pieces).unify_dictionaries().chunks)
    return pa.concat_arrays(pieces)


def holds(values: pa.Array) -> pa.DataType:
    """The type of values, be they written out or codes of a dictionary."""
    return values.type.value_type if pa.types.is_dictionary(values.type) else values.type
