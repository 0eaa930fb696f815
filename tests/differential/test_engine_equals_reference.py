"""Generated programs over generated people come out equal from the engine and the reference."""

from __future__ import annotations

import copy
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from flowlang.checking import check
from flowlang.engine.plan import Plan, schema_of
from flowlang.engine.run import run
from flowlang.engine.summary import Summary
from flowlang.model.campaigns import Campaign
from flowlang.model.instance import Instance
from flowlang.model.load import load
from flowlang.model.standard import StandardLibrary
from flowlang.people.ingest import open_dataset
from flowlang.people.problems import OnBadData
from flowlang.people.writing import DatasetWriter
from tests.differential import people, tables
from tests.differential.programs import ZONES, Maker
from tests.reference.counts import Counts
from tests.reference.interpreter import Interpreter
from tests.reference.person import Person

EXAMPLES = int(os.environ.get("FLOWLANG_EXAMPLES", "150"))
NOW = 1767603600
LIBRARY = StandardLibrary()

KNOWN = {
    "list_members": ("list", {"Elsewhere"}),
    "program_members": ("program", {"Elsewhere"}),
    "campaign_members": ("campaign", {"Elsewhere"}),
}


@dataclass(frozen=True)
class Case:
    """One program with its project file, people for it, and what is done with them.

    Without a campaign it is a simulation up to `until`; otherwise a run, which ends with its
    first instant where there is no `until`.
    """

    project: str
    program: str
    campaign: str | None
    until: int | None
    data: tables.Tables

    def __repr__(self) -> str:
        rows = "\n".join(f"{name}: {row}" for name, table in self.data.items() for row in table)
        return f"run {self.campaign} until {self.until}\n{self.project}\n{self.program}\n{rows}"


def make_case(make: Maker, *, simulated: bool = False) -> Case:
    """Make up a program and people for it."""
    settings_ = [
        f'[project]\ntimezone = "{make.pick(ZONES)}"',
        f'week_starts_on = "{make.pick(["sunday", "monday"])}"',
        "[check]\nmax_execute_depth = 3",
    ]
    if make.maybe("x", 3):
        settings_.append("[send]\nmax_per_day = 1\nmax_per_7_days = 2")
    program = make.program()
    names = people.ids(make, make.number(1, 5))
    data = {
        "people": people.people(make, names),
        "activities": people.activities(make, names, replayed=simulated),
        "list_members": people.list_members(make, names),
        "program_members": people.program_members(make, names),
        "campaign_members": people.campaign_members(make, names),
        "waiting": people.waiting(make, names),
    }
    days = make.pick([1, 2, 9, 40, 100])
    until = NOW + days * 86400 if simulated else None
    campaign = None if simulated else make.pick(["P.B", "P.B", "P.B", "T1", "P.T2"])
    if simulated and make.maybe("x", 4):
        campaign = make.pick(["P.B", "T1"])
    return Case("\n".join(settings_), program, campaign, until, data)


def bound(case: Case, folder: Path) -> Instance:
    """The program of a case, which has no errors."""
    (folder / "flowlang.toml").write_text(case.project)
    script = folder / "main.flow"
    script.write_text(case.program)
    instance = load([script], LIBRARY).instances[0]
    problems = [each for each in check(instance) if each.severity.value == "error"]
    assert not problems, [
        (each.rule, each.message, each.source.slice(each.span)) for each in problems
    ]
    return instance


