"""The project file: found upwards from a path, read, and told where it is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.model.moments import WEEKDAYS
from flowlang.model.nearest import nearest
from flowlang.model.project import Project
from flowlang.model.reading import read_source
from flowlang.source import Source, Span


def default_project(root: Path) -> Project:
    """A project without a file: all settings as they are by default."""
    return Project(root, root.name, ZoneInfo("UTC"))


def read_project(file: Path, name: str) -> tuple[Project, list[Diagnostic]]:
    """The settings of a project file; what is wrong is told and stays at its default."""
    project = default_project(file.parent)
    source = read_source(file, name)
    if isinstance(source, Diagnostic):
        return project, [source]
    if source is None:
        message = "the project file cannot be read"
        return project, [Diagnostic("bad-setting", message, Source(name, "", file), Span(0, 0))]
    try:
        content = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        return project, [_broken(source, str(error))]
    reader = _Reader(source, replace(project, source=source))
    for table, values in content.items():
        reader.table(table, values)
    return reader.project, reader.diagnostics


def _broken(source: Source, message: str) -> Diagnostic:
    """A file that is no TOML; the reader names the line and column only in its message."""
    place = re.search(r"\(at line (\d+), column (\d+)\)", message)
    at = len(source.text)
    if place is not None:
        line, column = int(place[1]), int(place[2])
        at = min(source.line_starts[line - 1] + column - 1, at)
    said = re.sub(r"\s*\(at .*\)$", "", message)
    return Diagnostic(
        "bad-setting",
        f"the project file is no TOML: {said[:1].lower()}{said[1:]}",
        source,
        Span(at, at),
        help='a setting is written `name = "value"` below a `[table]`',
    )


@dataclass(slots=True)
class _Reader:
    """Takes settings one by one into a project."""

    source: Source
    project: Project
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def table(self, table: str, values: Any) -> None:
        known = SETTINGS.get(table)
        if known is None or not isinstance(values, dict):
            self._tell(table, None, f"there is no table [{table}]", _offer(table, SETTINGS))
            return
        for key, value in values.items():
            setting = known.get(key)
            if setting is None:
                message = f"there is no setting `{key}` in [{table}]"
                self._tell(table, key, message, _offer(key, known))
                continue
            try:
                name, taken = setting.take(value, self.project)
            except _WrongError as wrong:
                self._tell(table, key, f"`{key}` {wrong.message}", wrong.help)
                continue
            self.project = replace(self.project, **{name: taken})

    def _tell(self, table: str, key: str | None, message: str, help: str | None) -> None:
        span = setting_place(self.source.text, table, key)
        self.diagnostics.append(Diagnostic("bad-setting", message, self.source, span, help=help))


def setting_place(text: str, table: str, key: str | None) -> Span:
    """Where a setting stands, as well as it can be told without a parser that keeps places."""
    header = _header(text, table)
    if header is None and key is not None:
        header = _header(text, f"{table}.{key}")
    start = header.end() if header else 0
    if key is not None:
        found = re.compile(rf"^[ \t]*(\"?{re.escape(key)}\"?)[ \t]*=", re.MULTILINE).search(
            text, start
        )
        if found is not None:
            return Span(*found.span(1))
    if header is None:
        return Span(0, 0)
    return Span(header.end() - len(header.group().lstrip()), header.end())


def _header(text: str, table: str) -> re.Match[str] | None:
    return re.search(rf"^[ \t]*\[\s*{re.escape(table)}\s*\]", text, re.MULTILINE)


def _offer(name: str, known: dict[str, Any]) -> str:
    near = nearest(name, known)
    if near is not None:
        return f"did you mean `{near}`?"
    return "there are " + ", ".join(f"`{each}`" for each in known)


class _WrongError(Exception):
    """A value that a setting cannot have."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.help = help


_Take = Callable[[Any, Project], tuple[str, Any]]


def _text(name: str) -> _Take:
    def take(value: Any, project: Project) -> tuple[str, Any]:
        if not isinstance(value, str) or not value:
            raise _WrongError("must be a text", f'such as `{name} = "…"`')
        return name, value

    return take


