"""Documents: scripts, people, a command, and what it tells.

A file `command` is run as `flowlang` would be, and the file `told` is what it must print;
`command-2` goes with `told-2`. With FLOWLANG_UPDATE=1 what is printed is written there.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from flowlang.cli.main import main
from tests.harness import Document, documents

FOLDER = Path(__file__).parent / "documents"
FILES = sorted(FOLDER.glob("*.txt"))
DOCUMENTS = [(path, each) for path in FILES for each in documents(path)]


@pytest.mark.parametrize(
    ("path", "document"), DOCUMENTS, ids=lambda each: getattr(each, "title", "")
)
def test_document(
    path: Path,
    document: Document,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    document.write(tmp_path)
    monkeypatch.chdir(tmp_path)
    commands = [name for name in document.files if name.startswith("command")]
    assert commands
    for name in commands:
        main(shlex.split(document.files[name]))
        out, err = capsys.readouterr()
        wanted = document.files[name.replace("command", "told")]
        if os.environ.get("FLOWLANG_UPDATE"):
            _update(path, document, name.replace("command", "told"), out + err)
        else:
            assert (out + err).strip("\n") == wanted.strip("\n")


def _update(path: Path, document: Document, name: str, told: str) -> None:
    """Write what is told into the file of documents."""
    text = path.read_text(encoding="utf-8")
    title = document.title.split(": ", 1)[1]
    begin = text.index(f"=== {title}\n")
    place = text.index(f"\n--- {name}\n", begin) + len(f"\n--- {name}\n")
    end = re.compile(r"^(?:--- |=== )", re.MULTILINE).search(text, place)
    rest = text[end.start() :] if end else ""
    path.write_text(text[:place] + told.strip("\n") + "\n" + rest, encoding="utf-8")
