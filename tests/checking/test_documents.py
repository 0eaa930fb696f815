"""Documents that say on which line each pass of the checker speaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.checking import PASSES, check
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.model.load import load
from tests.harness import Document, compare, documents

DOCUMENTS = list(documents(*sorted((Path(__file__).parent / "documents").glob("*.txt"))))


def diagnose(folder: Path) -> list[Diagnostic]:
    loaded = load([folder])
    assert not loaded.problems
    return [each for instance in loaded.instances for each in check(instance)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.title)
def test_document(document: Document, tmp_path: Path) -> None:
    assert compare(document, tmp_path, diagnose) == []


def test_diagnostics_are_in_order_of_place(tmp_path: Path) -> None:
    (tmp_path / "b.flow").write_text('executable campaign "E" { flow { wait 1 day } }')
    (tmp_path / "a.flow").write_text('batch campaign "B" { on open_email flow { wait 4 hrs } }')
    found = [(each.source.path, each.span.start) for each in diagnose(tmp_path)]
    assert found == sorted(found, key=lambda place: (str(place[0]), place[1]))
    assert len(found) == 3


def test_every_module_of_the_folder_is_a_pass_that_is_listed() -> None:
    folder = Path(check.__code__.co_filename).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "callers", "misfits"}
    assert modules == {each.__module__.rsplit(".", 1)[1] for each in PASSES}
