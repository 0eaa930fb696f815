"""`flowlang compare`: two runs over the same people, side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import SCRIPT, Flowlang

RUN = ("--people", "people.csv", "--at", "2026-01-05T09:00")


@pytest.fixture
def runs(flowlang: Flowlang, project: Path) -> None:
    """Two runs, with other points each."""
    assert flowlang("run", ".", *RUN, "--out", "before").status == 0
    assert flowlang("run", ".", *RUN, "--token", "points=+7", "--out", "after").status == 0


def test_two_values_of_a_token(flowlang: Flowlang, runs: None) -> None:
    done = flowlang("compare", "before", "after")
    assert (done.status, done.err) == (0, "")
    assert (
        done.out
        == """\
  3  people in both
  2  differ

Fields
  2  Lead Score: 10 → 12 (1), 5 → 7 (1)

The first of them
  1
    Lead Score: 10 → 12
  2
    Lead Score: 5 → 7
"""
    )
    assert (
        flowlang("compare", "before", "after", "--format", "json").data["people"]["differing"] == 2
    )
    assert flowlang("compare", "before", "after", "--exit-code").status == 1


def test_a_run_is_equal_to_itself(flowlang: Flowlang, runs: None) -> None:
    done = flowlang("compare", "before", "before", "--exit-code")
    assert done.status == 0
    assert "No difference" in done.out


def test_all_differences_as_a_file(flowlang: Flowlang, runs: None, project: Path) -> None:
    assert flowlang("compare", "before", "after", "--out", "all.csv").status == 0
    lines = "person,kind,name,before,after\n1,field,Lead Score,10,12\n2,field,Lead Score,5,7\n"
    assert (project / "all.csv").read_text() == lines
    refused = flowlang("compare", "before", "after", "--out", "all.csv")
    assert refused.status == 2
    assert "--overwrite" in refused.err
    assert flowlang("compare", "before", "after", "--out", "all.csv", "--overwrite").status == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("before", "nowhere"), "there is no file or folder nowhere"),
        (("before",), "missing argument 'AFTER'"),
        (("before", "p.flow"), "is no table"),
        (("before", "after", "--overwrite"), "goes with `--out FILE`"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    words: tuple[str, ...], told: str, flowlang: Flowlang, runs: None, project: Path
) -> None:
    (project / "p.flow").write_text(SCRIPT)
    done = flowlang("compare", *words)
    assert done.status == 2
    assert told in done.err
