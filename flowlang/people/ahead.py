"""Reading ahead: the next piece of a file is read while the one before it is looked at."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Piece = TypeVar("_Piece")


def ahead(pieces: Iterable[_Piece]) -> Generator[_Piece]:
    """The pieces, each read in a thread of its own while the one before it is in use."""
    coming = iter(pieces)

    def following() -> tuple[_Piece] | None:
        for piece in coming:
            return (piece,)
        return None

    with ThreadPoolExecutor(1) as thread:
        future = thread.submit(following)
        while (read := future.result()) is not None:
            future = thread.submit(following)
            yield read[0]
