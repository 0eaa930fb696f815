"""The command line in this process, in a folder with a small project."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flowlang.cli.main import main

SCRIPT = """\
field country: string
field lead_score: score
list "Seen"

program "P" {
  token points: score = +5

  batch campaign "Score" {
    smart list { country is "DE" }
    each person every time
    flow {
      change lead_score by {{my.Points}}
      choose {
        when lead_score >= 10 { add to list "Seen" }
        when random 0% { do nothing }
      }
      wait 2 days
      change country to "AT"
    }
  }

  executable campaign "Child" { flow { do nothing } }
}
"""
PEOPLE = """\
id,country,Lead Score
1,DE,5
2,DE,0
3,FR,7
"""


@dataclass(frozen=True)
class Done:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Standard output, which must be one JSON document."""
        return json.loads(self.out)


Flowlang = Callable[..., Done]


@pytest.fixture
def flowlang(capfd: pytest.CaptureFixture[str]) -> Flowlang:
    """Runs the command line with some words."""

    def run(*words: str) -> Done:
        capfd.readouterr()
        status = main(words)
        out, err = capfd.readouterr()
        return Done(status, out, err)

    return run


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with `p.flow` and `people.csv`, in which commands run."""
    (tmp_path / "p.flow").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLOWLANG_DEBUG", raising=False)
    return tmp_path