def run_case(case: Case) -> None:
    """Run a case with both, in partitions of several sizes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        instance = bound(case, folder)
        wanted, counts = by_reference(instance, case)
        for size in (100, 1, 2):
            found, summary = by_engine(instance, case, folder, size)
            compared(found, wanted)
            counted(summary, counts)


def by_engine(
    instance: Instance, case: Case, folder: Path, size: int
) -> tuple[tables.Tables, Summary]:
    """What the engine makes of a dataset on disk, in partitions of a size."""
    source, target = folder / f"in-{size}", folder / f"out-{size}"
    tables.write(case.data, source)
    campaign = named(instance, case.campaign)
    plan = Plan(instance, campaign, NOW, 42, until=case.until, simulates=campaign is None)
    with open_dataset(source, schema_of(instance), OnBadData.ERROR) as opened:
        writer = DatasetWriter.begin(opened, target, overwrite=False)
        summary = run(plan, opened, writer, size=size)
        writer.finish("{}")
    return tables.read(target), summary


def named(instance: Instance, name: str | None) -> Campaign | None:
    """The campaign of a name."""
    return next((each for each in instance.campaigns if each.qualified_name == name), None)


def by_reference(instance: Instance, case: Case) -> tuple[tables.Tables, Counts]:
    """What the reference makes of the same."""
    persons = tables.persons(copy.deepcopy(case.data), instance)
    interpreter = Interpreter(instance, 42)
    play(interpreter, persons, case)
    return tables.expected(persons, case.data, instance), interpreter.counts


def play(interpreter: Interpreter, persons: list[Person], case: Case) -> None:
    """Do what a case says with people."""
    campaign = named(interpreter.instance, case.campaign)
    if campaign is not None:
        interpreter.run(persons, campaign, NOW, until=case.until)
    else:
        assert case.until is not None
        interpreter.simulate(persons, NOW, case.until)


def compared(found: tables.Tables, wanted: tables.Tables) -> None:
    """Assert that two datasets hold the same of what both know."""
    for name, rows in wanted.items():
        there = found[name]
        if name in KNOWN:
            column, unknown = KNOWN[name]
            there = [row for row in there if row[column] not in unknown and row["leadId"] != "999"]
        if name == "activities":
            there = [row for row in there if row["leadId"] != "999"]
        columns = list(rows[0]) if rows else []
        shown = [{column: row.get(column, "") for column in columns} for row in there]
        assert shown == rows, f"{name}: {_difference(shown, rows)}"


def _difference(found: tables.Rows, wanted: tables.Rows) -> str:
    """The first row in which two tables differ."""
    for number, (mine, yours) in enumerate(zip(found, wanted, strict=False)):
        if mine != yours:
            cells = [key for key in yours if mine.get(key) != yours[key]]
            return f"row {number}, {cells}: engine {mine}, reference {yours}"
    return f"engine {len(found)} rows, reference {len(wanted)}: {(found + wanted)[-1:]}"


def counted(summary: Summary, counts: Counts) -> None:
    """Assert that both counted the same."""
    found: dict[str, Any] = {
        "people": summary.people,
        "qualified": summary.qualified,
        "failed_smart_list": summary.failed_smart_list,
        "already_entered": summary.already_entered,
        "over_limit": summary.over_limit,
        "activities": dict(summary.activities),
        "skipped": dict(summary.skipped),
        "executed": dict(summary.executed),
        "entered": dict(summary.entered),
        "steps": dict(summary.steps),
        "waiting": summary.waiting,
    }
    wanted = {key: getattr(counts, key) for key in found}
    assert found == {
        key: dict(each) if isinstance(each, dict) else each for key, each in wanted.items()
    }
    warnings: dict[str, int] = {}
    for (rule, _), number in summary.warnings.items():
        warnings[rule] = warnings.get(rule, 0) + number
    assert warnings == dict(counts.warnings)


@st.composite
def cases(draw: st.DrawFn, *, simulated: bool = False) -> Case:
    """A program, people, and what is done with them."""

    def number(low: int, high: int) -> int:
        return draw(st.integers(low, high))

    return make_case(Maker(number), simulated=simulated)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    # A failing example is told at once; shrinking thousands of draws takes longer than reading.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(cases())
def test_engine_equals_reference(case: Case) -> None:
    run_case(case)


@settings(
    max_examples=EXAMPLES // 3,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(cases(simulated=True))
def test_engine_equals_reference_with_time_running(case: Case) -> None:
    run_case(case)
