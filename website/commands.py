"""The page of the commands, made from what they say of themselves."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import click

from flowlang.cli.main import cli
from website.page import Page, cell, flow_block

_SOURCE = "flowlang/cli/main.py"


def commands_page() -> Page:
    """All commands with their options, in the order in which people meet them."""
    context = click.Context(cli, info_name="flowlang")
    pieces = ["# The command line\n", f"{cli.help}\n", "| command | |\n|---|---|"]
    names = cli.list_commands(context)
    pieces += [
        f"| [`flowlang {name}`](#flowlang-{name}) | {cell(cli.lazy[name].summary)} |"
        for name in names
    ]
    pieces += ["", *_epilog(cli)]
    for name in names:
        command = cli.get_command(context, name)
        assert command is not None
        pieces += _section(command, click.Context(command, parent=context, info_name=name))
    return Page("reference/commands.md", "\n".join(pieces), "index.md", (_SOURCE,))


def _section(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}\n"
    yield flow_block(
        f"$ {context.command_path} {' '.join(command.collect_usage_pieces(context))}",
        language="console",
    )
    yield from _help(command.help or "")
    records = [each.get_help_record(context) for each in command.get_params(context)]
    yield "| option | |\n|---|---|"
    # Arguments are in the line above, and say nothing of themselves.
    for option, said in (record for record in records if record is not None and record[1]):
        yield f"| `{cell(option)}` | {cell(_plain(said))} |"
    yield ""
    yield from _epilog(command)


def _help(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(text)):
        if paragraph.startswith("\b"):
            yield flow_block(paragraph.removeprefix("\b\n"), language="text")
        else:
            yield f"{_plain(' '.join(paragraph.split()))}\n"


def _epilog(command: click.Command) -> Iterator[str]:
    """What stands at the end of a help: blocks with a heading, and sentences."""
    for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(command.epilog or "")):
        if paragraph.startswith("\b\n"):
            heading, *lines = paragraph.removeprefix("\b\n").splitlines()
            yield f"{heading}\n"
            yield flow_block(inspect.cleandoc("\n".join(lines)), language="text")
        elif paragraph:
            yield f"{_plain(' '.join(paragraph.split()))}\n"


def _plain(text: str) -> str:
    """A text in which nothing but code is Markdown, and options are code."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(part if part.startswith("`") else _options(part) for part in parts)


def _options(text: str) -> str:
    return re.sub(r"(?<![\w-])(--?[a-z][a-z-]*)", r"`\1`", re.sub(r"([*_<\[\]])", r"\\\1", text))
