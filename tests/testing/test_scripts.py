"""Scripts with tests: each passes, but where a comment behind `# !` says what fails, and why."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flowlang.checking import check
from flowlang.model.load import load
from flowlang.testing.session import session_of

SCRIPTS = sorted((Path(__file__).parent / "scripts").glob("*.flow"))
_EXPECTED = re.compile(r"# ! (.*?)\s*$")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_script(path: Path) -> None:
    [instance] = load([path]).instances
    assert [each.message for each in check(instance)] == []
    expected = {
        number: match[1]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (match := _EXPECTED.search(line))
    }
    session = session_of([instance], [path])
    found = {
        failure.line: (failure.message, failure.parts)
        for result in session.run()
        for failure in result.failures
    }
    assert len(session.results) == len(instance.tests) > 0
    for line, part in expected.items():
        assert line in found, f"nothing fails in line {line}: {part}"
        assert part in found.pop(line)[0]
    assert found == {}
