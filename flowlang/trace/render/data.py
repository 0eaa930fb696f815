"""A story as plain data for programs; docs/trace.md describes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.diagnostics.render.data import diagnostic_data
from flowlang.trace.story import Story
from flowlang.trace.whynot import Answer

_MOMENTS = ("at", "until", "last")


def story_data(
    story: Story, diagnostics: Sequence[Diagnostic] = (), answer: Answer | None = None
) -> dict[str, Any]:
    """All of a story; moments are local times of the project with their offset."""
    zone = ZoneInfo(story.zone)
    found: dict[str, Any] = _data(story, zone)
    if answer is not None:
        found["why_not"] = _data(answer, zone)
        found["why_not"]["misses"] = [
            {"activity": _data(activity, zone), "missed": _data(miss, zone)}
            for activity, miss in answer.misses
        ]
    found["diagnostics"] = [diagnostic_data(each) for each in diagnostics]
    return found


def _data(node: Any, zone: ZoneInfo) -> Any:
    """One node by its own names."""
    if is_dataclass(node):
        return {
            each.name: _moment(getattr(node, each.name), zone)
            if each.name in _MOMENTS
            else _data(getattr(node, each.name), zone)
            for each in fields(node)
        }
    if isinstance(node, list | tuple):
        return [_data(each, zone) for each in node]
    if isinstance(node, dict):
        return {key: _data(each, zone) for key, each in node.items()}
    return node


def _moment(seconds: int | None, zone: ZoneInfo) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, zone).isoformat()
