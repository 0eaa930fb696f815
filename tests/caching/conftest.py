"""A small project, and what `check` and `lint` say of it with and without the cache."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flowlang.cli.main import main

FILES = {
    "flowlang.toml": '[project]\nname = "small"\n',
    "shared/fields.flow": "field country: string\nfield points: score\n",
    "main.flow": """\
import std.fields
import "shared/fields.flow"
email "Hello" { subject: "Hello, {{lead.First Name}}" body: file "hello.html" }
list "Unused"
## Says where from.
batch campaign "Say" {
  smart list { country is "DE" and country is "AT" }
  flow {
    send email "Hello"
    choose { when country is "DE" { change points by +5 } }
  }
}
""",
    "hello.html": "<p>Hello, {{lead.First Name:default=you}}</p>\n",
}

Say = Callable[..., tuple[int, str]]


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the project, in which commands run."""
    folder = tmp_path / "small"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def say(capfd: pytest.CaptureFixture[str]) -> Say:
    """Runs a command; its exit status and all that it prints."""

    def run(*words: str) -> tuple[int, str]:
        capfd.readouterr()
        status = main(words)
        out, err = capfd.readouterr()
        return status, out + err

    return run


def rules(said: tuple[int, str]) -> list[str]:
    """The rules that are told in JSON."""
    data: Any = json.loads(said[1])
    return [each["rule"] for each in data["diagnostics"]]
