"""Tokens that callers hand to executables, by type."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.checking import check
from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.model.load import load
from tests.harness import compare, document

DOCUMENTS = {
    "a text where a score changes": """
field points: score
program "P" {
  token bonus: text = "+10"                # ! type-mismatch: needs a score token
  batch campaign "A" { flow { execute "E" with parent tokens } }
}
executable campaign "E" { token bonus: score = +0 flow { change points by {{my.bonus}} } }
""",
    "a number that a filter compares with text": """
field name: string
program "P" {
  token limit: number = 3                  # ! type-mismatch: needs a text token
  token bonus: score = +3                  # ! type-mismatch: needs a text token
  batch campaign "A" { flow { execute "E" with parent tokens } }
  batch campaign "B" { flow { execute "E" with parent tokens } }
}
executable campaign "E" {
  smart list { name is {{my.limit}} or name is {{my.bonus}} }
  flow { do nothing }
}
""",
    "through a link in between": """
field points: score
program "P" {
  token bonus: text = "+10"                # ! type-mismatch: it is used here
  batch campaign "A" { flow { execute "Middle" with parent tokens } }
}
executable campaign "Middle" { flow { execute "E" with parent tokens } }
executable campaign "E" { token bonus: score = +0 flow { change points by {{my.bonus}} } }
--- flowlang.toml
[check]
max_execute_depth = 3
""",
    "not without parent tokens, nor as text": """
field points: score
field name: string
program "P" {
  token bonus: text = "+10"
  token word: number = 3
  batch campaign "A" { flow { execute "E"  execute "F" with parent tokens } }
}
executable campaign "E" { token bonus: score = +0 flow { change points by {{my.bonus}} } }
executable campaign "F" {
  token word: text = "x"
  flow { change name to {{my.word}} change name to "{{my.word}} {{my.bonus}}" }
}
""",
}


def diagnose(folder: Path) -> list[Diagnostic]:
    (instance,) = load([folder]).instances
    return check(instance)


@pytest.mark.parametrize("title", DOCUMENTS)
def test_document(title: str, tmp_path: Path) -> None:
    differences = compare(document(title, DOCUMENTS[title]), tmp_path, diagnose)
    assert not differences, "\n".join(differences)
