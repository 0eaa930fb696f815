"""Talking to a session."""

from __future__ import annotations

from flowlang.repl.session import Session
from flowlang.style import Style


def say(session: Session, *entries: str) -> str:
    """What a session answers to the last of some entries, all of which must be well."""
    told = ""
    for each in entries:
        answer = session.answer(each)
        told = answer.told(Style())
        assert answer.ok, told
    return told


def wrong(session: Session, entry: str) -> str:
    """What a session answers to an entry that it cannot take."""
    answer = session.answer(entry)
    assert not answer.ok, answer.told(Style())
    return answer.told(Style())
