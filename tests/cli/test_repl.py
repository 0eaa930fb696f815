"""`flowlang repl` without a terminal: entries from a pipe."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.cli.conftest import Flowlang


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Where standard input can be replaced."""
    return monkeypatch


def typed(patch: pytest.MonkeyPatch, text: str) -> None:
    patch.setattr("sys.stdin", io.StringIO(text))


def test_a_filter_from_a_pipe(
    flowlang: Flowlang, project: Path, entries: pytest.MonkeyPatch
) -> None:
    typed(entries, 'country is "DE"\n')
    done = flowlang("repl", "--people", "people.csv")
    assert (done.status, done.err) == (0, "")
    assert 'country is "DE"' in done.out
    assert "people" in done.out
    assert "\x1b" not in done.out


def test_all_entries_are_answered_and_a_mistake_is_told(
    flowlang: Flowlang, project: Path, entries: pytest.MonkeyPatch
) -> None:
    typed(entries, 'choose {\n  when country is "DE" {\n    add to list "Sen"\n  }\n}\n:people\n')
    done = flowlang("repl", ".", "--people", "people.csv")
    assert done.status == 1
    assert 'did you mean `"Seen"`' in done.err
    assert "<entry>:3:17" in done.err
    assert "3 people" in done.out


def test_a_failed_expectation_is_a_mistake(
    flowlang: Flowlang, entries: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    entries.chdir(tmp_path)
    typed(entries, 'given person "a" { lead_score: 1 }\nexpect "a": lead_score is 2\n')
    done = flowlang("repl")
    assert done.status == 1
    assert "found 1, wanted 2" in done.err


def test_what_is_never_complete(
    flowlang: Flowlang, project: Path, entries: pytest.MonkeyPatch
) -> None:
    typed(entries, "choose {\n")
    done = flowlang("repl", ".", "--people", "people.csv")
    assert done.status == 1
    assert "syntax-error" in done.err


def test_nothing_typed(flowlang: Flowlang, project: Path, entries: pytest.MonkeyPatch) -> None:
    typed(entries, "\n# nothing\n\n:quit\nnonsense nonsense\n")
    done = flowlang("repl", ".", "--people", "people.csv")
    assert (done.status, done.out, done.err) == (0, "", "")


def test_json_is_one_document(
    flowlang: Flowlang, project: Path, entries: pytest.MonkeyPatch
) -> None:
    typed(entries, "everyone\ncontry is 1\n")
    done = flowlang("repl", ".", "--people", "people.csv", "--format", "json")
    assert done.status == 1
    first, second = done.data["answers"]
    assert (first["entry"], first["kind"], first["ok"]) == ("everyone", "filter", True)
    assert (second["kind"], second["ok"]) == ("filter", False)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("nowhere",), 2, "there is no file or folder nowhere"),
        ((".", "--people", "nowhere.csv"), 2, "nowhere.csv"),
        ((".", "--people", "people.csv", "--at", "soon"), 2, "`soon` is no moment"),
        ((".", "--people", "bad.csv"), 1, "bad-data"),
        (("bad.flow",), 1, "syntax-error"),
    ],
)
def test_what_it_cannot_begin_with(
    words: tuple[str, ...],
    status: int,
    said: str,
    flowlang: Flowlang,
    project: Path,
    entries: pytest.MonkeyPatch,
) -> None:
    if "bad" in " ".join(words):
        (project / "bad.csv").write_text("id,lead_score\n1,many\n")
    if words[0] == "bad.flow":
        (project / "bad.flow").write_text("nonsense {\n")
    typed(entries, "everyone\n")
    done = flowlang("repl", *words)
    assert done.status == status
    assert said in done.err
    assert done.out == ""
