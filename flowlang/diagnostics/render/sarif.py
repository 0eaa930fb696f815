"""Diagnostics as a SARIF 2.1.0 log: one run, its rules, its results.

The format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from flowlang import __version__
from flowlang.diagnostics.diagnostic import Diagnostic, Edit, Fix, Severity
from flowlang.diagnostics.rule import Rule
from flowlang.source import Source, Span

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif_data(
    diagnostics: Sequence[Diagnostic], register: Mapping[str, Rule], base: Path
) -> dict[str, Any]:
    """The log as plain data; files below `base` are told relative to it.

    A rule that the register does not have is named and not described.
    """
    names = sorted({each.rule for each in diagnostics})
    index = {name: number for number, name in enumerate(names)}
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "flowlang",
                        "semanticVersion": __version__,
                        "rules": [_rule(name, register.get(name)) for name in names],
                    }
                },
                # Columns are counted in characters, not in UTF-16 units.
                "columnKind": "unicodeCodePoints",
                "results": [_result(each, index, base) for each in diagnostics],
            }
        ],
    }


def _rule(name: str, rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {"id": name}
    return {
        "id": name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.mend or rule.why},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"category": rule.category},
    }


def _result(diagnostic: Diagnostic, index: Mapping[str, int], base: Path) -> dict[str, Any]:
    text = diagnostic.message
    if diagnostic.help:
        text = f"{text}\nhelp: {diagnostic.help}"
    result: dict[str, Any] = {
        "ruleId": diagnostic.rule,
        "ruleIndex": index[diagnostic.rule],
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": text},
        "locations": [_location(diagnostic.source, diagnostic.span, base)],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {
                "id": number,
                **_location(each.source, each.span, base),
                "message": {"text": each.message},
            }
            for number, each in enumerate(diagnostic.related, 1)
        ]
    if diagnostic.fix is not None:
        result["fixes"] = [_fix(diagnostic.fix, base)]
    return result


def _location(source: Source, span: Span, base: Path) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(source, base),
            "region": _region(source, span),
        }
    }


def _artifact(source: Source, base: Path) -> dict[str, str]:
    """A file below the base by its relative address, any other by its whole one."""
    if source.path is None:
        return {"uri": quote(source.name)}
    path = source.path.resolve()
    base = base.resolve()
    if path.is_relative_to(base):
        relative = PurePosixPath(path.relative_to(base).as_posix())
        return {"uri": quote(str(relative)), "uriBaseId": "%SRCROOT%"}
    return {"uri": path.as_uri()}


def _region(source: Source, span: Span) -> dict[str, int]:
    start, end = source.position(span.start), source.position(span.end)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _fix(fix: Fix, base: Path) -> dict[str, Any]:
    files: dict[int, tuple[Source, list[Edit]]] = {}
    for edit in fix.edits:
        files.setdefault(id(edit.source), (edit.source, []))[1].append(edit)
    return {
        "description": {"text": fix.message},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(source, base),
                "replacements": [
                    {
                        "deletedRegion": _region(source, edit.span),
                        "insertedContent": {"text": edit.replacement},
                    }
                    for edit in edits
                ],
            }
            for source, edits in files.values()
        ],
    }
