"""The documents beside this file: scripts with the mistakes that binding finds in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.model.load import load
from tests.harness import Document, compare, documents

FILES = sorted((Path(__file__).parent / "documents").glob("*.txt"))

RULES = (
    "unknown-field",
    "unknown-asset",
    "unknown-status",
    "unknown-token",
    "unknown-activity",
    "unknown-attribute",
    "unknown-type",
    "unknown-time-frame",
    "import-not-found",
    "import-outside-project",
    "duplicate-name",
    "duplicate-part",
    "ambiguous-name",
    "type-mismatch",
    "picklist-value",
    "mixed-and-or",
    "where-needs-parentheses",
    "token-in-condition",
    "token-in-token",
    "unsigned-score",
    "not-a-score",
    "abbreviated-duration",
    "bad-schedule",
    "bad-random",
    "bad-setting",
    "smart-list-cycle",
)


def diagnose(folder: Path) -> list[Diagnostic]:
    loaded = load([folder])
    assert not loaded.problems
    return [each for instance in loaded.instances for each in instance.diagnostics]


@pytest.mark.parametrize("document", list(documents(*FILES)), ids=lambda each: each.title)
def test_document(document: Document, tmp_path: Path) -> None:
    differences = compare(document, tmp_path, diagnose)
    assert not differences, "\n".join(differences)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_shown_broken_and_mended(rule: str) -> None:
    found = list(documents(*[file for file in FILES if file.stem == rule]))
    assert any(rule in [each.rule for each in one.expectations] for one in found)
    assert any(not one.expectations for one in found)
