"""A group of commands whose modules are loaded when they run, not before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click


@dataclass(frozen=True, slots=True)
class LazyCommand:
    """Where a command is to be found: `command` in a module; and what it does, in one line.

    `elsewhere` are the words by which other tools call the same.
    """

    module: str
    summary: str
    elsewhere: tuple[str, ...] = ()


class LazyGroup(click.Group):
    """Lists its commands without loading them, and knows what a misspelt one was to be."""

    def __init__(self, *args: Any, lazy: Mapping[str, LazyCommand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, loaded."""
        if cmd_name not in self.lazy:
            return None
        command = import_module(self.lazy[cmd_name].module).command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names; a word that names none is refused."""
        word = args[0]
        if word not in self.lazy and not word.startswith("-"):
            same = [name for name, each in self.lazy.items() if word in each.elsewhere]
            near = same or get_close_matches(word, self.lazy, n=1)
            offer = f"did you mean `{near[0]}`?" if near else f"there are {', '.join(self.lazy)}"
            raise click.UsageError(f"there is no command `{word}`; {offer}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in the help."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, each.summary) for name, each in self.lazy.items()])
