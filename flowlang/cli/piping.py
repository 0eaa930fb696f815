"""The shell without a terminal: entries from standard input."""

from __future__ import annotations

import sys

from flowlang.cli.output import style_for, write, write_error, write_json
from flowlang.cli.progress import Progress
from flowlang.repl.answers import Answer, Fault
from flowlang.repl.beginning import Beginning
from flowlang.repl.pipe import answer_all, answered
from flowlang.repl.session import Session
from flowlang.style import Style


def answer_pipe(beginning: Beginning, form: str, color: str) -> int:
    """Answer all entries of standard input; the exit status."""
    progress = Progress()
    session = Session(beginning, progress.say)
    problem = session.open()
    progress.clear()
    try:
        if not problem.ok:
            return _refused(problem, form, color)
        # A byte that is no UTF-8 is a mistake in an entry, told like any other.
        lines = sys.stdin
        if form == "json":
            return _json(session)
        style = style_for(sys.stdout, color)
        return 0 if answer_all(session, lines, write, write_error, style) else 1
    finally:
        session.close()


def _refused(problem: Answer, form: str, color: str) -> int:
    """What the session was to begin with is not there, or has mistakes."""
    if form == "json":
        write_json({"answers": [], "error": problem.told(Style())})
    else:
        write_error(problem.told(style_for(sys.stderr, color)))
    return 2 if isinstance(problem, Fault) else 1


def _json(session: Session) -> int:
    """All answers as one document."""
    found = list(answered(session, sys.stdin))
    write_json(
        {
            "answers": [
                {
                    "entry": each.text,
                    "kind": each.kind.name.lower().replace("_", " "),
                    "ok": each.answer.ok,
                    "text": each.answer.told(Style()),
                }
                for each in found
            ]
        }
    )
    return 0 if all(each.answer.ok for each in found) else 1
