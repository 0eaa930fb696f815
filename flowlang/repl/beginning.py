"""With what a session begins; it is known before anything is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flowlang.people.problems import OnBadData


@dataclass(frozen=True, slots=True)
class Beginning:
    """With what a session begins: the words of the command, and what commands set later.

    `at` is a moment as it is written, in the project's zone; empty for now.
    """

    paths: tuple[Path, ...] = ()
    people: Path | None = None
    at: str = ""
    seed: int = 0
    on_bad_data: OnBadData = OnBadData.ERROR
