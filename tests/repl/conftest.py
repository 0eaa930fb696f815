"""A small project with people, and sessions in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flowlang.repl.beginning import Beginning
from flowlang.repl.session import Session

SCRIPT = """\
import std.fields
list "Hot"
channel "Webinar" { status "Invited" status "Attended" success }
email "Hi" { subject: "Hi {{lead.First Name:default=friend}}" }
program "Autumn" uses channel "Webinar" {
  token points: score = +10
  batch campaign "Rate" {
    smart list { country is "DE" }
    each person every time
    flow { change lead_score by {{my.Points}} }
  }
  executable campaign "Child" { each person every time flow { change lead_score by +1 } }
  trigger campaign "Asked" { on requested flow { change city to "asked" wait 2 days } }
}
"""
PEOPLE = """\
id,email,First Name,country,Lead Score
101,ada@acme.example,Ada,DE,5
102,ben@acme.example,Ben,FR,
103,cy@acme.example,,DE,40
104,dee@acme.example,Dee,AT,1
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a script and people."""
    (tmp_path / "flowlang.toml").write_text(
        '[project]\nname = "p"\n[data]\npeople = "people.csv"\n'
    )
    (tmp_path / "main.flow").write_text(SCRIPT)
    (tmp_path / "people.csv").write_text(PEOPLE)
    return tmp_path


@pytest.fixture
def session(project: Path) -> Iterator[Session]:
    """A session in the project that begins on a Monday morning."""
    made = Session(Beginning((project,), at="2026-01-05T09:00"))
    assert made.open().ok
    yield made
    made.close()


@pytest.fixture
def lone() -> Iterator[Session]:
    """A session without files and people."""
    made = Session(Beginning((), at="2026-01-05T09:00"))
    assert made.open().ok
    yield made
    made.close()
