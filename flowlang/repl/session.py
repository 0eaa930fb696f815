"""A session: what has been done so far, and what an entry is answered. It knows no terminal."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from threading import RLock

from flowlang.model.assets import Container
from flowlang.model.campaigns import Campaign
from flowlang.model.instance import Instance
from flowlang.model.outside import moment_from_outside
from flowlang.repl import doing
from flowlang.repl.answers import Answer, BadPeople, Fault, Lines, Mistakes, Nothing
from flowlang.repl.beginning import Beginning
from flowlang.repl.deeds import (
    Deed,
    Done,
    NoRoomError,
    bound,
    imports_of,
    nobody_selected,
    perform,
)
from flowlang.repl.entry import Kind, read_entry
from flowlang.repl.faults import FaultError, MistakeError
from flowlang.repl.ground import (
    STEPS,
    BadPeopleError,
    GroundError,
    MistakesError,
    People,
    Say,
    Workspace,
    default_paths,
    open_people,
    open_workspace,
)
from flowlang.repl.knowing import Known
from flowlang.repl.scene import EVERYBODY, Scene, Selection
from flowlang.repl.story import Story
from flowlang.style import plain
from flowlang.testing.people import nobody
from flowlang.testing.world import World, world_plan

_ROOM = 64


class Session:
    """Takes entries one by one and answers them.

    `beginning` is what it began with, `selection` who is meant by steps, `place` where text is
    resolved, `trial` what was tried last and is not kept, `columns` what declares those columns of
    the people that no field takes. `say` hears of long work.
    """

    def __init__(self, beginning: Beginning, say: Say = lambda what: None) -> None:
        self.beginning = beginning
        self.say = say
        self.lock = RLock()
        self.selection: Selection = EVERYBODY
        self.current = ""
        self.place: Campaign | Container | None = None
        self.trial: Done | None = None
        self.last: Done | None = None
        self.seconds = 0.0
        self.ended = False
        self.settings: dict[str, str] = {}
        self.columns: tuple[Deed, ...] = ()
        self.workspace: Workspace
        self.people: People | None = None
        self._start = int(time.time()) // 60 * 60
        self._story = Story()
        self._room = _ROOM
        self._numbers = 0
        self._known: tuple[Scene, object, Known] | None = None

    # -- beginning ------------------------------------------------------------------------

    def open(self) -> Answer:
        """Read files and people; what is wrong is told, and the session goes on without it."""
        problems: list[Answer] = []
        with self.lock:
            paths = self.beginning.paths
            try:
                paths = default_paths(paths)
                self.workspace = open_workspace(paths)
            except MistakesError as error:
                problems.append(Mistakes(error.diagnostics, "mend the files, then `:reload`"))
            except GroundError as error:
                problems.append(Fault(str(error)))
            self.beginning = replace(self.beginning, paths=tuple(paths))
            if problems:
                self.workspace = open_workspace(())
            data = self.beginning.people or self.workspace.instance.project.people
            self.beginning = replace(self.beginning, people=data)
            try:
                self._begin(data)
            except BadPeopleError as error:
                problems.append(BadPeople(error.bad))
            except GroundError as error:
                problems.append(Fault(str(error)))
            except FaultError as error:
                problems.append(Fault(error.message, error.help))
            if not self._story.scenes:
                self.beginning = replace(self.beginning, people=None, at="")
                self._begin(None)
        return problems[0] if problems else Nothing()

    def _begin(self, data: Path | None) -> None:
        """Open the people, and make the first scene; columns that are no fields become some."""
        people, deeds = None, []
        instance = self.workspace.instance
        if data is not None:
            from flowlang.repl.columns import declared_columns

            deeds = declared_columns(data, instance, self.say)
            for each in deeds:
                instance = bound(instance, each)
            people = open_people(data, instance, self.beginning.on_bad_data, self.say)
        self._exchange_people(people)
        self._story = Story.of(self._first(self.workspace.instance))
        self.columns = tuple(deeds)
        for each in deeds:
            self._keep(self._perform(each))

    def _exchange_people(self, people: People | None) -> None:
        if self.people is not None and self.people is not people:
            self.people.close()
        self.people = people

    def _first(self, instance: Instance) -> Scene:
        """The scene before anything has been done."""
        partition = nobody() if self.people is None else self.people.partition
        plan = world_plan(instance, self.beginning.seed)
        return Scene(World.of_people(plan, partition, self.start, self._room))

    @property
    def start(self) -> int:
        """When the clock of the session begins, in seconds since 1970."""
        if not self.beginning.at:
            return self._start
        found = moment_from_outside(self.beginning.at, self.workspace.instance.project)
        if isinstance(found, str):
            raise FaultError(plain(found))
        return found

    def close(self) -> None:
        """Let go of everything."""
        with self.lock:
            self._exchange_people(None)

    # -- what is there --------------------------------------------------------------------

    @property
    def scene(self) -> Scene:
        """How things stand."""
        scene = self._story.scenes[-1]
        assert scene is not None
        return scene

    @property
    def instance(self) -> Instance:
        """All that is declared."""
        return self.scene.instance

    @property
    def deeds(self) -> Sequence[Deed]:
        """What has been done and is kept, in order."""
        return tuple(self._story.deeds)

    @property
    def first(self) -> Scene:
        """The scene before anything was done."""
        scene = self._story.scenes[0]
        assert scene is not None
        return scene

    def scene_before(self, place: int) -> Scene:
        """How things stood before a deed, by its place in the story."""
        return self._story.scenes[place] or self._again(place)

    def known(self) -> Known:
        """What completion knows of how things stand."""
        with self.lock:
            scene, place = self.scene, self.place
            if self._known is None or self._known[:2] != (scene, place):
                self._known = (scene, place, Known.of(scene, place))
            return self._known[2]

    def person(self) -> int:
        """The row of the person whom texts are about: the named one, else the first selected."""
        if self.selection.person:
            return self.scene.find(self.selection.person)
        if self.current:
            row = self.scene.world.row(self.current)
            if row in self.scene.world.present:
                return row
        rows = self.scene.rows(self.selection)
        if not len(rows):
            raise nobody_selected(self.scene, self.selection)
        return int(rows[0])

    # -- answering ------------------------------------------------------------------------

    def answer(self, text: str) -> Answer:
        """Answer an entry. Whatever is wrong with it is an answer, and changes nothing."""
        begun = time.perf_counter()
        try:
            with self.lock:
                return self._answer(text)
        except MistakeError as error:
            return Mistakes(error.diagnostics)
        except FaultError as error:
            return Fault(error.message, error.help)
        except KeyboardInterrupt:
            self._heal()
            raise
        except Exception as error:
            if os.environ.get("FLOWLANG_DEBUG"):
                raise
            self._heal()
            return _unexpected(error)
        finally:
            self.seconds = time.perf_counter() - begun

    def answer_inside(self, text: str) -> Answer:
        """Answer an entry for a command; what is wrong with it is raised."""
        return self._answer(text)

    def _answer(self, text: str) -> Answer:
        entry = read_entry(text)
        match entry.kind:
            case Kind.NOTHING:
                return Nothing()
            case Kind.COMMAND:
                from flowlang.repl.commands.table import obey

                return obey(self, text)
            case Kind.FILTER:
                return doing.ask(self, text)
            case Kind.TEXT | Kind.RAW_TEXT:
                return doing.resolve(self, text, raw=entry.kind is Kind.RAW_TEXT)
            case Kind.STEPS:
                return self.attempt(text)
            case _:
                return self.do(Deed(entry.kind, text))

    def _heal(self) -> None:
        """Forget the world that was at work when somebody interrupted."""
        scene = self._story.scenes[-1] if self._story.scenes else None
        if scene is not None:
            scene.world.forget()

    # -- doing and undoing ----------------------------------------------------------------

    def attempt(self, text: str) -> Answer:
        """Try steps on those who are selected; they are kept by `commit`."""
        self.trial = None
        deed = Deed(Kind.STEPS, text, self._free_name(), self.selection)
        self.trial = self.last = self._perform(deed)
        return doing.effect_of(self.trial, kept=False)

    def _free_name(self) -> str:
        """A name for a campaign of steps that nothing has."""
        taken = {each.name for each in self.instance.campaigns}
        while f"{STEPS}{self._numbers + 1}" in taken:
            self._numbers += 1
        return f"{STEPS}{self._numbers + 1}"

    def commit(self) -> Answer:
        """Keep what was tried last."""
        if self.trial is None:
            raise FaultError(
                "nothing was tried since", "type a step, such as `change lead_score by +5`"
            )
        done, self.trial = self.trial, None
        self._keep(done)
        people = doing.effect_of(done, kept=True).difference.changed
        return Lines([f"kept: {doing.counted_people(people)} changed; `:undo` takes it back"])

    def undo(self) -> Answer:
        """Take back what was tried, else what was kept last."""
        if self.trial is not None:
            text, self.trial = self.trial.deed.text, None
            return Lines([f"dropped: {doing.short(text)}"])
        story = self._story
        if not story.deeds or story.deeds[-1] in self.columns:
            raise FaultError("there is nothing to take back")
        last = story.deeds[-1]
        if last.kind is Kind.DECLARATIONS:
            self.rebuild(story.deeds[:-1])
        else:
            story.drop()
            place = len(story.scenes) - 1
            story.scenes[place] = self.scene_before(place)
            self.last = None
        return Lines([f"taken back: {doing.short(last.text)}"])

    def do(self, deed: Deed) -> Answer:
        """Do something that is kept at once."""
        self.trial = None
        if deed.kind is Kind.DECLARATIONS:
            return self._declare(deed)
        self.last = done = self._perform(deed)
        answer = doing.outcome(done)
        if doing.is_worth_keeping(done):
            self._keep(done)
            doing.move_on(self, done)
        return answer

    def _declare(self, deed: Deed) -> Answer:
        names = doing.declared_names(deed.text)
        others = doing.without(self.deeds, names)
        if others != list(self.deeds):
            self._redeclare(deed, others)
        elif imports_of(deed.text):
            self.rebuild([*others, deed])
        else:
            done = self._perform(deed)
            if self.people is None or self.people.fits(done.after.instance):
                self._keep(done)
            else:
                self.rebuild([*self.deeds, deed])
        return doing.declared(names, self.instance)

    def _redeclare(self, deed: Deed, others: Sequence[Deed]) -> None:
        """Declare something anew where it was declared: what was done since may need it there."""
        pairs = zip_longest(self.deeds, others)
        place = next(at for at, (old, new) in enumerate(pairs) if old != new)
        try:
            self.rebuild([*others[:place], deed, *others[place:]])
        except MistakeError:
            # It may itself need what was declared in between.
            self.rebuild([*others, deed])

    def _perform(self, deed: Deed) -> Done:
        try:
            return perform(self.scene, deed)[0]
        except NoRoomError:
            self._room *= 4
            self.rebuild(self.deeds)
            return self._perform(deed)

    def _keep(self, done: Done) -> None:
        self._story.add(done.deed, done.after)

    # -- beginning anew -------------------------------------------------------------------

    def rebuild(
        self,
        deeds: Sequence[Deed],
        beginning: Beginning | None = None,
    ) -> None:
        """Do deeds anew, from files as they are now and perhaps from another beginning.

        What goes wrong on the way is raised, and then everything is as it was.
        """
        wanted = beginning or self.beginning
        imports = "".join(imports_of(each.text) for each in deeds if each.kind is Kind.DECLARATIONS)
        with self._or_as_it_was():
            self.workspace = doing.workspace_of(wanted.paths, imports)
            instance = self.workspace.instance
            instances = [instance]
            for each in deeds:
                instances.append(bound(instances[-1], each))
            known = self.people
            if wanted.people is None:
                self.people = None
            elif known is None or known.path != wanted.people or not known.fits(instances[-1]):
                self.people = doing.people_of(wanted, instances[-1], self.say)
            self.beginning = wanted
            scene = self._first(instance)
            story = Story.of(scene)
            for deed, after in zip(deeds, instances[1:], strict=True):
                scene = perform(scene, deed, after)[0].after
                story.add(deed, scene)
            self._story = story
            self.place, self.trial, self.last = None, None, None

    @contextmanager
    def _or_as_it_was(self) -> Iterator[None]:
        """Puts everything back where something goes wrong."""
        before = (self.workspace, self.people, self.beginning, self._story, self.place)
        old = self.people
        try:
            yield
        except BaseException:
            if self.people is not old and self.people is not None:
                self.people.close()
            self.workspace, self.people, self.beginning, self._story, self.place = before
            raise
        if old is not None and old is not self.people:
            old.close()

    def _again(self, place: int) -> Scene:
        """A scene that was let go of, made again from the nearest one before it."""
        story = self._story
        near = max((at for at in range(place) if story.scenes[at] is not None), default=0)
        scene = story.scenes[near] or self._first(self.workspace.instance)
        for deed, instance in zip(
            story.deeds[near:place], story.instances[near + 1 : place + 1], strict=True
        ):
            scene = perform(scene, deed, instance)[0].after
        return scene


def _unexpected(error: Exception) -> Fault:
    """What to say about a mistake of ours; the session goes on as it was."""
    said = " ".join(str(error).split())
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return Fault(
        f"something went wrong inside flowlang ({plain(what)}); nothing has changed",
        "this is a mistake of the program, not of yours; FLOWLANG_DEBUG=1 tells more of it",
    )
