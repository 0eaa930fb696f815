"""A run as plain data, as `--format json` and `summary.json` have it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.diagnostics.render.data import diagnostic_data
from flowlang.engine.summary import RunFacts, Summary
from flowlang.model.instance import Instance


def run_data(
    summary: Summary, facts: RunFacts, instance: Instance, diagnostics: Sequence[Diagnostic]
) -> dict[str, Any]:
    """All counts of a run, and what was told about the scripts."""
    return {
        **summary.as_json(facts, instance),
        "diagnostics": [diagnostic_data(each) for each in diagnostics],
    }
