"""`--watch` of check and lint: again after every change, whatever is wrong meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from flowlang.cli import watching
from flowlang.cli.main import main
from flowlang.cli.watching import state_of, watch
from tests.cli.conftest import Flowlang


def watched(
    words: list[str],
    changes: list[Callable[[], object]],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> list[str]:
    """The last line that is told each time, after each of some changes."""
    rest: Iterator[Callable[[], object]] = iter(changes)

    def pause() -> None:
        change = next(rest, None)
        if change is None:
            raise KeyboardInterrupt
        change()

    monkeypatch.setattr(watching, "watch", partial(watch, pause=pause))
    capfd.readouterr()
    assert main([*words, "--watch"]) == 130
    told = capfd.readouterr().out.split("\nwaiting for a change; Ctrl-C ends\n")
    return [each.splitlines()[-1] if each else "" for each in told[:-1]]


def test_check(
    project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    script = project / "p.flow"
    text = script.read_text()
    told = watched(
        ["check", "."],
        [
            lambda: script.write_text(text + 'list "'),
            lambda: script.write_text(text + 'smart list "S" { nowhere is "a" }'),
            script.unlink,
            lambda: script.write_text(text),
        ],
        monkeypatch,
        capfd,
    )
    assert told == [
        "no problems in 1 file",
        "found 1 error in 1 file",
        "found 1 error in 1 file",
        "",
        "no problems in 1 file",
    ]


def test_lint_with_its_settings_and_its_data(
    project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    settings, people = project / "flowlang.toml", project / "people.csv"
    settings.write_text('[lint]\nselect = ["people"]\n')
    told = watched(
        ["lint", ".", "--people", "people.csv"],
        [
            lambda: people.write_text("id,country,lead_score\n1,FR,1\n"),
            lambda: settings.write_text('[lint]\nselect = ["people"]\nignore = ["people"]\n'),
            people.unlink,
        ],
        monkeypatch,
        capfd,
    )
    assert told[0] != told[1]
    assert told[2] == "no problems in 1 file"
    assert told[3] == ""


@pytest.mark.parametrize("words", [("check", "."), ("lint", ".")], ids=" ".join)
def test_one_document_is_told_once(
    words: tuple[str, ...], project: Path, flowlang: Flowlang
) -> None:
    done = flowlang(*words, "--watch", "--format", "json")
    assert done.status == 2
    assert "--format text" in done.data["error"]["message"]


def test_watching_only_looks(project: Path, flowlang: Flowlang) -> None:
    assert flowlang("lint", ".", "--watch", "--fix").status == 2


def test_what_matters(tmp_path: Path) -> None:
    folder, data = tmp_path / "project", tmp_path / "data"
    for name in ("a.flow", "mail/b.html", "data.parquet", ".git/c.flow", "env/pyvenv.cfg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    (folder / "env" / "d.flow").touch()
    data.mkdir()
    (data / "people.parquet").touch()
    names = {Path(each).name for each in state_of([folder])}
    assert names == {"a.flow", "b.html"}
    assert {Path(each).name for each in state_of([folder], [data])} - names == {"people.parquet"}
