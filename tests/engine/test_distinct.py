"""What is distinct among many values, whichever way it is found."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from flowlang.engine.distinct import combined, compact, distinct
from flowlang.engine.vectors import Plain

SIZES = [1, 2, 100, 511, 512, 5_000]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("bound", [1, 50, 40_000, 1 << 40])
def test_codes(size: int, bound: int) -> None:
    """Counted where the bound is low, hashed where there are many, else sorted."""
    codes = np.random.default_rng(size).integers(0, bound, size)
    found, places = distinct(codes, bound)
    assert (np.diff(found) > 0).all()
    assert_array_equal(found[places], codes)
    if bound > 4 * max(size, 256):
        assert_array_equal(found, np.unique(codes))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("values", [[0, 7], [-(2**62), 3, 2**62], [-1.5, 0.0, 2.25, 1e300]])
def test_values(size: int, values: list[float]) -> None:
    chosen = np.random.default_rng(size).choice(np.array(values), size)
    found, places = compact(Plain(chosen))
    assert_array_equal(found[places], chosen)
    assert_array_equal(np.unique(found), np.unique(chosen))


def test_two_zeros_are_one_value() -> None:
    values = np.tile([0.0, -0.0, 1.0], 400)
    found, places = compact(Plain(values))
    assert found.tolist() == [0.0, 1.0]
    assert_array_equal(found[places], values)


@pytest.mark.parametrize("bounds", [(3, 4), (2_000, 2_000), (1 << 20, 5, 1 << 20)])
@pytest.mark.parametrize("size", SIZES)
def test_combinations(size: int, bounds: tuple[int, ...]) -> None:
    chance = np.random.default_rng(size)
    columns = [(chance.integers(0, bound, size), bound) for bound in bounds]
    found, places = combined(columns)
    for (codes, _), each in zip(columns, found, strict=True):
        assert_array_equal(each[places], codes)
    pairs = set(zip(*(each[places].tolist() for each in found), strict=True))
    assert len(pairs) == len(np.unique(places))
