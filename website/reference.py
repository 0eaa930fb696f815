"""Pages of reference that are made from what they are about: the commands, and the grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

import click

from flowlang.cli.main import cli
from flowlang.resources import resource

_BANNER = re.compile(r"^// -{20,}\n// (.+)\n// -{20,}\n", re.MULTILINE)


def commands_page() -> str:
    """What each command says of itself."""
    pieces = ["# Commands\n", _help(cli, "flowlang")]
    context = click.Context(cli, info_name="flowlang")
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        pieces += [f"## flowlang {name}\n", _help(command, f"flowlang {name}")]
    return "\n".join(pieces)


def _help(command: click.Command, name: str) -> str:
    context = click.Context(command, info_name=name, terminal_width=88, max_content_width=88)
    return f"```text\n$ {name} --help\n{command.get_help(context)}\n```\n"


def grammar_page() -> str:
    """The grammar: its comments as prose, its rules as they are."""
    text = (resource("grammar") / "flowlang.lark").read_text(encoding="utf-8")
    head, *sections = _BANNER.split(text)
    pieces = ["# The grammar\n", *_prose_and_rules(head)]
    pieces.append("It is written as [Lark](https://lark-parser.readthedocs.io) reads it.\n")
    for title, body in zip(sections[::2], sections[1::2], strict=True):
        pieces += [f"## {title}\n", *_prose_and_rules(body)]
    return "\n".join(pieces)


def _prose_and_rules(text: str) -> Iterator[str]:
    """Comments that stand apart as prose; those right above a rule show it, and stay there."""
    paragraphs = text.strip("\n").split("\n\n")
    for is_prose, some in groupby(filter(None, paragraphs), _is_prose):
        if is_prose:
            for paragraph in some:
                lines = paragraph.splitlines()
                yield "\n".join(re.sub("^// ?", "", line) for line in lines) + "\n"
        else:
            yield "```text\n" + "\n\n".join(some) + "\n```\n"


def _is_prose(paragraph: str) -> bool:
    return all(line.startswith("//") for line in paragraph.splitlines())
