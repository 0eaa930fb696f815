"""Completion of whole entries: commands, what stands behind them, and the language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from flowlang.repl.commands.table import Command, all_commands
from flowlang.repl.completing import Candidate, complete
from flowlang.repl.ground import STEPS
from flowlang.repl.knowing import Known

if TYPE_CHECKING:
    from flowlang.repl.session import Session

_MOST = 100


def candidates(session: Session, text: str, cursor: int) -> list[Candidate]:
    """What can be typed at the cursor, the likeliest first."""
    before = text[:cursor]
    known = session.known()
    if not before.lstrip().startswith(":"):
        return [each for each in complete(text, cursor, known) if STEPS not in each.shown]
    colon = before.index(":")
    word, blank, rest = before[colon + 1 :].partition(" ")
    if not blank:
        return list(_commands(word, colon))
    command = all_commands().get(word)
    if command is None:
        return []
    begin = cursor - len(rest)
    if command.wants == "filter" or (command.wants == "" and command.name == "time"):
        inner = complete(text[begin:], len(rest), known)
        return [Candidate(each.text, each.start + begin, each.shown, each.about) for each in inner]
    return list(_arguments(session, command, rest, begin, known))[:_MOST]


def _commands(word: str, colon: int) -> Iterator[Candidate]:
    for name, each in all_commands().items():
        if name.startswith(word):
            blank = " " if each.argument and not each.argument.startswith("[") else ""
            yield Candidate(f":{name}{blank}", colon, f":{name} {each.argument}", each.summary)


def _arguments(
    session: Session, command: Command, rest: str, begin: int, known: Known
) -> Iterator[Candidate]:
    """What can stand behind a command."""
    instance = session.instance
    if isinstance(command.wants, tuple):
        offered = [(each, "") for each in command.wants]
    elif command.wants == "path":
        yield from _paths(rest, begin)
        return
    elif command.wants == "command":
        offered = [(name, each.summary) for name, each in all_commands().items()]
    elif command.wants == "person":
        offered = [(each, "person") for each in known.people()]
    else:
        campaigns = [
            (f'"{each.qualified_name}"', f"{each.kind.value} campaign")
            for each in instance.campaigns
            if not each.name.startswith(STEPS)
        ]
        programs = [(f'"{each.name}"', "program") for each in instance.programs]
        offered = {
            "campaign": campaigns,
            "place": programs + campaigns,
            "node": campaigns + programs,
        }.get(command.wants, [])
    typed = rest.strip('"').lower()
    for text, about in offered:
        if typed in text.lower():
            yield Candidate(text, begin, text.strip('"'), about)


def _paths(rest: str, begin: int) -> Iterator[Candidate]:
    """Files and folders that a path may become."""
    typed = rest.rsplit(" ", 1)[-1]
    start = begin + len(rest) - len(typed)
    folder = Path(typed).expanduser() if typed.endswith("/") else Path(typed).expanduser().parent
    stem = "" if typed.endswith("/") else Path(typed).name
    shown = typed[: len(typed) - len(stem)]
    try:
        found = sorted(each for each in folder.iterdir() if each.name.startswith(stem))
    except OSError:
        return
    for each in found:
        if each.name.startswith(".") and not stem.startswith("."):
            continue
        name = f"{each.name}/" if each.is_dir() else each.name
        if each.is_dir() or each.suffix in (".flow", ".csv", ".tsv", ".parquet"):
            yield Candidate(shown + name, start, name)
