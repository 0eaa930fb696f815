"""What a session does with an entry, kind by kind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from flowlang.engine.resolve import text as text_of
from flowlang.matching.match import asking_plan
from flowlang.model import tests
from flowlang.model.assets import Container
from flowlang.model.bind_alone import bind_lone_text
from flowlang.model.campaigns import Campaign
from flowlang.model.instance import Instance
from flowlang.repl.answers import Answer, Failed, Lines, Matched, Resolved, Several
from flowlang.repl.beginning import Beginning
from flowlang.repl.deeds import Deed, Done, file_of, nobody_selected, statements_of
from flowlang.repl.differences import difference
from flowlang.repl.effects import Effect
from flowlang.repl.entry import Kind
from flowlang.repl.faults import FaultError, MistakeError
from flowlang.repl.ground import (
    BadPeopleError,
    GroundError,
    MistakesError,
    People,
    Say,
    Workspace,
    open_people,
    open_workspace,
)
from flowlang.repl.scene import ENTRY
from flowlang.repl.table import matched
from flowlang.source import Source
from flowlang.style import counted, plain
from flowlang.syntax.nodes.declarations import Declaration, Import
from flowlang.testing.world import Entered

if TYPE_CHECKING:
    from flowlang.repl.session import Session

_SHORT = 60


def short(text: str) -> str:
    """An entry in one line."""
    line = plain(" ".join(text.split()))
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 2]} …"


def counted_people(number: int) -> str:
    """So many people."""
    return counted(number, "person", "people")


def took(seconds: float) -> str:
    """How long something took."""
    if seconds < 1:
        return f"{seconds * 1000:.{0 if seconds >= 0.01 else 1}f} ms"
    return f"{seconds:.1f} s"


# -- asking ---------------------------------------------------------------------------------


def ask(session: Session, text: str) -> Answer:
    """Who is in a filter."""
    scene = session.scene
    filter_ = scene.filter(text)
    return Matched(matched(scene, filter_))


def resolve(session: Session, text: str, *, raw: bool) -> Answer:
    """What a text is for the current person."""
    place = session.place
    campaign = place if isinstance(place, Campaign) else None
    container = place if isinstance(place, Container) else None
    bound, mistakes = bind_lone_text(
        session.instance,
        Source(ENTRY, text),
        raw=raw,
        container=container if campaign is None else campaign.container,
        campaign=campaign,
    )
    if bound is None:
        raise MistakeError(mistakes)
    world = session.scene.world
    if not session.scene.size:
        raise nobody_selected(session.scene, session.selection)
    row = session.person()
    if campaign is None:
        campaign = asking_plan(session.instance, world.now, 0, container).campaign
        assert campaign is not None
    cohort = world.cohort(campaign, np.array([row], np.intp))
    found = text_of(bound, world.state, cohort)
    code = int(found.codes[0])
    return Resolved("" if code < 0 else found.words.texts[code], world.id_of(row))


# -- doing ----------------------------------------------------------------------------------


def effect_of(done: Done, *, kept: bool) -> Effect:
    """What a deed did to people: steps to those who were selected, all else to anybody."""
    before, after = done.before, done.after
    if done.deed.kind is Kind.STEPS:
        rows, scaffold = before.rows(done.deed.selection), done.deed.name
    else:
        rows, scaffold = np.arange(after.world.state.size, dtype=np.intp), ""
    return Effect(difference(before, after, rows, scaffold), kept)


def outcome(done: Done) -> Answer:
    """What came of statements."""
    statements, _ = statements_of(done.before, done.deed, done.after.instance)
    answers: list[Answer] = []
    if not all(isinstance(each, tests.Expect) for each in statements):
        answers.append(effect_of(done, kept=True))
    answers += [Lines([_entered(name, who)]) for name, who in done.entered]
    moved = done.after.world.now - done.before.world.now
    if moved:
        from flowlang.trace.values import moment_told

        zone = done.after.world.state.plan.calendar.zone
        answers.append(Lines([f"it is {moment_told(done.after.world.now, zone)}"]))
    if done.failures:
        answers.append(Failed(done.failures))
    else:
        held = sum(isinstance(each, tests.Expect) for each in statements)
        if held:
            answers.append(Lines(["as expected"]))
    return Several(answers)


def _entered(name: str, who: Entered) -> str:
    """How many entered a campaign, and why the others did not."""
    told = [f"{who.qualified:,} entered"]
    if who.failed_smart_list:
        told.append(f"{who.failed_smart_list:,} not in the smart list")
    if who.already_entered:
        told.append(f"{who.already_entered:,} had entered before")
    return f'"{plain(name)}": {", ".join(told)}'


def is_worth_keeping(done: Done) -> bool:
    """Whether something was done, or what was expected is so."""
    statements, _ = statements_of(done.before, done.deed, done.after.instance)
    only_expects = all(isinstance(each, tests.Expect) for each in statements)
    return not (only_expects and done.failures)


def move_on(session: Session, done: Done) -> None:
    """Speak of the person who was given last."""
    if len(done.after.given) > len(done.before.given):
        session.current = done.after.given[-1]


# -- declaring ------------------------------------------------------------------------------

Named = tuple[str, str]
"""The kind of a declaration and its name, as they are written."""


def _names(text: str) -> list[tuple[Named, Declaration]]:
    """What a text declares at its top level."""
    found = []
    for each in file_of(text).declarations:
        name = getattr(each, "name", None)
        shown = "" if name is None else text[name.start : name.end]
        kind = " ".join(text[each.start : name.start if name else each.end].split())
        found.append(((type(each).__name__, shown or kind), each))
    return found


def declared_names(text: str) -> list[Named]:
    """What a text declares at its top level."""
    return [name for name, _ in _names(text)]


def without(deeds: Sequence[Deed], names: Sequence[Named]) -> list[Deed]:
    """Deeds without the declarations of some names; what is declared again replaces them."""
    kept = []
    for deed in deeds:
        if deed.kind is not Kind.DECLARATIONS:
            kept.append(deed)
            continue
        pieces = _names(deed.text)
        left = [each for name, each in pieces if name not in names or isinstance(each, Import)]
        if len(left) == len(pieces):
            kept.append(deed)
        elif left:
            text = "\n".join(deed.text[each.start : each.end] for each in left)
            kept.append(Deed(Kind.DECLARATIONS, text))
    return kept


def declared(names: Sequence[Named], instance: Instance) -> Answer:
    """What is there now."""
    told = ", ".join(name for _, name in names)
    return Lines([f"declared: {plain(told)}"])


# -- files and people -----------------------------------------------------------------------


def workspace_of(paths: Sequence[Path], typed: str) -> Workspace:
    """Files and imports, read and checked."""
    try:
        return open_workspace(paths, typed)
    except MistakesError as error:
        raise MistakeError(error.diagnostics) from None
    except GroundError as error:
        raise FaultError(str(error)) from None


def people_of(wanted: Beginning, instance: Instance, say: Say) -> People:
    """The people of a dataset."""
    assert wanted.people is not None
    try:
        return open_people(wanted.people, instance, wanted.on_bad_data, say)
    except BadPeopleError as error:
        bad = error.bad
        raise FaultError(
            f"{counted(bad.total, 'bad cell')}, the first in {plain(bad.cells[0].sentence)}",
            "mend the data, or begin with `--on-bad-data empty`",
        ) from None
    except GroundError as error:
        raise FaultError(str(error)) from None
