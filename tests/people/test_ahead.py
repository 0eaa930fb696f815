"""Reading ahead."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from flowlang.people.ahead import ahead
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
