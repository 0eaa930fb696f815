"""`flowlang fmt`."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from flowlang.formatting.document import Document, print_document
from tests.cli.conftest import Flowlang

UGLY = 'list   "A"#x\nlist "B"\n'
NEAT = 'list "A"  #x\nlist "B"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one file that is formatted, one that is not, and one with a mistake."""
    (tmp_path / "neat.flow").write_text(NEAT, encoding="utf-8")
    (tmp_path / "ugly.flow").write_text(UGLY, encoding="utf-8")
    (tmp_path / "wrong.flow").write_text('lst   "A"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def feed(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))


def test_only_files_that_change_are_written(flowlang: Flowlang, folder: Path) -> None:
    (folder / "wrong.flow").unlink()
    before = (folder / "neat.flow").stat()
    done = flowlang("fmt", ".")
    assert (done.status, done.err) == (0, "")
    assert done.out == "formatted ugly.flow\n1 file formatted, 1 file unchanged\n"
    assert (folder / "ugly.flow").read_text() == NEAT
    after = (folder / "neat.flow").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert flowlang("fmt", ".").out == "2 files unchanged\n"
    assert names(folder) == ["neat.flow", "ugly.flow"]


def test_a_file_with_mistakes_is_told_and_left_and_the_others_go_on(
    flowlang: Flowlang, folder: Path
) -> None:
    done = flowlang("fmt", ".")
    assert done.status == 1
    assert "error[syntax-error]" in done.out
    assert " --> wrong.flow:1:1" in done.out
    assert done.out.endswith("1 file formatted, 1 file unchanged, 1 file left as it is\n")
    assert (folder / "wrong.flow").read_text() == 'lst   "A"\n'
    assert (folder / "ugly.flow").read_text() == NEAT


def test_check_writes_nothing(flowlang: Flowlang, folder: Path) -> None:
    done = flowlang("fmt", "neat.flow", "ugly.flow", "--check")
    assert done.status == 1
    assert done.out == "would change ugly.flow\n1 file would change, 1 file unchanged\n"
    assert (folder / "ugly.flow").read_text() == UGLY
    assert flowlang("fmt", "neat.flow", "--check").status == 0


def test_diff_is_a_patch(flowlang: Flowlang, folder: Path) -> None:
    done = flowlang("fmt", "ugly.flow", "neat.flow", "--diff")
    assert done.status == 0
    head = "--- a/ugly.flow\n+++ b/ugly.flow\n@@ -1,2 +1,2 @@\n"
    assert done.out == f'{head}-list   "A"#x\n+list "A"  #x\n list "B"\n'
    assert done.err == "1 file would change, 1 file unchanged\n"
    assert (folder / "ugly.flow").read_text() == UGLY
    assert flowlang("fmt", "ugly.flow", "--diff", "--check").status == 1
    coloured = flowlang("fmt", "ugly.flow", "--diff", "--color", "always").out
    assert "\x1b[32m+list" in coloured


def test_a_patch_says_where_no_line_end_was(flowlang: Flowlang, folder: Path) -> None:
    (folder / "ugly.flow").write_bytes(b'list "A"\r')
    assert flowlang("fmt", "ugly.flow", "--diff").out.endswith(
        '-list "A"\r\n\\ No newline at end of file\n+list "A"\n'
    )


def test_standard_input(flowlang: Flowlang, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, UGLY.encode())
    assert flowlang("fmt", "-").out == NEAT
    feed(monkeypatch, '\ufefflist  "Ä"\r\n\r\n\r\n# x\r\n'.encode())
    assert flowlang("fmt", "-").out == 'list "Ä"\r\n\r\n# x\r\n'
    feed(monkeypatch, UGLY.encode())
    done = flowlang("fmt", "-", "--check")
    assert (done.status, done.out, done.err) == (1, "", "")
    feed(monkeypatch, b'list "A')
    done = flowlang("fmt", "-")
    assert (done.status, done.out) == (1, "")
    assert " --> <stdin>:1:6" in done.err
    done = flowlang("fmt", "-", ".")
    assert (done.status, done.err) == (2, "error: `-` is standard input and stands alone\n")


def test_json_is_one_document(
    flowlang: Flowlang, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = flowlang("fmt", ".", "--check", "--format", "json")
    assert done.status == 1
    assert [(each["file"], each["status"]) for each in done.data["files"]] == [
        ("neat.flow", "unchanged"),
        ("ugly.flow", "changed"),
        ("wrong.flow", "failed"),
    ]
    assert done.data["written"] is False
    assert done.data["files"][1]["text"] == NEAT
    assert [each["file"] for each in done.data["diagnostics"]] == ["wrong.flow"]
    assert done.data["summary"] == {
        "errors": 1, "warnings": 0, "files": 3, "changed": 1, "unchanged": 1, "failed": 1,
    }  # fmt: skip
    feed(monkeypatch, UGLY.encode())
    assert flowlang("fmt", "-", "--format", "json").data["files"][0]["text"] == NEAT
    assert flowlang("fmt", "nowhere.flow", "--format", "json").data["error"]["message"]


def test_links_are_followed_and_modes_stay(flowlang: Flowlang, folder: Path) -> None:
    target = folder / "elsewhere" / "real.txt"
    target.parent.mkdir()
    target.write_text(UGLY, encoding="utf-8")
    target.chmod(0o640)
    (folder / "wrong.flow").unlink()
    (folder / "link.flow").symlink_to(target)
    assert flowlang("fmt", "link.flow").status == 0
    assert (folder / "link.flow").is_symlink()
    assert target.read_text() == NEAT
    assert target.stat().st_mode & 0o777 == 0o640
    assert names(target.parent) == ["real.txt"]


def test_the_width_is_the_only_choice(flowlang: Flowlang, folder: Path) -> None:
    (folder / "ugly.flow").write_text('smart list "S" { a is "x" and b is "y" }', encoding="utf-8")
    assert flowlang("fmt", "ugly.flow", "--width", "30").status == 0
    assert (folder / "ugly.flow").read_text() == (
        'smart list "S" {\n  a is "x"\n  and b is "y"\n}\n'
    )
    assert flowlang("fmt", "ugly.flow", "--width", "3").status == 2


def test_what_cannot_be_read_is_told(flowlang: Flowlang, folder: Path) -> None:
    done = flowlang("fmt", "ugly.flow", "nowhere.flow")
    assert (done.status, done.err) == (2, "error: there is no file or folder nowhere.flow\n")
    assert (folder / "ugly.flow").read_text() == UGLY
    (folder / "wrong.flow").write_bytes(b'list "\xff"')
    done = flowlang("fmt", ".")
    assert done.status == 1
    assert "not UTF-8" in done.out
    assert (folder / "wrong.flow").read_bytes() == b'list "\xff"'


def test_what_cannot_be_written_is_told_and_stays(
    flowlang: Flowlang, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    done = flowlang("fmt", "ugly.flow")
    assert done.status == 2
    assert done.out.startswith(
        "error: ugly.flow stays as it is: it cannot be written: no space left on device\n"
    )
    assert (folder / "ugly.flow").read_text() == UGLY
    assert names(folder) == ["neat.flow", "ugly.flow", "wrong.flow"]


def test_a_formatter_that_would_lose_something_refuses(
    flowlang: Flowlang, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(document: Document, width: int, line_end: str) -> str:
        return print_document(document, width, line_end).replace("#x", "")

    monkeypatch.setattr("flowlang.formatting.print_document", forgetful)
    done = flowlang("fmt", "ugly.flow")
    assert done.status == 1
    assert "ugly.flow stays as it is: a comment would not have kept its place" in done.out
    assert (folder / "ugly.flow").read_text() == UGLY


def test_a_reader_who_goes_away_is_no_mistake(folder: Path) -> None:
    (folder / "ugly.flow").write_text(UGLY * 20000, encoding="utf-8")
    done = subprocess.run(
        f"{sys.executable} -m flowlang fmt - < ugly.flow | head -n 1",
        shell=True, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ('list "A"  #x\n', "")