def _texts(name: str) -> _Take:
    def take(value: Any, project: Project) -> tuple[str, Any]:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise _WrongError("must be a list of texts", 'such as `["…", "…"]`')
        return name, tuple(value)

    return take


def _count(name: str, least: int) -> _Take:
    def take(value: Any, project: Project) -> tuple[str, Any]:
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise _WrongError(f"must be a whole number, at least {least}")
        return name, value

    return take


def _zone(value: Any, project: Project) -> tuple[str, Any]:
    try:
        return "timezone", ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError) as error:
        near = nearest(value, available_timezones()) if isinstance(value, str) else None
        raise _WrongError(
            "must be the name of a time zone",
            f'did you mean "{near}"?' if near else 'such as "Europe/Berlin" or "UTC"',
        ) from error


def _weekday(value: Any, project: Project) -> tuple[str, Any]:
    if not isinstance(value, str) or value.lower() not in WEEKDAYS:
        raise _WrongError("must be a day of the week", 'such as "monday" or "sunday"')
    return "week_starts_on", WEEKDAYS.index(value.lower())


def _people(value: Any, project: Project) -> tuple[str, Any]:
    if not isinstance(value, str) or not value:
        raise _WrongError("must be a path", 'such as "people.csv"')
    return "people", project.root / value


_WEIGHTS = ("error", "warning", "info", "off")


def _severities(value: Any, project: Project) -> tuple[str, Any]:
    if not isinstance(value, dict):
        raise _WrongError("is a table", 'such as `[lint.severity]` with `style = "off"` below it')
    for name, word in value.items():
        if word not in _WEIGHTS:
            raise _WrongError(
                f"cannot be `{word}` for `{name}`", "there are error, warning, info and off"
            )
    return "lint_severity", dict(value)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a setting is taken, what it means, a value as an example, and what holds without it."""

    take: _Take
    means: str
    example: str
    default: str = ""


SETTINGS: dict[str, dict[str, Setting]] = {
    "project": {
        "name": Setting(
            _text("name"), "How the project is called.", '"autumn"', "the folder's name"
        ),
        "timezone": Setting(
            _zone, "The zone of times that say none, and of days.", '"Europe/Berlin"', '`"UTC"`'
        ),
        "week_starts_on": Setting(
            _weekday, "What `this week` and its like begin with.", '"monday"', '`"sunday"`'
        ),
    },
    "check": {
        "max_execute_depth": Setting(
            _count("max_execute_depth", 1),
            "How many campaigns deep `execute` may go; Marketo goes down three.",
            "3",
            "`1`",
        ),
    },
    "lint": {
        "select": Setting(
            lambda v, p: ("lint_select", _texts("select")(v, p)[1]),
            "The rules and categories to look at.",
            '["order", "tokens"]',
            "all",
        ),
        "ignore": Setting(
            lambda v, p: ("lint_ignore", _texts("ignore")(v, p)[1]),
            "The rules and categories to leave out.",
            '["style"]',
            "none",
        ),
        "severity": Setting(
            _severities,
            "How much a rule or a category weighs: `error`, `warning`, `info` or `off`.",
            '{ unused-asset = "error" }',
            "what each rule says",
        ),
    },
    "data": {
        "people": Setting(
            _people, "The people of commands that name none, from this file.", '"people.csv"'
        ),
        "datetime_formats": Setting(
            _texts("datetime_formats"),
            "Further forms of times in the data, in the letters of Python's `strptime`.",
            '["%d.%m.%Y %H:%M"]',
        ),
    },
    "send": {
        "max_per_day": Setting(
            _count("max_per_day", 0),
            "The communication limit: how many emails a person gets on a calendar day.",
            "2",
            "no limit",
        ),
        "max_per_7_days": Setting(
            _count("max_per_7_days", 0), "The same in any 168 hours.", "5", "no limit"
        ),
    },
}
"""All settings, by table and name."""
