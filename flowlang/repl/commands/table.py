"""The commands of the shell: words behind a colon, each a small function in one table."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

from flowlang.model.nearest import nearest
from flowlang.repl.answers import Answer
from flowlang.repl.faults import FaultError
from flowlang.style import plain

if TYPE_CHECKING:
    from flowlang.repl.session import Session

Run: TypeAlias = "Callable[[Session, str], Answer]"


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, what may stand behind it, what it does, and how it is used.

    `wants` is what completion offers behind it: `campaign`, `person`, `filter`, `path`, `place`,
    `node`, `command`, or certain words. `examples` are pairs of an entry and what it is for.
    """

    name: str
    argument: str
    summary: str
    run: Run
    wants: str | tuple[str, ...] = ""
    examples: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()


COMMANDS: dict[str, Command] = {}
"""All commands by name, in the order in which `:help` tells them."""

_MODULES = ("people", "workspace", "story", "shell")


def command(
    name: str,
    argument: str,
    summary: str,
    *,
    wants: str | tuple[str, ...] = "",
    examples: tuple[tuple[str, str], ...] = (),
    also: tuple[str, ...] = (),
) -> Callable[[Run], Run]:
    """Puts a function into the table."""

    def put(run: Run) -> Run:
        COMMANDS[name] = Command(name, argument, summary, run, wants, examples, also)
        return run

    return put


def all_commands() -> dict[str, Command]:
    """The table, filled."""
    for each in _MODULES:
        import_module(f"flowlang.repl.commands.{each}")
    return COMMANDS


def find_command(word: str) -> Command:
    """The command that a word means: its name, another name of it, or how only it begins."""
    known = all_commands()
    if word in known:
        return known[word]
    for each in known.values():
        if word in each.also:
            return each
    begun = [each for name, each in known.items() if word and name.startswith(word)]
    if len(begun) == 1:
        return begun[0]
    if begun:
        names = ", ".join(f"`:{each.name}`" for each in begun)
        raise FaultError(f"`:{plain(word)}` may be {names}", "write more of it")
    near = nearest(word, known)
    raise FaultError(
        f"there is no command `:{plain(word)}`",
        f"did you mean `:{near}`?" if near else "`:help` lists them all",
    )


def obey(session: Session, text: str) -> Answer:
    """Do what a command says."""
    word, _, rest = text.strip().removeprefix(":").strip().partition(" ")
    if not word:
        raise FaultError("a command stands behind the colon", "`:help` lists them all")
    return find_command(word).run(session, rest.strip())


def words_of(text: str) -> list[str]:
    """The words of an argument; blanks within quotes belong to a word."""
    try:
        return shlex.split(text)
    except ValueError:
        raise FaultError(
            "a quote is open", 'write a name with blanks as `"Autumn Webinar"`'
        ) from None


def one_name(text: str) -> str:
    """An argument that is one name, with or without quotes."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1]
    return text


def nothing_behind(name: str, text: str) -> None:
    """Refuse what stands behind a command that takes nothing."""
    if text:
        raise FaultError(f"`:{name}` takes nothing behind it")
