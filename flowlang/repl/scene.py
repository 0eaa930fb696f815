"""One point of a session: a world, and who of its people are meant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from flowlang.engine.vectors import Rows
from flowlang.model.bind import bind_filter
from flowlang.model.bind_alone import bind_expectation
from flowlang.model.filters import Filter
from flowlang.model.instance import Instance
from flowlang.names import name_key
from flowlang.repl.faults import FaultError, MistakeError
from flowlang.source import Source
from flowlang.style import plain
from flowlang.testing.world import World

ENTRY = "<entry>"
"""What the text of an entry is called in messages."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Who is meant: one person, those of a filter, or everybody.

    A filter is asked anew each time, as a smart list is.
    """

    where: str = ""
    person: str = ""


EVERYBODY = Selection()


@dataclass(eq=False)
class Scene:
    """A world that is looked at and not changed; what is done makes another one.

    `given` are the people whom the session has given.
    """

    world: World
    given: tuple[str, ...] = ()

    @property
    def instance(self) -> Instance:
        """All that is declared by now."""
        return self.world.instance

    @cached_property
    def size(self) -> int:
        """The number of people."""
        return len(self.world.present)

    def filter(self, text: str, name: str = ENTRY) -> Filter:
        """A filter that stands alone; it may also ask who waits in a campaign."""
        bound, mistakes = bind_filter(self.instance, Source(name, text))
        if bound is None:
            bound, _ = bind_expectation(self.instance, Source(name, text))
        if bound is None:
            raise MistakeError(mistakes)
        return bound

    def rows(self, selection: Selection) -> Rows:
        """The rows of those who are selected, ascending."""
        if selection.person:
            row = self.world.row(selection.person)
            there = row >= 0 and not (self.world.absent[row] or self.world.state.deleted[row])
            return np.array([row] if there else [], np.intp)
        present = self.world.present
        if not selection.where:
            return present
        return present[self.world.passing(self.filter(selection.where, "<where>"), present)]

    def find(self, wanted: str) -> int:
        """The row of a person, by id, else by e-mail address."""
        world = self.world
        row = world.row(wanted)
        if row >= 0 and not world.absent[row] and not world.state.deleted[row]:
            return row
        rows = self._with_email(wanted)
        if len(rows) == 1:
            return int(rows[0])
        if len(rows):
            ids = ", ".join(plain(world.id_of(each)) for each in rows[:5])
            raise FaultError(
                f'{len(rows):,} people have the e-mail address "{plain(wanted)}"',
                f"say which by id: {ids}",
            )
        raise FaultError(
            f'nobody has the id or the e-mail address "{plain(wanted)}"',
            "`:people` shows the first of all",
        )

    def _with_email(self, wanted: str) -> Rows:
        """The rows of those with an e-mail address; case does not count."""
        field = self.instance.field(name_key("email"))
        if field is None:
            return np.zeros(0, np.intp)
        vector = self.world.state.column(field)
        words = vector.words.texts  # type: ignore[union-attr]  # Emails are texts.
        lowered = wanted.lower()
        codes = [code for code, text in enumerate(words) if text.lower() == lowered]
        present = self.world.present
        return present[np.isin(vector.codes[present], codes)]  # type: ignore[union-attr]
