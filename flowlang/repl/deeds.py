"""Deeds: what is done in a session and stays; each makes a new scene from the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flowlang.checking import check
from flowlang.diagnostics.diagnostic import Diagnostic, Severity
from flowlang.model import tests
from flowlang.model.bind import extend
from flowlang.model.bind_alone import bind_lone_statements, with_steps
from flowlang.model.campaigns import Campaign, CampaignKind, RequestTrigger
from flowlang.model.instance import Instance
from flowlang.repl.entry import Kind
from flowlang.repl.faults import FaultError, MistakeError
from flowlang.repl.scene import ENTRY, EVERYBODY, Scene, Selection
from flowlang.source import Source
from flowlang.syntax.nodes.declarations import Import
from flowlang.syntax.nodes.file import File
from flowlang.syntax.parser import parse
from flowlang.testing.results import Failure
from flowlang.testing.runner import expectation
from flowlang.testing.statements import do
from flowlang.testing.world import Entered, World
from flowlang.trace.recorder import Recorder


@dataclass(frozen=True, slots=True)
class Deed:
    """One entry that does something.

    Steps stand in a campaign of their own, whose name this is, and are done to a selection.
    """

    kind: Kind
    text: str
    name: str = ""
    selection: Selection = EVERYBODY


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a deed: the scene after it, what was expected in vain, who entered what."""

    before: Scene
    after: Scene
    deed: Deed
    failures: tuple[Failure, ...] = ()
    entered: tuple[tuple[str, Entered], ...] = ()


class NoRoomError(Exception):
    """More people are given than the world has room for."""


# -- names ----------------------------------------------------------------------------------


def file_of(text: str) -> File:
    """Declarations as the tree of a file."""
    file = parse(Source(ENTRY, text))
    mistakes = [each for each in file.diagnostics if each.severity is Severity.ERROR]
    if mistakes:
        raise MistakeError(mistakes)
    return file


def imports_of(text: str) -> str:
    """The imports among declarations, each on a line."""
    file = file_of(text)
    found = (each for each in file.declarations if isinstance(each, Import))
    return "".join(f"{text[each.start : each.end]}\n" for each in found)


def bound(instance: Instance, deed: Deed) -> Instance:
    """The instance that a deed makes of one: with more in it, or the same.

    Raises `MistakeError`.
    """
    source = Source(ENTRY, deed.text)
    extended: Instance | None = instance
    mistakes: Sequence[Diagnostic] = ()
    if deed.kind is Kind.STEPS:
        extended, mistakes = with_steps(instance, source, deed.name)
    elif deed.kind is Kind.DECLARATIONS:
        file = file_of(deed.text)
        rest = [each for each in file.declarations if not isinstance(each, Import)]
        extended = extend(instance, File(file.source, rest, file.comments, file.diagnostics))
        mistakes = [each for each in extended.diagnostics if each.severity is Severity.ERROR]
    if extended is None or mistakes:
        raise MistakeError(mistakes)
    if extended is not instance:
        own = extended.files[-1].source
        wrong = [
            each
            for each in check(extended)
            if each.source is own and each.severity is Severity.ERROR
        ]
        if wrong:
            raise MistakeError(wrong)
    return extended


# -- doing ----------------------------------------------------------------------------------


def perform(
    scene: Scene, deed: Deed, instance: Instance | None = None, recorder_for: int | None = None
) -> tuple[Done, Recorder | None]:
    """Do something in a new scene; the one before stays as it is.

    `instance` is what `bound` made of the deed, where that has been asked already. A
    recorder writes down what happens to the person of a row.

    Raises `MistakeError`, `FaultError`, and `NoRoomError`.
    """
    instance = bound(scene.instance, deed) if instance is None else instance
    world = scene.world.branch(instance)
    recorder = None
    if recorder_for is not None:
        recorder = Recorder(recorder_for)
        recorder.begins(world.machine)
        world.state.witness = recorder
    given = scene.given
    failures: list[Failure] = []
    entered: list[tuple[str, Entered]] = []
    if deed.kind is Kind.STEPS:
        rows = scene.rows(deed.selection)
        if not len(rows):
            raise nobody_selected(scene, deed.selection)
        world.request_rows(instance.campaigns[-1], rows)
    elif deed.kind is Kind.STATEMENTS:
        given = _do_all(world, deed, given, failures, entered)
    world.state.witness = None
    after = Scene(world, given)
    return Done(scene, after, deed, tuple(failures), tuple(entered)), recorder


def nobody_selected(scene: Scene, selection: Selection) -> FaultError:
    """What to say where there is nobody to do something to."""
    if not scene.size:
        return FaultError(
            "there are no people yet",
            'write `given person "ada" { country: "DE" }`, or name data with `:people FILE`',
        )
    where = f'"{selection.person}"' if selection.person else f"`{selection.where}`"
    return FaultError(f"nobody is selected: {where}", "`:where everyone` selects everybody")


class _Known(list[str]):
    """The people who can be named: those spoken of, and all of the data."""

    def __init__(self, people: Sequence[str], world: World) -> None:
        super().__init__(people)
        self._world = world

    def __contains__(self, person: object) -> bool:
        if super().__contains__(person):
            return True
        row = self._world.row(str(person))
        return row >= 0 and not self._world.absent[row]


def statements_of(
    scene: Scene, deed: Deed, instance: Instance | None = None
) -> tuple[tuple[tests.Statement, ...], tuple[str, ...]]:
    """The statements of a deed, bound, and the people given by then."""
    people = _Known(scene.given, scene.world)
    statements, mistakes = bind_lone_statements(
        instance or scene.instance, Source(ENTRY, deed.text), people
    )
    if mistakes:
        raise MistakeError(mistakes)
    return statements, tuple(people)


def _do_all(
    world: World,
    deed: Deed,
    given: tuple[str, ...],
    failures: list[Failure],
    entered: list[tuple[str, Entered]],
) -> tuple[str, ...]:
    """Do statements one after the other; the people given by then."""
    statements, people = statements_of(Scene(world, given), deed)
    if len(people) - len(given) > world.room:
        raise NoRoomError
    for each in statements:
        if isinstance(each, tests.Expect):
            failure = expectation(each, world)
            if failure is not None:
                failures.append(failure)
            continue
        who = do(each, world)
        if who is not None:
            assert isinstance(each, tests.RunBatch | tests.ExecuteFor)
            entered.append((each.campaign.qualified_name, who))
    return people


def started_for(scene: Scene, campaign: Campaign, row: int) -> tuple[World, Recorder]:
    """What would happen to one person, were a campaign started for them now; told.

    A batch campaign runs, one that may be requested is requested, any other is executed.
    """
    world = scene.world.branch()
    recorder = Recorder(row)
    recorder.begins(world.machine)
    world.state.witness = recorder
    only = np.array([row], np.intp)
    requestable = campaign.active and any(
        isinstance(each, RequestTrigger) for each in campaign.triggers
    )
    if campaign.kind is CampaignKind.BATCH:
        world.run(campaign, rows=only)
    elif requestable:
        world.request_rows(campaign, only)
    else:
        world.execute(campaign, [world.id_of(row)])
    world.state.witness = None
    return world, recorder
