"""The hooks and the workflow start commands that there are, with options that they have."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from flowlang.cli.main import cli

ROOT = Path(__file__).parents[2]


def commands() -> list[str]:
    """Everything after `flowlang` that the files start."""
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    found = [
        f"{words} {' '.join(arguments.split(', '))}".strip()
        for words, arguments in re.findall(r"entry: flowlang (.+)\n(?:  args: \[(.+)\]\n)?", hooks)
    ]
    for name in ("github-workflow.yml", "automation.md"):
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        found += re.findall(r"(?:run: |\$ |`)flowlang ([a-z]+ [^|>`\n]+)", text)
    return found


def test_there_are_some() -> None:
    assert len([each for each in commands() if each.startswith("lint")]) > 4
    assert "fmt" in commands()


@pytest.mark.parametrize("line", commands())
def test_the_command_takes_the_words(line: str) -> None:
    name, *words = shlex.split(line)
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    command.make_context(name, [*words, "main.flow"])
