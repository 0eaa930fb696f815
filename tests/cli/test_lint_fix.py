"""`flowlang lint --fix` and `--diff`: what is mended, shown and left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Flowlang

LAID_OUT = """\
import std.fields

list "VIP"  # flow: allow trigger-race
"""
MENDED = """\
import std.fields

list "VIP"
"""
ONLY = ("--select", "unneeded-allow,trigger-race")


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "flowlang.toml").touch()
    path = tmp_path / "main.flow"
    path.write_text(LAID_OUT)
    return path


def test_fix_mends_and_tells_what_is_left(script: Path, flowlang: Flowlang) -> None:
    done = flowlang("lint", ".", "--fix", *ONLY)
    assert (done.status, script.read_text()) == (0, MENDED)
    assert "mended 1 problem in 1 file" in done.err
    assert flowlang("lint", ".", "--fix", "--strict", *ONLY).status == 0


def test_what_is_left_stands_where_the_written_file_has_it(
    script: Path, flowlang: Flowlang
) -> None:
    choice = "choose { when random 10% { do nothing } when random 20% { do nothing } }"
    text = (
        f'batch campaign "B" {{ flow {{ {choice} }} }}\n'
        'executable campaign "E" { flow { do nothing } }\n'
    )
    script.write_text(text)
    flowlang("fmt", str(script))
    only = ("--select", "choice-without-otherwise,executable-left-on-once", "--format", "json")
    fixed = flowlang("lint", ".", "--fix", *only).data["diagnostics"]
    again = flowlang("lint", ".", *only).data["diagnostics"]
    assert "otherwise" in script.read_text()
    assert fixed == again != []


def test_diff_shows_the_same_and_writes_nothing(script: Path, flowlang: Flowlang) -> None:
    done = flowlang("lint", ".", "--diff", *ONLY)
    assert '-list "VIP"  # flow: allow trigger-race\n+list "VIP"\n' in done.out
    assert "would mend 1 problem in 1 file" in done.err
    assert script.read_text() == LAID_OUT


def test_a_layout_of_ones_own_is_left_alone(script: Path, flowlang: Flowlang) -> None:
    script.write_text(LAID_OUT.replace("list ", "list      "))
    flowlang("lint", ".", "--fix", *ONLY)
    assert script.read_text() == MENDED.replace("list ", "list      ")


def test_line_ends_mark_and_mode_stay(script: Path, flowlang: Flowlang) -> None:
    script.write_bytes(b"\xef\xbb\xbf" + LAID_OUT.replace("\n", "\r\n").encode())
    script.chmod(0o640)
    flowlang("lint", ".", "--fix", *ONLY)
    assert script.read_bytes() == b"\xef\xbb\xbf" + MENDED.replace("\n", "\r\n").encode()
    assert script.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    "words", [("--unsafe",), ("--diff", "--format", "json"), ("--select", "trigger-rac")]
)
def test_words_that_do_not_go_together_are_refused(
    words: tuple[str, ...], script: Path, flowlang: Flowlang
) -> None:
    done = flowlang("lint", ".", *words)
    assert done.status == 2
    assert script.read_text() == LAID_OUT


def test_junit_is_one_document(script: Path, flowlang: Flowlang) -> None:
    from xml.etree import ElementTree as ET

    done = flowlang("lint", ".", "--format", "junit", *ONLY)
    suites = ET.fromstring(done.out)
    assert suites.get("failures") == "1"
    assert "unneeded-allow" in done.out


def test_a_file_that_may_not_be_written_leaves_all_others_alone(
    script: Path, flowlang: Flowlang
) -> None:
    other = script.with_name("another.flow")
    other.write_text(LAID_OUT.replace("VIP", "Partners"))
    texts = {each: each.read_bytes() for each in script.parent.iterdir()}

    def refused(path: object, mode: int) -> bool:
        return Path(str(path)).name != script.name

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.access", refused)
        done = flowlang("lint", ".", "--fix", *ONLY)
    assert done.status == 2
    assert "Permission denied" in done.err
    assert {each: each.read_bytes() for each in script.parent.iterdir()} == texts
    assert flowlang("lint", ".", "--fix", *ONLY).status == 0
    assert "allow" not in script.read_text() + other.read_text()
