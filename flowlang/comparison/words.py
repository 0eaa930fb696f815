"""Words with a number each, the same numbers for both sides of a comparison."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Word = TypeVar("Word", bound=Hashable)


class Words(Generic[Word]):
    """Numbers words in the order in which they are first seen."""

    def __init__(self) -> None:
        self._numbers: dict[Word, int] = {}

    @property
    def all(self) -> list[Word]:
        """The words by their numbers."""
        return list(self._numbers)

    def numbers(
        self, column: pa.Array | pa.ChunkedArray, word: Callable[[str], Any] = str
    ) -> np.ndarray[Any, np.dtype[np.int64]]:
        """The numbers of the texts of a column without nulls; `word` is what a text stands for."""
        encoded = pc.dictionary_encode(column)
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.unify_dictionaries().combine_chunks()
        known = self._numbers
        here = [known.setdefault(word(each), len(known)) for each in encoded.dictionary.to_pylist()]
        numbers: np.ndarray[Any, np.dtype[np.int64]]
        numbers = np.take(np.array(here, np.int64), encoded.indices.to_numpy())
        return numbers
