"""Whatever stands in a script, binding tells it and does not raise."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.model.load import load
from flowlang.model.standard import StandardLibrary
from tests.harness import documents
from tests.model.test_documents import FILES

TEXTS = [text for one in documents(*FILES) for text in one.files.values()]
WORDS = sorted({word for text in TEXTS for word in text.split()})
LIBRARY = StandardLibrary()


def diagnose(folder: Path, text: str) -> list[Diagnostic]:
    (folder / "main.flow").write_text(text, encoding="utf-8")
    (instance,) = load([folder / "main.flow"], LIBRARY).instances
    return instance.diagnostics


@st.composite
def scripts(draw: st.DrawFn) -> str:
    """A script of the documents in which some words are others, left out or doubled."""
    words = draw(st.sampled_from(TEXTS)).split(" ")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(words) - 1))
        words[at] = draw(st.one_of(st.sampled_from(WORDS), st.just(""), st.just(words[at] * 2)))
    return " ".join(words)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(scripts())
def test_changed_scripts(tmp_path: Path, script: str) -> None:
    for each in diagnose(tmp_path, script):
        assert 0 <= each.span.start <= each.span.end <= len(each.source.text)
        assert each.message
        assert not each.message.endswith(".")


NINES = "9" * 5000


@pytest.mark.parametrize(
    "script",
    [
        f"field a: integer\nsmart list 'A' {{ a is {NINES} }}".replace("'", '"'),
        f'batch campaign "C" {{ id {NINES} flow {{ do nothing }} }}',
        f'batch campaign "C" {{ flow {{ wait {NINES} days }} }}',
        f'batch campaign "C" {{ at most {NINES} people flow {{ do nothing }} }}',
        f"token a: score = +{NINES}",
        f"token a: number = {NINES}.5",
        f'smart list "A" {{ random {NINES}% }}',
        f'activity a = {NINES} as "A" {{ }}',
        f'channel "C" {{ status "S" step {NINES} }}',
        f"""batch campaign "C" {{
            flow {{ do nothing }} schedule {{ every {NINES} days from 2026-01-01 at 09:00 }}
        }}""",
        f'smart list "A" {{ did open_email at least {NINES} times }}',
    ],
)
def test_numbers_beyond_all_measure(tmp_path: Path, script: str) -> None:
    (told,) = diagnose(tmp_path, script)
    assert told.rule in ("type-mismatch", "bad-random", "bad-schedule")


@pytest.mark.parametrize(
    "script",
    [
        'smart list "A" { ' + "not (" * 1500 + "everyone" + ")" * 1500 + " }",
        'batch campaign "C" { flow { '
        + "choose { when everyone { " * 400
        + "do nothing"
        + " } }" * 400
        + " } }",
    ],
)
def test_nesting_beyond_all_measure(tmp_path: Path, script: str) -> None:
    (told,) = diagnose(tmp_path, script)
    assert (told.rule, "too deep" in told.message) == ("syntax-error", True)


def test_parentheses_alone_may_be_as_deep_as_one_likes(tmp_path: Path) -> None:
    script = 'smart list "A" { ' + "(" * 3000 + "everyone" + ")" * 3000 + " }"
    assert diagnose(tmp_path, script) == []
