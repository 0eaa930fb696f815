"""Reading ahead and writing behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest

from flowlang.people.ahead import ahead, behind
from flowlang.people.problems import RefusedError


def broken() -> Iterator[int]:
    yield 1
    raise RefusedError("the second piece is torn")


def test_pieces_come_in_their_order() -> None:
    assert list(ahead(range(5))) == [0, 1, 2, 3, 4]
    assert list(ahead([None, None])) == [None, None]


def test_what_is_wrong_is_told_when_it_is_come_to() -> None:
    pieces = ahead(broken())
    assert next(pieces) == 1
    with pytest.raises(RefusedError, match="second piece"):
        next(pieces)


def test_who_stops_early_need_not_read_the_rest() -> None:
    read = []

    def pieces() -> Iterator[int]:
        for number in range(100):
            read.append(number)
            yield number

    some = ahead(pieces())
    assert next(some) == 0
    some.close()
    assert len(read) <= 2


def test_pieces_are_written_in_their_order_and_all_of_them_by_the_end() -> None:
    written: list[int] = []
    put_all(written.append, range(20))
    assert written == list(range(20))


@pytest.mark.parametrize("wrong", [0, 1, 2])
def test_what_cannot_be_written_is_told(wrong: int) -> None:
    """Be it followed by another piece or the last one."""
    written: list[int] = []

    def write(piece: int) -> None:
        if piece == wrong:
            raise OSError("no space left")
        written.append(piece)

    with pytest.raises(OSError, match="no space"):
        put_all(write, range(3))
    assert written == list(range(wrong))


def test_what_was_put_is_written_when_the_next_piece_cannot_be_made() -> None:
    written: list[int] = []
    with pytest.raises(RefusedError, match="second piece"):
        put_all(written.append, broken())
    assert written == [1]


def put_all(write: Callable[[int], object], pieces: Iterable[int]) -> None:
    with behind(write) as put:
        for piece in pieces:
            put(piece)
