"""The cache: an entry is whole and one's own, or it is none."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flowlang.store import Store


def only_file(base: Path) -> Path:
    (file,) = (each for each in base.rglob("*") if each.is_file())
    return file


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    store = Store("kind", 1000, tmp_path)
    assert store.get("key") is None
    store.put("key", b"content")
    assert store.get("key") == b"content"
    assert Store("other", 1000, tmp_path).get("key") is None
    store.put("key", b"another")
    assert store.get("key") == b"another"


@pytest.mark.parametrize("kept", [0, 10, 40, 55])
def test_an_entry_cut_short_is_none(kept: int, tmp_path: Path) -> None:
    store = Store("kind", 1000, tmp_path)
    store.put("key", b"a longer content")
    file = only_file(tmp_path)
    file.write_bytes(file.read_bytes()[:kept])
    assert store.get("key") is None
    store.put("key", b"new")
    assert store.get("key") == b"new"


def test_a_damaged_entry_is_none(tmp_path: Path) -> None:
    store = Store("kind", 1000, tmp_path)
    store.put("key", b"content")
    file = only_file(tmp_path)
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1
    file.write_bytes(raw)
    assert store.get("key") is None


def test_an_entry_of_another_key_is_none(tmp_path: Path) -> None:
    store = Store("kind", 1000, tmp_path)
    store.put("one", b"content")
    raw = only_file(tmp_path).read_bytes()
    store.put("two", b"")
    for each in tmp_path.rglob("*"):
        if each.is_file():
            each.write_bytes(raw)
    assert store.get("one") == b"content"
    assert store.get("two") is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="owners are told apart by number")
def test_what_others_may_write_is_none(tmp_path: Path) -> None:
    store = Store("kind", 1000, tmp_path)
    store.put("key", b"content")
    file = only_file(tmp_path)
    file.chmod(0o666)
    assert store.get("key") is None
    file.chmod(0o600)
    assert store.get("key") == b"content"
    elsewhere = tmp_path / "elsewhere"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    assert store.get("key") is None


def test_a_place_that_cannot_be_written_is_no_harm(tmp_path: Path) -> None:
    (tmp_path / "kind").write_text("a file where the folder should be")
    store = Store("kind", 1000, tmp_path)
    store.put("key", b"content")
    assert store.get("key") is None
    store.used("key")
    store.trim()


def test_the_oldest_go_first(tmp_path: Path) -> None:
    store = Store("kind", 400, tmp_path)
    for number in range(6):
        store.put(str(number), bytes(50))
        os.utime(max(tmp_path.glob("kind/*"), key=lambda each: each.stat().st_mtime), (0, number))
    assert len(list(tmp_path.glob("kind/*"))) == 6
    store.used("0")
    store.trim()
    assert store.get("0") == bytes(50)
    assert store.get("1") is None
    assert sum(each.stat().st_size for each in tmp_path.glob("kind/*")) <= 400


def test_many_at_once(tmp_path: Path) -> None:
    def work(number: int) -> bytes | None:
        store = Store("kind", 10_000, tmp_path)
        store.put("key", bytes([number]) * 1000)
        return store.get("key")

    with ThreadPoolExecutor(8) as pool:
        for content in pool.map(work, range(64)):
            assert content is not None
            assert content == content[:1] * 1000
    assert len(list(tmp_path.glob("kind/*"))) == 1
