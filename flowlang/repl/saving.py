"""Writing down what was done: as a test that passes, and as declarations."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from flowlang.checking import check
from flowlang.diagnostics.diagnostic import Severity
from flowlang.formatting import format_text
from flowlang.model import tests
from flowlang.model.load import load
from flowlang.repl.answers import Answer, Failed, Lines, Mistakes, Several
from flowlang.repl.commands.workspace import own_files
from flowlang.repl.deeds import Deed, imports_of, statements_of
from flowlang.repl.differences import difference
from flowlang.repl.entry import Kind
from flowlang.repl.faults import FaultError
from flowlang.repl.ground import ALWAYS
from flowlang.repl.scene import Scene
from flowlang.repl.session import Session
from flowlang.repl.written import changes_of, given_by_data, moment, quoted
from flowlang.style import counted, plain
from flowlang.testing.runner import Runner

MOST = 10
"""So many people of the data are put into a test."""


# -- a test ---------------------------------------------------------------------------------


def save_test(session: Session, name: str, path: Path | None) -> Answer:
    """Write the story of the session as a test, once it has been seen to pass."""
    if not name.strip():
        raise FaultError('a test has a name, such as `:save test "ada gets her points"`')
    if not any(each.kind is not Kind.DECLARATIONS for each in session.deeds):
        raise FaultError(
            "nothing has been done that a test could tell",
            "type steps and `:commit` them, or `run`, `event`, `expect` …",
        )
    target = _target(session, name, path)
    first = _beginning(session)
    people, more = _people(session, first)
    text = _text(session, name, people, target, first)
    answer = _write_proved(text, target, name)
    if more and answer.ok:
        left_out = f"{counted(more, 'more person', 'more people')} of the data left out"
        return Several([answer, Lines([left_out])])
    return answer


def _target(session: Session, name: str, path: Path | None) -> Path:
    """Where to write: a file that is not there yet, of the same project."""
    if path is None:
        stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "session"
        path = _folder(session) / f"{stem}.flow"
    path = path.expanduser()
    if path.suffix != ".flow":
        raise FaultError(f"{plain(str(path))} does not end in .flow")
    if path.exists():
        raise FaultError(
            f"{plain(str(path))} is there already", "give the test another name or file"
        )
    if not path.parent.is_dir():
        raise FaultError(f"there is no folder {plain(str(path.parent))}")
    return path


def _folder(session: Session) -> Path:
    first = next(iter(session.beginning.paths), Path())
    return first if first.is_dir() else first.parent


def _beginning(session: Session) -> Scene:
    """The beginning, in which everything is declared already."""
    return Scene(session.first.world.branch(session.instance))


def _people(session: Session, first: Scene) -> tuple[list[str], int]:
    """The people of the data whom the test is about, and how many had to be left out.

    They are those who are named and those to whom steps were done, else those who changed.
    """
    named: dict[str, None] = {}
    touched: dict[str, None] = {}
    given: set[str] = set()
    for place, deed in enumerate(session.deeds):
        scene = session.scene_before(place)
        if deed.kind is Kind.STEPS:
            rows = scene.rows(deed.selection)
            touched.update((scene.world.id_of(row), None) for row in rows[: 10 * MOST].tolist())
        elif deed.kind is Kind.STATEMENTS:
            for each in statements_of(scene, deed)[0]:
                person = getattr(each, "person", None)
                if isinstance(each, tests.GivenPerson):
                    given.add(each.person)
                elif person is not None:
                    named[person] = None
    if not (named or touched or given):
        touched.update((each, None) for each in _changed(session, first))
    found = [each for each in dict.fromkeys((*named, *touched)) if each not in given]
    most = max(MOST, len(named))
    return found[:most], max(0, len(found) - most)


def _changed(session: Session, first: Scene) -> Iterator[str]:
    """The selected people who are not as they were; where there are none, the current one."""
    rows = session.scene.rows(session.selection)
    found = difference(first, session.scene, rows).shown
    if found:
        yield from (each.person for each in found)
    elif session.scene.size:
        yield session.scene.world.id_of(session.person())


def _text(session: Session, name: str, people: list[str], target: Path, first: Scene) -> str:
    """The whole file, in the canonical layout."""
    lines = [ALWAYS.strip()]
    for deed in session.deeds:
        if deed.kind is Kind.DECLARATIONS:
            lines += [each for each in imports_of(deed.text).splitlines() if each not in lines]
    for file in own_files(session):
        lines.append(f"import {quoted(_relative(file, target))}")
    for deed in session.deeds:
        if deed.kind is Kind.DECLARATIONS:
            lines.append(_without_imports(deed.text))
    names = _campaign_names(session, name)
    for deed in session.deeds:
        if deed.kind is Kind.STEPS:
            lines.append(
                f"trigger campaign {quoted(names[deed.name])} {{ on requested "
                f"each person every time flow {{ {deed.text}\n }} }}"
            )
    lines.append(f"test {quoted(name)} {{")
    lines.append(f"at {moment(session.start, session.scene)}")
    for person in people:
        lines += given_by_data(first, person)
    for place, deed in enumerate(session.deeds):
        lines += _statements(session.scene_before(place), deed, people, names)
    told = {*people, *session.scene.given}
    for person in told if len(told) == 1 else sorted(told):
        lines += changes_of(first, session.scene, person, names)
    lines.append("}")
    return format_text("\n".join(lines) + "\n")


def _relative(file: Path, target: Path) -> str:
    return Path(os.path.relpath(file.resolve(), target.parent.resolve())).as_posix()


def _without_imports(text: str) -> str:
    from flowlang.repl.deeds import file_of
    from flowlang.syntax.nodes.declarations import Import

    kept = text
    for each in reversed(file_of(text).declarations):
        if isinstance(each, Import):
            kept = kept[: each.start] + kept[each.end :]
    return kept.strip()


def _campaign_names(session: Session, name: str) -> dict[str, str]:
    """What the campaigns into which steps were put are called in the file."""
    steps = [each for each in session.deeds if each.kind is Kind.STEPS]
    if len(steps) == 1:
        return {steps[0].name: f"{name}: steps"}
    return {each.name: f"{name}: steps {number}" for number, each in enumerate(steps, 1)}


def _statements(
    scene: Scene, deed: Deed, people: list[str], names: dict[str, str]
) -> Iterator[str]:
    """A deed as statements of a test."""
    if deed.kind is Kind.STATEMENTS:
        yield deed.text
    elif deed.kind is Kind.STEPS:
        meant = {int(row) for row in scene.rows(deed.selection)}
        for person in dict.fromkeys((*people, *scene.given)):
            if scene.world.row(person) in meant:
                yield f"request {quoted(names[deed.name])} for {quoted(person)}"


# -- writing --------------------------------------------------------------------------------


def _write_proved(text: str, target: Path, name: str) -> Answer:
    """Write a file beside the target, run its test, and give it its name if it passes."""
    try:
        handle, made = tempfile.mkstemp(
            prefix=f".{target.stem}-", suffix=".flow", dir=target.parent
        )
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise FaultError(f"{plain(str(target))} cannot be written: {error.strerror}") from None
    try:
        answer = _proved(Path(made), name)
        if answer is not None:
            return answer
        Path(made).chmod(0o644)
        Path(made).replace(target)
    finally:
        with suppress(OSError):
            Path(made).unlink()
    return Lines([f"written to {plain(str(target))}, and it passes"])


def _proved(path: Path, name: str) -> Answer | None:
    """Why a test does not pass, None where it does."""
    loaded = load([path])
    [instance] = loaded.instances
    mistakes = [each for each in check(instance) if each.severity is Severity.ERROR]
    why = "what was done cannot be written as a test; nothing was written"
    if mistakes:
        return Several([Mistakes(mistakes), Lines([why], ok=False)])
    own = [each for each in instance.tests if each.source.path == path.resolve()]
    failures = [
        failure
        for result in Runner(instance).run_all(each for each in own if each.name == name)
        for failure in result.failures
    ]
    if failures:
        return Several([Failed(failures), Lines([why], ok=False)])
    return None


def save_declarations(session: Session, path: Path) -> Answer:
    """Write the declarations that were typed into a file of their own."""
    deeds = [each.text for each in session.deeds if each.kind is Kind.DECLARATIONS]
    if not deeds:
        raise FaultError("nothing was declared in this session")
    target = _target(session, path.stem, path)
    lines = [ALWAYS.strip()]
    lines += [f"import {quoted(_relative(file, target))}" for file in own_files(session)]
    lines += deeds
    text = format_text("\n".join(dict.fromkeys(lines)) + "\n")
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise FaultError(f"{plain(str(target))} cannot be written: {error.strerror}") from None
    return Lines([f"written to {plain(str(target))}"])
