"""The line at the bottom: files, people, who is selected, when it is, how long it took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompt_toolkit.formatted_text import StyleAndTextTuples

from flowlang.repl.doing import counted_people, short, took
from flowlang.style import plain
from flowlang.trace.values import moment_told

if TYPE_CHECKING:
    from flowlang.repl.session import Session

_TEXT, _STRONG, _TRIAL = (
    "class:bottom-toolbar.text",
    "class:bottom-toolbar.strong",
    "class:bottom-toolbar.trial",
)


def facts(session: Session, seconds: float | None) -> StyleAndTextTuples:
    """How things stand, in one line."""
    world = session.scene.world
    zone = world.state.plan.calendar.zone
    paths = session.beginning.paths
    files = ", ".join(plain(path.name or str(path.resolve().name)) for path in paths[:2])
    more = f" and {len(paths) - 2} more" if len(paths) > 2 else ""
    tried: StyleAndTextTuples = []
    if session.trial is not None:
        tried = [(_TRIAL, " · tried, not kept")]
    parts: StyleAndTextTuples = [
        (_STRONG, f" {files or 'no files'}{more}"),
        (_TEXT, f" · {counted_people(session.scene.size)}"),
        (_TEXT, f" · {_selected(session)}"),
        *tried,
        (_TEXT, f" · {moment_told(world.now, zone)}"),
    ]
    if session.beginning.seed:
        parts.append((_TEXT, f" · seed {session.beginning.seed}"))
    if seconds is not None:
        parts.append((_TEXT, f" · {took(seconds)}"))
    return [*parts, (_TEXT, " ")]


def _selected(session: Session) -> str:
    selection = session.selection
    if selection.person:
        return f"person {plain(selection.person)}"
    return f"where {short(selection.where)[:30]}" if selection.where else "everybody"
