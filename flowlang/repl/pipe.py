"""The shell without a terminal: entries from a stream, answers as plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from flowlang.repl.answers import Answer
from flowlang.repl.entry import Kind, read_entry
from flowlang.repl.session import Session
from flowlang.style import Style


@dataclass(frozen=True, slots=True)
class Answered:
    """An entry and what it was answered."""

    text: str
    kind: Kind
    answer: Answer


def entries(lines: Iterable[str]) -> Iterator[str]:
    """Lines put together to entries: one goes on until it is complete."""
    open_ = ""
    for line in lines:
        open_ += line
        if open_.strip() and read_entry(open_).is_complete:
            yield open_.rstrip()
            open_ = ""
        elif not open_.strip():
            open_ = ""
    if open_.strip():
        yield open_.rstrip()


def answered(session: Session, lines: Iterable[str]) -> Iterator[Answered]:
    """The answers to all entries, each when it is there."""
    for text in entries(lines):
        kind = read_entry(text).kind
        if kind is not Kind.NOTHING:
            yield Answered(text, kind, session.answer(text))
        if session.ended:
            return


def answer_all(
    session: Session,
    lines: Iterable[str],
    write: Callable[[str], None],
    write_error: Callable[[str], None],
    style: Style,
) -> bool:
    """Answer all entries of a stream; whether all of them could be.

    What is wrong is written as such; the entries behind it are answered all the same.
    """
    ok = True
    is_first = True
    for each in answered(session, lines):
        told = each.answer.told(style)
        if not each.answer.ok:
            ok = False
            write_error(told)
        elif told:
            write(told if is_first else f"\n{told}")
            is_first = False
    return ok
