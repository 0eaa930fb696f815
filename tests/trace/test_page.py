"""What docs/trace.md shows is what the commands print.

`python -m tests.trace.test_page` writes what they print into the page.
"""

from __future__ import annotations

import io
import re
import shlex
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from flowlang.cli.main import main

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "trace.md"
CONSOLE = re.compile(
    r"^```console\n(\$ (?:[^\n]*\\\n)*[^\n]*\n)(.*?)^```$", re.MULTILINE | re.DOTALL
)


def printed(command: str) -> str:
    """What a command of the page prints, run from the root of the project."""
    words = shlex.split(command.removeprefix("$ ").replace("\\\n", " "))
    found = io.StringIO()
    with redirect_stdout(found):
        main(words[1:])
    return found.getvalue()


@pytest.mark.parametrize(("command", "shown"), CONSOLE.findall(PAGE.read_text(encoding="utf-8")))
def test_what_the_page_shows(command: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert printed(command) == shown


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(
        CONSOLE.sub(lambda each: f"```console\n{each[1]}{printed(each[1])}```", text),
        encoding="utf-8",
    )
