"""Arrow arrays as numpy arrays and back, by way of the memory in which they lie.

Arrow keeps which entries have a value, and what booleans are, as one bit each; numpy keeps
bytes. Bits are unpacked and packed here, which takes a tenth of what Arrow's own ways take.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]


def known(array: pa.Array) -> Mask:
    """Where an array has a value."""
    bitmap = array.buffers()[0]
    if bitmap is None:
        return np.full(len(array), not array.null_count)
    return _bits(bitmap, array)


def values(array: pa.Array) -> Array:
    """The values of an array of numbers, times or booleans; what stands for none is open.

    Where that is possible they are no copy, and cannot be written to.
    """
    buffer = array.buffers()[1]
    if pa.types.is_boolean(array.type):
        return _bits(buffer, array)
    kind = np.dtype(f"{'f' if pa.types.is_floating(array.type) else 'i'}{array.type.byte_width}")
    if not len(array):
        return np.zeros(0, kind)
    found = np.frombuffer(buffer, kind, len(array), array.offset * kind.itemsize)
    # Arrow would let a buffer that it made itself be written to.
    found.flags.writeable = False
    return found


def _bits(buffer: pa.Buffer, array: pa.Array) -> Mask:
    first = array.offset
    if not len(array):
        return np.zeros(0, np.bool_)
    bits = np.unpackbits(
        np.frombuffer(buffer, np.uint8), count=first + len(array), bitorder="little"
    )
    return bits[first:].view(np.bool_)


def zeroed(numbers: Array, where: Mask) -> Array:
    """Numbers or booleans, zero except where a mask holds."""
    if numbers.dtype == np.bool_:
        return numbers & where
    bits = numbers.view(f"i{numbers.itemsize}")
    # All bits of what is kept, none of the rest: a select would be three times slower.
    kept: Array = bits & -where.view(np.int8)
    return kept.view(numbers.dtype)


def array_of(numbers: Array, empty: Mask | None, type_: pa.DataType) -> pa.Array:
    """Numbers, times or booleans as an array of a type that has their width, null where empty."""
    size = len(numbers)
    data = np.packbits(numbers, bitorder="little") if numbers.dtype == np.bool_ else numbers
    bitmap = None if empty is None else pa.py_buffer(np.packbits(~empty, bitorder="little"))
    return pa.Array.from_buffers(type_, size, [bitmap, pa.py_buffer(np.ascontiguousarray(data))])
