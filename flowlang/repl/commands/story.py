"""Commands about what was done: keep it, take it back, explain it, save it; and the clock."""

from __future__ import annotations

import time as clock
from dataclasses import replace
from pathlib import Path

from flowlang.model.outside import moment_from_outside
from flowlang.repl import doing
from flowlang.repl.answers import Answer, Lines, Told
from flowlang.repl.commands.table import command, nothing_behind, one_name, words_of
from flowlang.repl.commands.workspace import find_campaign
from flowlang.repl.deeds import perform, started_for
from flowlang.repl.faults import FaultError
from flowlang.repl.session import Session
from flowlang.style import plain
from flowlang.trace.render.text import render_answer, render_story
from flowlang.trace.values import moment_told
from flowlang.trace.whynot import why_not as reasons


@command("commit", "", "keep what was tried last")
def commit(session: Session, text: str) -> Answer:
    """Keep the trial."""
    nothing_behind("commit", text)
    return session.commit()


@command("undo", "", "take back what was tried or kept last; again for more")
def undo(session: Session, text: str) -> Answer:
    """Take back."""
    nothing_behind("undo", text)
    return session.undo()


@command(
    "trace",
    "[CAMPAIGN]",
    "what the last entry did to the person, step by step; or what a campaign would do",
    wants="campaign",
    examples=(
        (":trace", "what was just tried or done"),
        (':trace "Score"', "what a campaign would do; nothing is kept"),
    ),
)
def trace(session: Session, text: str) -> Answer:
    """Tell the story of the person."""
    if text:
        campaign = find_campaign(session, one_name(text))
        _, recorder = started_for(session.scene, campaign, session.person())
        story = recorder.story()
        return Told(lambda style: render_story(story, style))
    done = session.last
    if done is None:
        raise FaultError(
            "nothing was done since that could be told", "`:trace CAMPAIGN` tells what it would do"
        )
    row = session.person()
    _, listener = perform(done.before, done.deed, done.after.instance, row)
    assert listener is not None
    told = listener.story()
    return Told(lambda style: render_story(told, style))


@command(
    "why-not",
    "CAMPAIGN",
    "why the person does not get into a campaign",
    wants="campaign",
    examples=((':why-not "Score"', "what in its smart list or its rule keeps the person out"),),
)
def why_not(session: Session, text: str) -> Answer:
    """Say why somebody does not get in."""
    if not text:
        raise FaultError('name a campaign, such as `:why-not "Score"`')
    campaign = find_campaign(session, one_name(text))
    world, recorder = started_for(session.scene, campaign, session.person())
    answer = reasons(recorder.story(), campaign, world.state.plan)
    return Told(lambda style: render_answer(answer, style))


@command(
    "at",
    "MOMENT",
    "begin at another moment; what was done is done anew from there",
    examples=((":at 2026-01-05T09:00", "the moment at which the session begins"),),
)
def at(session: Session, text: str) -> Answer:
    """Begin at another moment."""
    if text:
        found = moment_from_outside(text, session.instance.project)
        if isinstance(found, str):
            raise FaultError(plain(found))
        session.rebuild(session.deeds, replace(session.beginning, at=text))
    zone = session.scene.world.state.plan.calendar.zone
    return Lines([f"the session begins at {moment_told(session.start, zone)} {zone.key}"])


@command(
    "seed",
    "[NUMBER]",
    "what chance begins with; what was done is done anew",
    examples=((":seed 7", "other people are in `random 10%`"),),
)
def seed(session: Session, text: str) -> Answer:
    """Begin chance with another number."""
    if text:
        if not (text.isascii() and text.isdigit() and int(text) < 2**64):
            raise FaultError("a seed is a whole number from 0 to 18446744073709551615")
        session.rebuild(session.deeds, replace(session.beginning, seed=int(text)))
    return Lines([f"seed {session.beginning.seed}"])


@command(
    "time",
    "[ENTRY]",
    "the virtual time; with an entry, how long it takes",
    examples=((":time", "when it is"), (':time country is "DE"', "how long a filter takes")),
)
def time(session: Session, text: str) -> Answer:
    """Tell the time."""
    if not text:
        world = session.scene.world
        zone = world.state.plan.calendar.zone
        told = f"it is {moment_told(world.now, zone)} {zone.key}"
        since = (
            ""
            if world.now == session.start
            else (f"; the session began at {moment_told(session.start, zone)}")
        )
        return Lines([told + since])
    if text.startswith(":time"):
        raise FaultError("the time of `:time` is not told")
    begun = clock.perf_counter()
    answer = session.answer_inside(text)
    took = clock.perf_counter() - begun
    from flowlang.repl.answers import Several

    return Several([answer, Lines([f"took {doing.took(took)}"])])


@command(
    "save",
    "test NAME [FILE]",
    "write what was done as a test that passes; `:save FILE` writes what was declared",
    wants=("test",),
    examples=(
        (':save test "ada gets her points"', "into a file beside the campaigns"),
        (':save test "ada" tests/ada.flow', "into a file of that name"),
        (":save mine.flow", "the declarations that were typed"),
    ),
)
def save(session: Session, text: str) -> Answer:
    """Write a test, or declarations."""
    from flowlang.repl.saving import save_declarations, save_test

    words = words_of(text)
    if words[:1] == ["test"] and len(words) in (2, 3):
        return save_test(session, words[1], Path(words[2]) if len(words) == 3 else None)
    if len(words) == 1 and words[0] != "test":
        return save_declarations(session, Path(words[0]))
    raise FaultError('write `:save test "NAME"`, or `:save FILE` for what was declared')
