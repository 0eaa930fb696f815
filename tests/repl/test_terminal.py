"""The shell in a terminal: keys in, screen out."""

from __future__ import annotations

import os
import signal
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

from tests.repl.screen import Screen

UP, DOWN, TAB, ALT_ENTER = "\x1b[A", "\x1b[B", "\t", "\x1b\r"
CTRL_D, CTRL_R, CTRL_X_E = "\x04", "\x12", "\x18\x05"

Begin = Callable[..., Screen]


@pytest.fixture
def begin(project: Path, tmp_path: Path) -> Iterator[Begin]:
    """Begins shells in the project, with a history of the test's own."""
    begun: list[Screen] = []

    def start(*words: str, ready: bool = True, **env: str) -> Screen:
        state = {"XDG_STATE_HOME": str(tmp_path / "state"), "NO_COLOR": "", **env}
        # Those that the test ends by force leave there what they have of the people.
        state["TMPDIR"] = str(tmp_path)
        screen = Screen(
            *("repl", "--at", "2026-01-05T09:00", *words), cwd=project, env=state, columns=100
        )
        begun.append(screen)
        screen.wait("flow>")
        if ready:
            screen.wait("4 people")
        return screen

    yield start
    for each in begun:
        each.__exit__(None, None, None)


def test_a_whole_session(begin: Begin) -> None:
    screen = begin()
    screen.keys('country is "DE"\r')
    screen.wait("101  DE")
    screen.keys(':where country is "DE"\r')
    screen.wait("selected: 2 of 4 people")
    screen.wait("where country is")
    screen.keys("change lead_score by +5\r")
    screen.wait("2 of 2 people would change")
    screen.wait("5 → 10")
    screen.wait("tried, not kept")
    screen.keys(":commit\r")
    screen.wait("kept: 2 people changed")
    screen.keys("contry is 1\r")
    screen.wait("did you mean `country`?")
    screen.wait("^^^^^^")
    screen.keys("{{lead.First Name}} has {{lead.Lead Score}}\r")
    screen.wait("Ada has 10  for 101")
    screen.keys(CTRL_D)
    assert screen.wait_for_end() == 0


def test_what_is_typed_at_once_is_not_lost(begin: Begin) -> None:
    screen = begin(ready=False)
    screen.keys('country is "DE"\r')
    screen.wait("101  DE")


def test_an_entry_goes_on_until_it_is_complete(begin: Begin) -> None:
    screen = begin()
    screen.keys("choose {\r")
    screen.wait("    ·")
    screen.keys('when country is "DE" { change city to "x" }\r')
    screen.keys("}")
    screen.wait(lambda: any(line.strip() == "· }" for line in screen.screen.display))
    screen.keys("\r")
    screen.wait('empty → "x"')


def test_completion_is_taken_only_when_highlighted(begin: Begin) -> None:
    screen = begin()
    screen.keys("coun")
    screen.wait("string · Country")
    screen.keys(DOWN)
    screen.wait("flow> country")
    screen.keys("\r")
    screen.keys(' is "')
    screen.wait("2 people")
    screen.wait("DE ")
    screen.keys('FR"\r')
    screen.wait("102  FR")
    screen.keys("list")
    screen.wait("a static list")
    screen.keys(' "X"\r')
    screen.wait('declared: "X"')


def test_ctrl_c_ends_the_line_and_never_the_session(begin: Begin) -> None:
    screen = begin()
    for times in range(1, 4):
        screen.keys("half a li")
        screen.wait("half a li", times)
        screen.interrupt()
    screen.wait(lambda: screen.screen.display[screen.screen.cursor.y].strip() == "flow>")
    screen.keys("everyone\r")
    screen.wait("104  ")
    screen.keys(CTRL_D)
    assert screen.wait_for_end() == 0


def test_ctrl_c_at_any_moment(begin: Begin) -> None:
    screen = begin()
    for _ in range(40):
        screen.interrupt()
        screen.keys("everyone\r")
        screen.interrupt()
    screen.settle()
    screen.keys('\x03country is "XX"\r')
    screen.wait('0  country is "XX"')
    screen.keys(CTRL_D)
    assert screen.wait_for_end() == 0


