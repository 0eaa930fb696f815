"""Documents for each rule, in a file of its name: where it speaks and where it does not.

Only that rule runs, so that a new rule leaves all other documents as they are.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.checking import check
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.linting.linter import lint
from flowlang.linting.pages import lint_rules
from flowlang.linting.world import World
from flowlang.model.load import load
from tests.harness import Document, compare, documents

FOLDER = Path(__file__).parent / "documents"
FILES = sorted(FOLDER.glob("*.txt"))
DOCUMENTS = [(path.stem, each) for path in FILES for each in documents(path)]


@pytest.mark.parametrize(
    ("rule", "document"), DOCUMENTS, ids=lambda value: getattr(value, "title", "")
)
def test_document(rule: str, document: Document, tmp_path: Path) -> None:
    def diagnose(folder: Path) -> list[Diagnostic]:
        loaded = load([folder])
        assert not loaded.problems
        found = []
        for instance in loaded.instances:
            assert [each.message for each in check(instance)] == []
            found += lint(World(instance), [lint_rules()[rule]])
        return found

    (tmp_path / "flowlang.toml").touch()
    assert compare(document, tmp_path, diagnose) == []


def test_every_file_of_documents_is_of_a_rule() -> None:
    assert {path.stem for path in FILES} <= set(lint_rules())
