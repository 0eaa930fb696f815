"""A live world: people, a clock, and whatever is done to them, one thing after the other.

It is the engine's own state, kept between the statements: a test has one person in it or two,
the shell a whole dataset.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from flowlang.engine.chance import person_keys
from flowlang.engine.circles import Circles
from flowlang.engine.cohort import Cohort
from flowlang.engine.convert import convert
from flowlang.engine.entry import enter, judge
from flowlang.engine.filters import passing
from flowlang.engine.machine import Machine
from flowlang.engine.plan import Plan
from flowlang.engine.resolve import literal_vector
from flowlang.engine.state import State, begin
from flowlang.engine.steps import take_through
from flowlang.engine.summary import Limit, Summary
from flowlang.engine.tokens import Context
from flowlang.engine.turns import Rounds
from flowlang.engine.twin import twin
from flowlang.engine.vectors import NEVER, Mask, Plain, Rows, Text, Vector, constant_text
from flowlang.model.assets import Field, FieldKind, Program, StaticList, Status
from flowlang.model.campaigns import Campaign
from flowlang.model.filters import Filter
from flowlang.model.instance import Instance
from flowlang.model.tests import FieldValue, Happening
from flowlang.model.values import Duration, Literal
from flowlang.people.partition import Partition
from flowlang.testing.happenings import (
    Outside,
    happen,
    log_executed,
    request_from_outside,
)
from flowlang.testing.people import people_named, with_room

NO_TOKENS: Mapping[str, Literal] = {}


def world_plan(instance: Instance, seed: int = 0) -> Plan:
    """What worlds of an instance share, worked out once: nothing happens by itself."""
    plan = Plan(instance, None, 0, seed, until=1)
    plan.runs = ()
    return plan


class Entered(NamedTuple):
    """What became of those whom a campaign was to take in."""

    qualified: int
    failed_smart_list: int
    already_entered: int
    over_limit: int = 0


@dataclass(slots=True)
class World:
    """People under way. `now` is the clock, in seconds since 1970 UTC.

    `absent` are rows of people who have not been given yet; nothing happens to them.
    """

    machine: Machine
    now: int
    absent: Mask
    rounds: Rounds
    limits: list[Limit] = field(default_factory=list)
    _outside: Outside = field(default_factory=Outside)
    _rows: dict[str, int] = field(default_factory=dict)
    _room: int = 0

    # -- making one -----------------------------------------------------------------------

    @classmethod
    def of_names(cls, plan: Plan, names: Sequence[str], now: int) -> World:
        """A world for people of these names, none of whom has been given yet."""
        rows = {name: row for row, name in enumerate(names)}
        return cls._begin(plan, people_named(names), now, 0, rows)

    @classmethod
    def of_people(cls, plan: Plan, people: Partition, now: int, room: int = 64) -> World:
        """A world of the people of a dataset, with room for some more."""
        return cls._begin(plan, with_room(people, room), now, people.size, {})

    @classmethod
    def _begin(
        cls, plan: Plan, people: Partition, now: int, there: int, rows: dict[str, int]
    ) -> World:
        """A world in which only the first so many people are there."""
        plan = copy(plan)
        plan.now, plan.until = now, now + 1
        machine = Machine.begin(begin(plan, people))
        rounds = Rounds.begin(machine)
        # What the data says of this moment and of later ones has not happened here.
        rounds.replay = None
        absent = np.arange(machine.state.size) >= there
        return cls(machine, now, absent, rounds, _rows=rows, _room=there)

    def branch(self, instance: Instance | None = None) -> World:
        """A world in which everything is as in this one, and goes on by itself.

        An `instance` is this one's with more in it, made by `extend`. Whoever went in a circle
        has another chance, and counting begins anew.
        """
        old = self.state.plan
        if instance is None or instance is old.instance:
            plan = copy(old)
        else:
            plan = world_plan(instance, old.seed)
            plan.now, plan.until = old.now, old.until
        machine = twin(self.machine, plan)
        machine.state.stopped[:] = False
        rounds = replace(
            self.rounds,
            machine=machine,
            run_times=self.rounds.run_times.copy(),
            run=self.rounds.run.copy(),
            runs_at=self.rounds.runs_at.copy(),
            circles=Circles(),
            flows=dict(self.rounds.flows),
        )
        return World(
            machine,
            self.now,
            self.absent.copy(),
            rounds,
            _outside=Outside(list(self._outside.rows)),
            _rows=dict(self._rows),
            _room=self._room,
        )

    @property
    def state(self) -> State:
        """What the engine knows of the people."""
        return self.machine.state

    @property
    def instance(self) -> Instance:
        """The instance whose campaigns run."""
        return self.state.plan.instance

    @property
    def summary(self) -> Summary:
        """What has happened so far, counted."""
        return self.machine.summary

    # -- people ---------------------------------------------------------------------------

    @property
    def present(self) -> Rows:
        """The rows of all people who are there."""
        return np.flatnonzero(~(self.absent | self.state.deleted)).astype(np.intp)

    def row(self, person: str) -> int:
        """The row of a person, by id; -1 where there is none."""
        found = self._rows.get(person)
        if found is None:
            ids = self.state.partition.ids.cast(pa.string())
            found = int(ids.index(pa.scalar(person)).as_py())
            if found >= 0:
                self._rows[person] = found
        return found

    @property
    def room(self) -> int:
        """So many more people can be given."""
        return self.state.size - self._room

    def id_of(self, row: int) -> str:
        """The id of the person in a row."""
        return str(self.state.partition.ids[int(row)].as_py())

    def given_person(self, person: str, values: Iterable[FieldValue] = ()) -> bool:
        """Add a person, or say more about one; False where there is no room for one more."""
        row = self.row(person)
        if row < 0:
            row = self._room
            if row >= self.state.size:
                return False
            self._room += 1
            self._name(row, person)
        self.absent[row] = False
        for each in values:
            self._set(each.field, row, each.value)
        return True

    def _name(self, row: int, person: str) -> None:
        """Give an id to a row that had none."""
        state = self.state
        ids = state.partition.ids
        named = pa.array([person], ids.type)
        state.partition.ids = pa.concat_arrays([ids.slice(0, row), named, ids.slice(row + 1)])
        state.keys[row] = person_keys(named)[0]
        self._rows[person] = row

    def _set(self, field_: Field, row: int, value: Literal | None) -> None:
        """Say what a field of a person is; nothing is logged and nobody reacts."""
        self.state.put(field_, _one(row), self._vector(field_, value))

    def _vector(self, field_: Field, value: Literal | None) -> Vector:
        """A value as the column of a field holds it."""
        if value is None:
            nothing = literal_vector("", 1)
            return convert(nothing, field_.type, self.state).vector
        return convert(literal_vector(value, 1), field_.type, self.state).vector

    # -- what is so from the beginning ----------------------------------------------------

    def given_in_list(self, person: str, list_: StaticList) -> None:
        """Put a person on a static list."""
        self.state.list_members(list_)[self.row(person)] = True
        self.state.lists_changed = True

    def given_in_program(
        self,
        person: str,
        program: Program,
        status: Status | None = None,
        values: Iterable[FieldValue] = (),
    ) -> None:
        """Make a person a member of a program, since now; without a status the first one."""
        state, row = self.state, self.row(person)
        members = state.program_members(program)
        status = status or program.statuses[0]
        if not members.member[row]:
            members.member[row] = True
            members.membership_date[row] = self.now
            members.success[row] = False
            members.success_date[row] = NEVER
        if status.success and not members.success[row]:
            members.success[row] = True
            members.success_date[row] = self.now
        members.status.put(_one(row), constant_text(status.name, 1))
        for each in values:
            column, new = members.fields[each.field.key], self._vector(each.field, each.value)
            if isinstance(column, Text):
                assert isinstance(new, Text)
                column.put(_one(row), new)
            else:
                assert isinstance(new, Plain)
                column.put(_one(row), new)
        state.programs_changed = True

    def given_in_campaign(self, person: str, campaign: Campaign, at: int) -> None:
        """Count an entry of a person into a campaign."""
        entries, row = self.state.campaign_entries(campaign), self.row(person)
        entries.last[row] = max(int(entries.last[row]), at)
        entries.times[row] += 1
        self.state.campaigns_changed = True

    def given_activity(self, person: str, happening: Happening, at: int) -> None:
        """Add an activity to a person's history; nobody reacts."""
        self._outside.add(self.row(person), happening, at, self.state)

    # -- what is done ---------------------------------------------------------------------

    def run(
        self,
        campaign: Campaign,
        tokens: Mapping[str, Literal] = NO_TOKENS,
        where: Filter | None = None,
        rows: Rows | None = None,
    ) -> Entered:
        """Run a batch campaign for all who are there, or only some, and all that this causes."""
        self.ready()
        some = self.present if rows is None else rows
        everyone = self._cohort(some, self._context(campaign, tokens))
        if self.state.witness is not None:
            self.state.witness.batch(campaign, everyone)
        verdict = judge(campaign, self.state, everyone, where)
        inside = everyone.select(verdict.qualified)
        failed = int((~verdict.listed).sum())
        already = int((verdict.listed & ~verdict.qualified).sum())
        if campaign.at_most is not None and len(inside) > campaign.at_most:
            at = self.state.plan.calendar.local(self.now).isoformat()
            name = campaign.qualified_name
            self.limits.append(Limit(name, at, campaign.at_most, len(inside)))
            return Entered(0, failed, already, len(inside))
        self._take_in(campaign, inside)
        return Entered(len(inside), failed, already)

    def request(
        self, campaign: Campaign, people: Sequence[str], tokens: Mapping[str, Literal] = NO_TOKENS
    ) -> None:
        """Request a trigger campaign for people, from outside."""
        self.request_rows(campaign, self._rows_of(people), tokens)

    def request_rows(
        self, campaign: Campaign, rows: Rows, tokens: Mapping[str, Literal] = NO_TOKENS
    ) -> None:
        """The same for people by their rows, ascending."""
        self.ready()
        rows = rows[~(self.state.stopped[rows] | self.state.deleted[rows])]
        if self.state.witness is not None:
            asked = self._cohort(rows, self._context(campaign, tokens))
            self.state.witness.requests(campaign, asked, None)
        request_from_outside(self.machine, campaign, rows, self.now, tokens)
        self._settle()
        self.state.plan.campaign, self.state.plan.outside = None, NO_TOKENS

    def execute(
        self, campaign: Campaign, people: Sequence[str], tokens: Mapping[str, Literal] = NO_TOKENS
    ) -> Entered:
        """Execute a campaign as if from one that has these my tokens, with parent tokens."""
        self.ready()
        cohort = self._cohort(self._rows_of(people), self._context(campaign, tokens))
        if self.state.witness is not None:
            self.state.witness.executes(campaign, cohort)
        verdict = judge(campaign, self.state, cohort)
        inside = cohort.select(verdict.qualified)
        for qualified in (True, False):
            some = cohort.select(verdict.qualified == qualified)
            log_executed(self.machine, campaign, some, qualified)
        self._take_in(campaign, inside)
        return Entered(
            len(inside),
            int((~verdict.listed).sum()),
            int((verdict.listed & ~verdict.qualified).sum()),
        )

    def event(self, person: str, happening: Happening) -> None:
        """Let something happen to a person now, from outside; triggers react."""
        self.ready()
        rows = self._alive([person])
        if len(rows):
            if self.state.witness is not None:
                self.state.witness.occurs(rows, self.now)
            happen(self.machine, rows, happening, self.now)
            self._settle()

    def advance(self, by: Duration) -> None:
        """Move the clock on; waits that end until then end at their moment."""
        self.advance_to(self.state.plan.calendar.shifted(self.now, by))

    def advance_to(self, moment: int) -> None:
        """Move the clock on to a moment, which comes with what happens at it."""
        self.ready()
        plan = self.state.plan
        plan.until = moment + 1
        self._settle()
        self.now = plan.now = moment
        self.machine.now[:] = moment

    def _settle(self) -> None:
        """Let happen what is due, and all that it causes."""
        self.machine.turns[:] = 0
        self.rounds.settle()

    def _take_in(self, campaign: Campaign, inside: Cohort) -> None:
        if len(inside):
            enter(campaign, self.machine, inside)
            take_through(campaign.flow, self.machine, inside)
        self._settle()

    def _context(self, campaign: Campaign, tokens: Mapping[str, Literal]) -> Context:
        """What tokens mean in a campaign that is started from outside."""
        return Context(campaign, tokens) if tokens else self.machine.context(campaign)

    def cohort(self, campaign: Campaign, rows: Rows) -> Cohort:
        """People as those who go through a campaign would be now."""
        return self._cohort(rows, self.machine.context(campaign))

    def _cohort(self, rows: Rows, context: Context) -> Cohort:
        gone = self.state.stopped[rows] | self.state.deleted[rows]
        return Cohort(rows[~gone], self.now, context, None, (context.campaign,))

    def _alive(self, people: Sequence[str]) -> Rows:
        """The rows of people to whom something can still happen."""
        rows = self._rows_of(people)
        return rows[~(self.state.stopped[rows] | self.state.deleted[rows])]

    def _rows_of(self, people: Sequence[str]) -> Rows:
        return np.sort(np.array([self.row(each) for each in people], np.intp))

    def forget(self) -> None:
        """Forget what was worked out and kept; whoever interrupted may have left it half done."""
        self.state.history.clear()
        self.state.fitting.clear()

    def ready(self) -> None:
        """Take what was said about the past into the history."""
        self._outside.settle(self.state)

    # -- what is asked --------------------------------------------------------------------

    def passing(self, filter_: Filter, rows: Rows | None = None) -> Mask:
        """For whom of some people, or of all who are there, a filter holds now."""
        self.ready()
        return passing(filter_, self.state, self.present if rows is None else rows, self.now, None)

    def holds(self, filter_: Filter, person: str) -> bool:
        """Whether a filter holds for a person now."""
        return bool(self.passing(filter_, _one(self.row(person)))[0])

    def value(self, person: str, name: str, kind: FieldKind = FieldKind.PERSON) -> Any:
        """The value of a person's field, None where it is empty or there is no such field."""
        from flowlang.names import name_key

        found = self.instance.field(name_key(name), kind)
        return None if found is None else self.value_of(self.row(person), found)

    def value_of(self, row: int, field_: Field) -> Any:
        """The value of a field in a row, None where it is empty."""
        vector = self.state.column(field_).take(_one(row))
        if vector.empty[0]:
            return None
        if isinstance(vector, Text):
            return vector.words.texts[int(vector.codes[0])]
        return vector.values[0].item()


def _one(row: int) -> Rows:
    return np.array([row], np.intp)
