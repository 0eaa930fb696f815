"""What holds for all commands: help, wrong words, exit status, no traceback ever."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import flowlang.cli.check as check_command
from flowlang import __version__
from flowlang.cli.main import COMMANDS, cli
from tests.cli.conftest import Flowlang


def test_version(flowlang: Flowlang) -> None:
    assert flowlang("--version").out == f"flowlang {__version__}\n"


def test_help_lists_every_command_with_an_example(flowlang: Flowlang) -> None:
    done = flowlang("--help")
    assert done.status == 0
    for name, command in COMMANDS.items():
        assert f"  {name}" in done.out
        assert command.summary in done.out
    assert "flowlang run campaigns/" in done.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(name: str, flowlang: Flowlang) -> None:
    done = flowlang(name, "--help")
    assert done.status == 0
    assert f"  flowlang {name} " in done.out.replace(f"Usage: flowlang {name} ", "")
    assert max(map(len, done.out.splitlines())) <= 100


@pytest.mark.parametrize("name", COMMANDS)
def test_the_group_says_of_a_command_what_it_says_of_itself(name: str) -> None:
    import click

    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.help is not None
    said = " ".join(command.help.split("\n\n")[0].split())
    assert said.startswith(COMMANDS[name].summary.rstrip("."))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chek", "."], "there is no command `chek`; did you mean `check`?"),
        (["init"], "there is no command `init`; did you mean `new`?"),
        (["simulate", ".", "--until", "2026"], "no option `--until`; did you mean `--to`?"),
        (["run", ".", "--to", "2026"], "no option `--to`; did you mean `--until`?"),
        (["check", ".", "--json"], "no option `--json`; did you mean `--format json`?"),
        (["frobnicate"], "there is no command `frobnicate`; there are new, check, "),
        (["check", "--fromat", "json", "."], "did you mean `--format`?"),
        (["check", "--nothing-like-it", "."], "there is no option `--nothing-like-it`"),
        (["check"], "name a file or a folder"),
        (["check", "--format", "jsno", "."], "`--format`: 'jsno' is not one of"),
        (["run", ".", "--seed", "x"], "`--seed`: 'x' is not a valid integer"),
        (["check", "nowhere"], "there is no file or folder nowhere"),
        (["rule", "sintax-eror"], "did you mean `syntax-error`?"),
    ],
)
def test_wrong_words(words: list[str], said: str, flowlang: Flowlang, project: Path) -> None:
    done = flowlang(*words)
    assert done.status == 2
    assert done.out == ""
    assert done.err.startswith("error: ")
    assert said in done.err

    if "--format" not in words and words[0] in ("check", "rule", "run"):
        as_json = flowlang(*words, "--format", "json")
        assert as_json.status == 2
        assert said in as_json.data["error"]["message"]
        assert as_json.err == ""


def test_the_folder_where_one_stands_is_named(
    flowlang: Flowlang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert flowlang("check", ".").err == "error: there is no .flow file in .\n"


def test_no_words_show_the_help(flowlang: Flowlang) -> None:
    done = flowlang()
    assert done.status == 2
    assert done.err.startswith("Usage: flowlang")


def test_a_mistake_of_ours_is_one_sentence(
    flowlang: Flowlang, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*words: object, **options: object) -> None:
        raise KeyError("some\nthing")

    monkeypatch.setattr(check_command, "find", broken)
    done = flowlang("check", ".")
    assert done.status == 2
    assert "Traceback" not in done.err
    assert "FLOWLANG_DEBUG=1" in done.err
    assert flowlang("check", ".", "--format", "json").data["error"]["message"]

    monkeypatch.setenv("FLOWLANG_DEBUG", "1")
    done = flowlang("check", ".")
    assert done.status == 2
    assert "Traceback" in done.err


def test_an_interrupt(flowlang: Flowlang, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*words: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(check_command, "find", interrupted)
    assert flowlang("check", ".").status == 130


_INTERRUPTED = """
import os, signal, sys
from flowlang.cli.main import main
from flowlang.people.writing import DatasetWriter

write_part = DatasetWriter._write_part

def interrupted(self, name, *rest):
    write_part(self, name, *rest)
    if name == "activities":
        print("half is written", flush=True)
        os.kill(os.getpid(), signal.%s)

DatasetWriter._write_part = interrupted
# Where the tests run in the background of a shell, it would be deaf to interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(main())
"""
"""A signal at a moment at which some tables are written and others are not."""


@pytest.mark.skipif(sys.platform == "win32", reason="signals end a process there at once")
@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_an_interrupted_run_writes_nothing(name: str, status: int, project: Path) -> None:
    words = ["run", ".", "--people", "people.csv", "--out", "after"]
    (project / "temporary").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", _INTERRUPTED % name, *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TMPDIR": str(project / "temporary")},
    )
    assert (done.returncode, done.stdout) == (status, "half is written\n"), done.stderr
    assert list((project / "temporary").iterdir()) == []
    kept = sorted(each.name for each in project.iterdir())
    assert kept == ["p.flow", "people.csv", "temporary"]


def test_a_reader_who_goes_away_is_no_mistake(project: Path) -> None:
    bad = "".join(f'list "A{number}" oops\n' for number in range(5000))
    (project / "bad.flow").write_text(bad, encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "flowlang", "check", "."],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.read(10)
    running.stdout.close()
    assert running.stderr.read() == b""
    running.stderr.close()
    assert running.wait() == 1


def test_a_terminal_that_cannot_show_everything(project: Path) -> None:
    (project / "bad.flow").write_text('list "Ü" oops', encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for form in ("text", "json"):
        done = subprocess.run(
            [sys.executable, "-m", "flowlang", "check", ".", "--format", form],
            capture_output=True,
            env=environment,
            check=False,
        )
        assert done.returncode == 1
        assert done.stderr == b""
        assert done.stdout.isascii()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str, flowlang: Flowlang) -> None:
    done = flowlang("completion", shell)
    assert done.status == 0
    assert "_FLOWLANG_COMPLETE" in done.out


def test_completion_knows_the_commands(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flowlang"],
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "_FLOWLANG_COMPLETE": "bash_complete",
            "COMP_WORDS": "flowlang ch",
            "COMP_CWORD": "1",
        },
    )
    assert done.stdout == "plain,check\n"
