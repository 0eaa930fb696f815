"""What was typed before, in this session and earlier ones: a file of entries."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from prompt_toolkit.history import FileHistory, History, InMemoryHistory

_MOST = 10_000


def history_file() -> Path:
    """Where earlier entries are kept: `flowlang/history` in the user's folder for state."""
    state = os.environ.get("XDG_STATE_HOME", "")
    folder = Path(state) if state.startswith("/") else Path.home() / ".local" / "state"
    return folder / "flowlang" / "history"


class _Entries(FileHistory):
    """Entries in a file; one that repeats the last, or begins with a blank, is not kept."""

    def append_string(self, string: str) -> None:
        """Keep an entry."""
        known = self.get_strings()
        if string.strip() and not string.startswith(" ") and known[-1:] != [string]:
            super().append_string(string)

    def store_string(self, string: str) -> None:
        """Write an entry; where that cannot be done it is kept for this session only."""
        try:
            super().store_string(string)
        except OSError:
            return

    def load_history_strings(self) -> Iterable[str]:
        """The entries, the latest first."""
        try:
            found = list(super().load_history_strings())
        except OSError:
            return []
        return found[:_MOST]


def open_history() -> History:
    """The history of this user, else one that ends with the session."""
    try:
        file = history_file()
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
    except (OSError, RuntimeError):
        return InMemoryHistory()
    return _Entries(str(file))
