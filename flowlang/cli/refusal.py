"""What is said when a command cannot do what it was asked to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import click
from click.exceptions import NoArgsIsHelpError

from flowlang.cli.output import write_error, write_json


def refuse(message: str) -> click.ClickException:
    """Wrong usage, or something that cannot be read or written; exit status 2."""
    return click.ClickException(message)


def told(refusal: click.ClickException, words: Sequence[str]) -> None:
    """Tell why a command with these words was refused, in the form that they ask for."""
    if isinstance(refusal, NoArgsIsHelpError):
        write_error(f"{refusal.message}\n")
        return
    message = _message(refusal)
    context = refusal.ctx if isinstance(refusal, click.UsageError) else None
    hint = f"try `{context.command_path} --help`" if context is not None else None
    if _wants_json(words):
        write_json({"error": {"message": message, "help": hint}})
        return
    write_error(f"error: {message}\n")
    if hint:
        write_error(f"  {hint}\n")


def _message(refusal: click.ClickException) -> str:
    """The sentence: ours as it is, that of click in our words and without a full stop."""
    match refusal:
        case click.NoSuchOption():
            near = _same(refusal) or refusal.possibilities
            offer = f"; did you mean `{near[0]}`?" if near else ""
            return f"there is no option `{refusal.option_name}`{offer}"
        case click.MissingParameter(param=click.Argument(name="paths")):
            return "name a file or a folder with campaigns, such as `.`"
        case click.MissingParameter(param=click.Option(opts=options, metavar=metavar)):
            return f"`{options[-1]} {metavar}` is missing"
        case click.BadParameter(param=click.Option(opts=options)):
            return f"`{options[-1]}`: {_tidy(refusal.message)}"
        case click.UsageError():
            return _tidy(refusal.format_message())
        case _:
            return refusal.format_message()


_ELSEWHERE = {
    "--to": ("--until", "--end"),
    "--until": ("--to", "--end"),
    "--from": ("--since", "--start", "--at"),
    "--at": ("--from", "--now", "--when"),
    "--people": ("--data", "--dataset", "--input"),
    "--out": ("--output",),
    "--overwrite": ("--force",),
    "--where": ("--filter", "--only"),
    "--format json": ("--json",),
}
"""Options, and how they are called by other commands and other tools."""


def _same(refusal: click.NoSuchOption) -> list[str]:
    """The options of the command that mean what was asked for."""
    known = {name for each in _options(refusal.ctx) for name in each.opts}
    return [
        option
        for option, names in _ELSEWHERE.items()
        if refusal.option_name in names and option.partition(" ")[0] in known
    ]


def _options(context: click.Context | None) -> list[click.Parameter]:
    return context.command.params if context is not None else []


def _tidy(message: str) -> str:
    message = message.removesuffix(".")
    first, _, rest = message.partition(" ")
    return f"{first.lower()} {rest}" if first.istitle() and first.isalpha() and rest else message


def _wants_json(words: Sequence[str]) -> bool:
    """Whether JSON was asked for, even where the words as a whole cannot be understood."""
    return "--format=json" in words or ("--format", "json") in pairwise(words)
