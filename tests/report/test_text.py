"""What a run came to, as people read it; the flow itself is shown with the command line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from flowlang.engine.summary import Limit, RunFacts, Stopped, Summary
from flowlang.model.instance import Instance
from flowlang.model.load import load
from flowlang.report.text import render_run
from flowlang.style import Style

FACTS = RunFacts("P.Go", "2026-01-05T09:00:30", 3)


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    (tmp_path / "flowlang.toml").write_text('[project]\ntimezone = "Europe/Berlin"\n')
    (tmp_path / "p.flow").write_text('program "P" { batch campaign "Go" { flow { do nothing } } }')
    (instance,) = load([tmp_path]).instances
    return instance


def shown(summary: Summary, instance: Instance, *, colour: bool = False) -> str:
    return render_run(summary, FACTS, instance, Style(colour=colour, width=80))


def test_why_others_did_not_enter(instance: Instance) -> None:
    summary = Summary(people=1204, qualified=4, failed_smart_list=1000, already_entered=200)
    assert (
        shown(summary, instance)
        == """\
P.Go  at 2026-01-05 09:00:30 Europe/Berlin, seed 3

  1,204  people
      4  qualified
  1,000  not in the smart list
    200  entered before, and may not again
"""
    )


def test_skips_by_reason_come_to_their_sum(instance: Instance) -> None:
    summary = Summary(people=1, qualified=1)
    summary.skipped = Counter(
        {
            ("send_email", "unsubscribed"): 12,
            ("send_email", "block_listed"): 1003,
            ("change_program_status", "earlier_step"): 5,
        }
    )
    assert shown(summary, instance).endswith("""
Skipped
      5  change_program_status: earlier step
  1,003  send_email: block listed
     12  send_email: unsubscribed
  1,020  in all
""")


def test_executed_children_warnings_and_who_waits(instance: Instance) -> None:
    summary = Summary(people=1, qualified=1, waiting=1500)
    summary.executed = Counter({("P.A", True): 10, ("P.A", False): 2, ("P.B", True): 7})
    summary.warnings = Counter({("not-a-value", "step 1 changed nothing"): 3})
    assert shown(summary, instance).endswith("""
Executed
  10  P.A, 2 did not qualify and went on
   7  P.B

Warnings
  3  step 1 changed nothing [not-a-value]

Waiting
  1,500  in the middle of a flow
""")


def test_who_went_in_which_circle(instance: Instance) -> None:
    summary = Summary(people=9, qualified=9)
    summary.stopped = [Stopped(row, f"id{row}", ("A", "B")) for row in reversed(range(7))]
    summary.stopped.append(Stopped(8, "alone", ("C",)))
    assert shown(summary, instance).endswith("""
Stopped: campaigns that start each other without end
  A → B → A
    7 people: id0, id1, id2, id3, id4, …
  C → C
    1 person: alone
""")


def test_a_limit(instance: Instance) -> None:
    summary = Summary(people=9000, over_limit=8000, failed_smart_list=1000)
    summary.limits = [Limit("P.Go", "2026-01-05T09:00:30", 5000, 8000)]
    told = shown(summary, instance)
    assert "  8,000  would have qualified, but are more than the limit\n" in told
    assert told.endswith(
        '\nStopped: "P.Go" lets in at most 5,000 people, and 8,000 qualified; nobody entered\n'
    )


def test_names_cannot_command_the_terminal(instance: Instance) -> None:
    summary = Summary(people=1, qualified=1)
    summary.stopped = [Stopped(0, "a\x1b[2Jb", ("A\x1b[0m",))]
    assert "\x1b" not in shown(summary, instance)
    assert "\x1b[1;31m" in shown(summary, instance, colour=True)
