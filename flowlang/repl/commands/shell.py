"""Commands about the shell itself."""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.repl.answers import Answer, Lines, Told
from flowlang.repl.commands.table import (
    Command,
    all_commands,
    command,
    find_command,
    nothing_behind,
)
from flowlang.repl.faults import FaultError
from flowlang.repl.session import Session
from flowlang.style import Look, Style

ENTRIES = (
    ('country is "DE" and lead_score >= 50', "a filter: who matches, the first of them"),
    ("change lead_score by +5", "a step: what it would do; `:commit` keeps it"),
    ('choose { when random 10% { do nothing } otherwise { add to list "A" } }', "several steps"),
    ("Dear {{lead.First Name:default=friend}}", "a text: what it is for the person"),
    ('list "VIP"', "a declaration: it is there at once"),
    ('given person "ada" { country: "DE" }', "as in a test: somebody more"),
    ('run "Score"', "as in a test: a batch campaign"),
    ("advance 3 days", "as in a test: waits end"),
    ('expect "ada": lead_score is 5', "as in a test: whether it is so"),
)
"""What can be typed besides commands, and what it does."""


@command(
    "help",
    "[COMMAND]",
    "this, or more about one command",
    wants="command",
    examples=((":help save", "more about `:save`"),),
    also=("h", "?"),
)
def help_(session: Session, text: str) -> Answer:
    """Tell what can be typed."""
    if text:
        found = find_command(text.removeprefix(":"))
        return Told(lambda style: "".join(f"{line}\n" for line in _about(found, style)))
    return Told(lambda style: "".join(f"{line}\n" for line in _all(style)))


def _all(style: Style) -> Iterator[str]:
    yield style.paint("What can be typed", Look.STRONG)
    width = max(len(entry) for entry, _ in ENTRIES if len(entry) < 45)
    yield from _pairs(ENTRIES, width, style)
    yield ""
    yield style.paint("Commands", Look.STRONG)
    pairs = [
        (f":{each.name} {each.argument}".rstrip(), each.summary) for each in all_commands().values()
    ]
    yield from _pairs(pairs, max(len(usage) for usage, _ in pairs), style)
    yield ""
    yield style.paint("Keys", Look.STRONG)
    yield from _pairs(KEYS, max(len(key) for key, _ in KEYS), style)


KEYS = (
    ("Enter", "hands in what is complete, else begins a new line"),
    ("Alt-Enter", "begins a new line"),
    ("Tab", "what can be typed here"),
    ("Right", "takes the grey suggestion"),
    ("Up, Ctrl-R", "earlier entries, and a search in them"),
    ("Ctrl-X Ctrl-E", "the entry in $EDITOR; with vi keys, v"),
    ("Ctrl-C", "ends the line, or long work"),
    ("Ctrl-D", "leaves"),
)
"""The keys that are worth knowing."""


def _about(found: Command, style: Style) -> Iterator[str]:
    yield style.paint(f":{found.name} {found.argument}".rstrip(), Look.STRONG)
    yield f"  {found.summary}"
    if found.examples:
        yield ""
        width = max(len(entry) for entry, _ in found.examples)
        yield from _pairs(found.examples, width, style)


def _pairs(
    pairs: tuple[tuple[str, str], ...] | list[tuple[str, str]], width: int, style: Style
) -> Iterator[str]:
    """Two columns; what is too long for the first has the second below it."""
    for left, right in pairs:
        if len(left) > width:
            yield f"  {style.paint(left, Look.CODE)}"
            left = ""
        gap = " " * (width - len(left))
        yield f"  {style.paint(left, Look.CODE)}{gap}  {right}"


_SETTINGS = {"keys": ("emacs", "vi"), "completion": ("typing", "tab")}


@command(
    "set",
    "[NAME VALUE]",
    "keys emacs or vi; completion while typing or on tab",
    wants=("keys emacs", "keys vi", "completion typing", "completion tab"),
    examples=((":set keys vi", "vi's keys"),),
)
def set_(session: Session, text: str) -> Answer:
    """Change a setting."""
    words = text.split()
    if len(words) == 2 and words[1] in _SETTINGS.get(words[0], ()):
        session.settings[words[0]] = words[1]
    elif words:
        choices = "; ".join(f"{name} {' or '.join(each)}" for name, each in _SETTINGS.items())
        raise FaultError(f"there is no such setting: {text}", f"there are {choices}")
    return Lines(
        [f"{name} {session.settings.get(name, each[0])}" for name, each in _SETTINGS.items()]
    )


@command("quit", "", "leave, as Ctrl-D does", also=("q", "exit"))
def quit_(session: Session, text: str) -> Answer:
    """Leave."""
    nothing_behind("quit", text)
    session.ended = True
    return Lines([])
