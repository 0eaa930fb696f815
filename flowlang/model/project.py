"""The settings of a project, from its `flowlang.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Project:
    """What `flowlang.toml` says, with what holds where it is silent.

    `root` is the folder of that file, beyond which nothing is imported; `week_starts_on`
    counts Monday as 0; limits are None where there are none.
    """

    root: Path
    name: str
    timezone: ZoneInfo
    week_starts_on: int = 6
    max_execute_depth: int = 1
    lint_select: tuple[str, ...] = ()
    lint_ignore: tuple[str, ...] = ()
    people: Path | None = None
    datetime_formats: tuple[str, ...] = ()
    max_per_day: int | None = None
    max_per_7_days: int | None = None
