"""The pages of the examples: their commands, and what these print when they are run in order.

A ```console block begins with a command, over several lines if they end in a backslash, and goes on
with what it prints. Words behind `console`, divided by `|`, say which paragraphs of that are shown:
those that begin with one of them; `…` stands for what is left out. Of an ```sh block the lines that
begin with `flowlang` are commands whose output is not shown. All are run in a copy, beside which
nothing else lies, so that a command may write there, and a later one read it.

`python -m tests.examples.pages` writes what the commands print into the pages; look at the
difference before it is committed.
"""

from __future__ import annotations

import io
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from flowlang.cli.main import main

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
PAGES = sorted(EXAMPLES.glob("*/README.md"))

_BLOCK = re.compile(r"^```(console|sh)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"(?:\$ )?(flowlang (?:[^\n]*\\\n)*[^\n]*)\n")
_TOOK = re.compile(r"(in |\()\d+\.\d+ m?s(?=\)?$)", re.MULTILINE)


class Done(NamedTuple):
    """What a command printed, and its exit status."""

    status: int
    printed: str


class Command(NamedTuple):
    """A command of a page, and the output that the page shows; None where it shows none.

    `parts` are how the paragraphs begin that are shown; all are where there are no parts.
    """

    text: str
    shown: str | None
    parts: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """The words behind `flowlang`."""
        return shlex.split(self.text.replace("\\\n", " "))[1:]

    def cut(self, printed: str) -> str:
        """What the page is to show of all that is printed."""
        if not self.parts:
            return printed
        paragraphs = printed.rstrip("\n").split("\n\n")
        kept = [each if each.lstrip().startswith(self.parts) else "…" for each in paragraphs]
        return "\n\n".join(name for name, _ in groupby(kept)) + "\n"


def commands(text: str) -> Iterator[Command]:
    """The commands of a page, in order."""
    for kind, info, block in _BLOCK.findall(text):
        if kind == "sh":
            yield from (Command(found, None) for found in _COMMAND.findall(block))
        elif (found := _COMMAND.match(block)) is not None:
            parts = tuple(part.strip() for part in info.split("|") if part.strip())
            yield Command(found[1], block[found.end() :], parts)


def flowlang(*words: str) -> Done:
    """Run the command line in this process, in the folder in which it stands."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main(words)
    # How long tests took is the one thing that is never the same.
    return Done(status, _TOOK.sub(r"\g<1>0.01 s", out.getvalue()) + err.getvalue())


@contextmanager
def copied(example: str) -> Iterator[Path]:
    """A folder with a copy of one example in its place, in which commands run."""
    with tempfile.TemporaryDirectory(prefix="flowlang-page-") as folder:
        shutil.copytree(EXAMPLES / example, Path(folder) / "examples" / example)
        with chdir(folder):
            yield Path(folder)


def replayed(page: Path) -> Iterator[tuple[Command, Done]]:
    """The commands of a page, and what came of each."""
    with copied(page.parent.name):
        for command in commands(page.read_text(encoding="utf-8")):
            yield command, flowlang(*command.words)


def update(page: Path) -> None:
    """Write into a page what its commands print."""
    shown = (
        command.cut(done.printed)
        for command, done in list(replayed(page))
        if command.shown is not None
    )

    def renewed(block: re.Match[str]) -> str:
        kind, info, text = block.groups()
        found = _COMMAND.match(text)
        if kind == "sh" or found is None:
            return block[0]
        return f"```console{info}\n{found[0]}{next(shown)}```"

    text = page.read_text(encoding="utf-8")
    page.write_text(_BLOCK.sub(renewed, text), encoding="utf-8")


if __name__ == "__main__":
    for each in PAGES:
        update(each)
