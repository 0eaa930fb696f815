"""Pages are played: files written, commands and Python run, and what comes out compared.

The blocks of a page are taken in order, in a folder of its own in which `examples` is there.

- A block with `title="PATH"` is a file, which is written.
- `<!-- $ COMMAND -->` is a command that readers do not see: it makes ready what they are shown.
- Each line of ```console that begins with `$ ` is a command; what it prints follows. Where its
  output is shown in part, a line `…` stands for any number of lines.
- ```python is run, all blocks of a page in one module; ```text directly below is what it prints.

`python -m tests.docs.replay PAGE…` writes into the pages what comes out.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?P<kind>\w+)(?P<more>[^\n]*)\n(?P<body>.*?)^(?P=fence)$"
    r"|^<!-- \$ (?P<hidden>.*?) -->$",
    re.MULTILINE | re.DOTALL,
)
_TITLE = re.compile(r'title="([^"]*)"')
_COMMAND = re.compile(r"^\$ ((?:[^\n]*\\\n)*[^\n]*)\n", re.MULTILINE)
_SOME = re.compile(r"^…\n", re.MULTILINE)
_PLAYED = re.compile(r"^```(?:console|python)", re.MULTILINE)
_SECONDS = re.compile(r"\b\d+\.\d+ m?s\b")


@dataclass
class Player:
    """Plays one page in a folder."""

    folder: Path
    names: dict[str, Any] = field(default_factory=dict)
    printed: str | None = None

    def play(self, page: str) -> str:
        """The page with what really comes out."""
        examples = self.folder / "examples"
        examples.symlink_to(ROOT / "examples")
        self.names["__name__"] = "page"
        with chdir(self.folder):
            return BLOCK.sub(self._block, page)

    def _block(self, block: re.Match[str]) -> str:
        if block["hidden"] is not None:
            self._run(block["hidden"])
            return block[0]
        title = _TITLE.search(block["more"])
        printed, self.printed = self.printed, None
        body = block["body"]
        if title is not None:
            path = self.folder / title[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
        elif block["kind"] == "python":
            out = io.StringIO()
            with redirect_stdout(out):
                exec(compile(body, "<page>", "exec"), self.names)
            self.printed = out.getvalue()
        elif block["kind"] == "text" and printed is not None:
            body = _told(body, printed)
        elif block["kind"] == "console":
            body = "".join(self._console(body))
        return f"{block['fence']}{block['kind']}{block['more']}\n{body}{block['fence']}"

    def _console(self, body: str) -> Iterator[str]:
        places = [*_COMMAND.finditer(body)]
        for number, command in enumerate(places):
            end = places[number + 1].start() if number + 1 < len(places) else len(body)
            shown = body[command.end() : end]
            gap = "\n" if number + 1 < len(places) and shown.endswith("\n\n") else ""
            told = _told(shown.removesuffix(gap) if gap else shown, self._run(command[1]))
            yield f"{command[0]}{told}{gap}"

    def _run(self, command: str) -> str:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        # Git is to know nobody's settings, and nothing is to know where it is run.
        clean = {"PATH": path, "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
        clean |= {
            f"GIT_{who}_{what}": "ada@acme.example" if what == "EMAIL" else "Ada"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        }
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=clean,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
        )
        return done.stdout


def _told(shown: str, printed: str) -> str:
    """What was printed, as the page shows it: in part, where it does so, and with its seconds."""
    if printed and not printed.endswith("\n"):
        printed += "\n"
    plain, steady = (_SECONDS.sub("0.00 s", each) for each in (shown, printed))
    parts = r"(?:.*\n)*?".join(re.escape(each) for each in _SOME.split(plain))
    return shown if re.fullmatch(parts, steady) else printed


def pages() -> list[Path]:
    """The pages with something to play."""
    found = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    found += sorted((ROOT / "examples").glob("*/README.md"))
    return [
        each
        for each in found
        if re.search(r"^```(console|python)", each.read_text("utf-8"), re.MULTILINE)
    ]


def played(page: Path) -> str:
    """The text of a page with what really comes out."""
    with tempfile.TemporaryDirectory() as folder:
        return Player(Path(folder)).play(page.read_text(encoding="utf-8"))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        Path(name).write_text(played(Path(name)), encoding="utf-8")
