"""What each part of a filter lets through, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.engine.plan import schema_of
from flowlang.matching.match import asking_plan, match
from flowlang.model.bind import bind_filter
from flowlang.model.load import load
from flowlang.people.ingest import open_dataset
from flowlang.people.problems import OnBadData
from flowlang.report.match import one_line
from flowlang.source import Source

PEOPLE = """\
id,country,lead_score
1,DE,5
2,DE,0
3,FR,7
4,AT,9
"""


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ('country is "DE"', [(0, 'country is "DE"', 2)]),
        (
            'country is "DE" and lead_score > 0',
            [(0, "", 1), (1, 'country is "DE"', 2), (1, "lead_score > 0", 1)],
        ),
        # The parts of an `or` are counted for themselves: two people are in both.
        (
            'country is "DE", "AT" or lead_score >= 5',
            [(0, "", 4), (1, 'country is "DE", "AT"', 3), (1, "lead_score >= 5", 3)],
        ),
        # In parentheses, and below an `and`, they are asked of those who came so far.
        (
            'lead_score > 0 and (country is "FR" or country is "US")',
            [
                (0, "", 1),
                (1, "lead_score > 0", 3),
                (1, "", 1),
                (2, 'country is "FR"', 1),
                (2, 'country is "US"', 0),
            ],
        ),
        ('not (country is "DE" and lead_score > 0)', [(0, "", 3)]),
    ],
)
def test_parts(text: str, counts: list[tuple[int, str, int]], tmp_path: Path) -> None:
    (tmp_path / "p.flow").write_text("field country: string field lead_score: score")
    (tmp_path / "people.csv").write_text(PEOPLE)
    (instance,) = load([tmp_path / "p.flow"]).instances
    filter_, mistakes = bind_filter(instance, Source("--where", text))
    assert filter_ is not None, mistakes
    plan = asking_plan(instance, 0, 0)
    with open_dataset(tmp_path / "people.csv", schema_of(instance), OnBadData.ERROR) as dataset:
        found = match(plan, filter_, dataset, shown=1)
    told = [(depth, one_line(each.filter), each.matched) for depth, each in found.part.walk()]
    assert [
        (depth, text if expected else "", matched)
        for (depth, text, matched), (_, expected, _) in zip(told, counts, strict=True)
    ] == counts
    assert found.matched == counts[0][2]
    assert len(found.rows) == 1
