"""Reading ahead and writing behind: pieces of files, while others of them are looked at."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
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


@contextmanager
def behind(write: Callable[[_Piece], object]) -> Iterator[Callable[[_Piece], None]]:
    """What takes pieces and has each written in a thread of its own, while the next is made.

    What goes wrong is raised when the next piece comes, or at the end of the block.
    """
    written: Future[object] | None = None

    def put(piece: _Piece) -> None:
        nonlocal written
        if written is not None:
            written.result()
        written = thread.submit(write, piece)

    with ThreadPoolExecutor(1) as thread:
        yield put
        if written is not None:
            written.result()