@pytest.mark.parametrize(("name", "status"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_told_to_end_it_leaves_the_terminal_as_it_was(name: str, status: int, begin: Begin) -> None:
    screen = begin()
    screen.keys("half a li")
    screen.wait("half a li")
    os.kill(screen.process, getattr(signal, name))
    assert screen.wait_for_end() == status
    assert termios.tcgetattr(screen.master)[3] & termios.ICANON


def test_long_work_can_be_interrupted(begin: Begin, project: Path) -> None:
    rows = "".join(f"{n},p{n}@acme.example,DE\n" for n in range(200_000))
    (project / "many.csv").write_text(f"id,email,country\n{rows}")
    # Long enough that it is not over before the key is seen, however busy the machine is.
    steps = "\n".join(["change lead_score by +1"] * 3000)
    (project / "long.flow").write_text(
        f'import std.fields batch campaign "Long" {{ flow {{ {steps} }} }}'
    )
    screen = begin()
    screen.keys(":people many.csv\r")
    screen.wait("200,000 people from many.csv")
    screen.keys('run "Long"\r')
    screen.wait("Ctrl-C stops it")
    screen.interrupt()
    screen.wait("interrupted; nothing has changed")
    screen.keys("lead_score > 0\r")
    screen.wait("200,000  people")
    screen.keys(":undo\r")
    screen.wait("there is nothing to take back")


def test_history_across_sessions(begin: Begin) -> None:
    first = begin()
    first.keys('country is "DE" and\rlead_score > 5\r')
    first.wait("103  DE")
    first.keys(CTRL_D)
    first.wait_for_end()
    second = begin()
    second.keys(UP)
    second.wait("lead_score > 5")
    second.keys("\r")
    second.wait("103  DE")
    second.keys(CTRL_R + "DE")
    second.wait("search")
    second.keys("\r\r")
    second.wait("103  DE", times=2)


def test_suggestions_are_grey_and_taken_with_right(begin: Begin) -> None:
    screen = begin()
    screen.keys('country is "FR"\r')
    screen.wait("102  FR")
    screen.keys("countr")
    # The second one is grey: only its beginning has been typed.
    screen.wait('flow> country is "FR"', times=2)
    screen.keys("\x1b[C\r")
    screen.wait("102  FR", times=2)


def test_the_editor(begin: Begin, project: Path) -> None:
    editor = project / "editor"
    editor.write_text('#!/bin/sh\nprintf \'country is "AT"\' > "$1"\n')
    editor.chmod(0o755)
    screen = begin(VISUAL="", EDITOR=str(editor))
    screen.keys(CTRL_X_E)
    screen.wait('flow> country is "AT"')
    screen.keys("\r")
    screen.wait("104  AT")


def test_vi_keys(begin: Begin) -> None:
    screen = begin("--vi")
    screen.keys('country is "XX"')
    screen.wait('country is "XX"')
    screen.keys("\x1b")
    screen.keys("hhxiF\x1b")
    screen.wait('country is "FX"')
    screen.keys("0D")
    screen.wait(lambda: screen.screen.display[screen.screen.cursor.y].strip() == "flow>")
    screen.keys("i:set keys emacs\r")
    screen.wait("keys emacs")


def test_syntax_has_colours(begin: Begin) -> None:
    screen = begin("--color", "always")
    screen.keys('country is "DE" # why')
    screen.wait("# why")

    def looks() -> bool:
        row = screen.screen.buffer[screen.screen.cursor.y]
        text = "".join(row[at].data for at in range(100))
        at = {word: row[text.index(word)] for word in ("country", "is ", '"DE', "# why")}
        return (
            at["is "].fg == "blue"
            and at["is "].bold
            and at['"DE'].fg == "green"
            and at["country"].fg == "default"
        )

    screen.wait(looks)


def test_mistakes_in_files_are_told_and_can_be_mended(begin: Begin, project: Path) -> None:
    script = project / "main.flow"
    good = script.read_text()
    script.write_text(good.replace("country is", "contry is"))
    screen = begin(ready=False)
    screen.wait("there is no field `contry`")
    screen.wait("mend the files, then `:reload`")
    script.write_text(good)
    screen.keys(":reload\r")
    screen.wait("with 3 campaigns")
    screen.keys('run "Rate"\r')
    screen.wait("2 entered")
