"""The settings of a project, from its `flowlang.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from flowlang.source import Source


@dataclass(frozen=True, slots=True)
class Project:
    """What `flowlang.toml` says, with what holds where it is silent.

    `root` is the folder of that file, beyond which nothing is imported; `week_starts_on`
    counts Monday as 0; limits are None where there are none. `lint_severity` is by
    name of a rule or a category; `source` is the text of the file, where there is one.
    """

    root: Path
    name: str
    timezone: ZoneInfo
    week_starts_on: int = 6
    max_execute_depth: int = 1
    lint_select: tuple[str, ...] = ()
    lint_ignore: tuple[str, ...] = ()
    lint_severity: Mapping[str, str] = field(default_factory=dict)
    people: Path | None = None
    datetime_formats: tuple[str, ...] = ()
    max_per_day: int | None = None
    max_per_7_days: int | None = None
    source: Source | None = None
