"""Diagnostics leave the process and come back as they were."""

from __future__ import annotations

import json

import pytest

from flowlang.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from flowlang.diagnostics.plain import from_plain, to_plain
from flowlang.source import Source, Span

A, B = Source("a.flow", "list"), Source("b.flow", "list")
DIAGNOSTICS = [
    Diagnostic("rule", "message", A, Span(0, 4)),
    Diagnostic(
        "other",
        "ö",
        B,
        Span(1, 2),
        Severity.INFO,
        help="help",
        label="label",
        related=(Related("there", A, Span(2, 3)), Related("here", B, Span(0, 0))),
        fix=Fix("mend", (Edit(A, Span(0, 1), "x"), Edit(B, Span(1, 1), "")), False),
    ),
]


def test_there_and_back() -> None:
    data = json.loads(json.dumps(to_plain(DIAGNOSTICS, {A: 0, B: 1})))
    assert from_plain(data, [A, B]) == DIAGNOSTICS


def test_a_text_that_has_no_number() -> None:
    with pytest.raises(KeyError):
        to_plain(DIAGNOSTICS, {A: 0})
