"""The commands of the shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.model.load import load
from flowlang.repl.beginning import Beginning
from flowlang.repl.commands.table import all_commands
from flowlang.repl.session import Session
from flowlang.testing.session import session_of
from tests.repl.talk import say, wrong


def test_help_tells_all_commands(session: Session) -> None:
    told = say(session, ":help")
    for name, each in all_commands().items():
        assert f":{name}" in told
        assert each.summary in told
        assert each.summary in say(session, f":help {name}")
        for entry, what in each.examples:
            assert entry in say(session, f":help {name}")
            assert what


@pytest.mark.parametrize(
    "name",
    [
        *("people", "where", "person", "campaigns", "tokens", "lists", "fields", "log", "trace"),
        *("why-not", "graph", "load", "reload", "at", "seed", "time", "save", "help"),
    ],
)
def test_every_command_that_is_promised(name: str) -> None:
    assert name in all_commands()


def test_a_command_by_how_it_begins(session: Session) -> None:
    assert say(session, ":camp") == say(session, ":campaigns")
    assert "may be `:people`, `:person`" in wrong(session, ":pe")
    assert "did you mean `:graph`" in wrong(session, ":grpah")


def test_people_and_selection(session: Session) -> None:
    assert "4 people" in say(session, ":people")
    assert "2 of 4 people" in say(session, ':where country is "DE"')
    told = say(session, ":people")
    assert "2 people" in told
    assert "102" not in told
    assert "unknown-field" in wrong(session, ":where contry is 1")
    assert "2 of 4 people" in say(session, ":where")
    assert "4 of 4 people" in say(session, ":where everyone")


def test_other_people(session: Session, project: Path) -> None:
    (project / "other.csv").write_text("id,country\n7,IT\n8,DE\n9,DE\n")
    say(session, 'run "Rate"')
    assert "3 people" in say(session, f":people {project / 'other.csv'}")
    assert session.scene.world.value("8", "lead_score") == 10
    assert "no file" in wrong(session, ":people none.csv")
    (project / "bad.csv").write_text("id,Lead Score\n7,many\n")
    assert "many" in wrong(session, f":people {project / 'bad.csv'}")
    assert session.scene.size == 3


def test_a_person_in_full(session: Session) -> None:
    say(session, 'run "Rate"', "advance 1 day")
    told = say(session, ":person ada@acme.example")
    for part in ("Person 101", '"Ada"', "15", "Autumn.Rate, last 2026-01-05 09:00"):
        assert part in told
    assert "nobody has the id" in wrong(session, ":person 999")
    assert "change_score" in say(session, ":log")


def test_fields_lists_campaigns(session: Session) -> None:
    assert "DE 2, FR 1, AT 1" in say(session, ":fields country")
    say(session, 'add to list "Hot"', ":commit", 'smart list "S" { country is "DE" }')
    told = say(session, ":lists")
    assert "Hot" in told
    assert "4" in told
    assert "Shell" not in say(session, ":campaigns")
    assert "every time" in say(session, ":campaigns Rate")
    assert "my.points  score  +10    Autumn" in say(session, ":tokens Autumn")


def test_why_not_and_trace(session: Session) -> None:
    say(session, ":person 102")
    told = say(session, ':why-not "Rate"')
    assert "did not get into Autumn.Rate" in told
    assert "FR" in told
    assert "got into" in say(session, ":person 101", ":why-not Rate")
    assert "5 → 15" in say(session, ":trace Rate")
    assert session.scene.world.value("101", "lead_score") == 5
    assert "5 → 8" in say(session, "change lead_score by +3", ":trace")
    assert "executed by" not in say(session, ":graph")
    assert "lead_score" in say(session, ':graph "Rate"')


def test_the_clock_and_chance(session: Session) -> None:
    assert "2026-01-05 09:00" in say(session, ":time")
    say(session, "advance 2 days", 'run "Rate"')
    assert "2026-01-07 09:00 UTC; the session began at 2026-01-05" in say(session, ":time")
    say(session, ":at 2027-02-01")
    assert "it is 2027-02-03 00:00" in say(session, ":time")
    assert session.scene.world.value("101", "lead_score") == 15
    assert "no moment" in wrong(session, ":at soon")
    assert "took" in say(session, ":time everyone")
    first = say(session, "random 50%")
    assert any(say(session, f":seed {seed}", "random 50%") != first for seed in range(1, 9))
    assert "whole number" in wrong(session, ":seed x")


def test_files_that_change(session: Session, project: Path) -> None:
    say(session, 'run "Rate"', 'list "Extra"')
    script = project / "main.flow"
    script.write_text(script.read_text().replace("+10", "+20") + '\nlist "Extra"\n')
    assert "1 entry done anew" in say(session, ":reload")
    assert session.scene.world.value("101", "lead_score") == 25
    script.write_text("nonsense {")
    assert "main.flow:1" in wrong(session, ":reload")
    assert session.scene.world.value("101", "lead_score") == 25
    say(session, 'country is "DE"')


def test_loading_more(project: Path) -> None:
    (project / "more").mkdir()
    (project / "more" / "b.flow").write_text('import std.fields\nlist "B"\n')
    (project / "flowlang.toml").write_text("")
    session = Session(Beginning((project / "main.flow",)))
    assert session.open().ok
    assert "read 2 files" in say(session, f":load {project / 'more'}")
    assert "B" in say(session, ":lists")
    assert "there is no file" in wrong(session, ":load nowhere.flow")
    session.close()


def test_settings(session: Session) -> None:
    assert "keys vi" in say(session, ":set keys vi")
    assert "there are" in wrong(session, ":set keys ed")
    say(session, ":quit")
    assert session.ended


# -- saving ---------------------------------------------------------------------------------


def run_tests(folder: Path, file: Path) -> list[str]:
    """The names of the tests of a file that pass; all of them must."""
    loaded = load([folder])
    results = list(session_of(loaded.instances, [file]).run())
    assert all(each.passed for each in results)
    return [each.test.name for each in results]


def test_a_story_becomes_a_test_that_passes(session: Session, project: Path) -> None:
    say(session, ":person 101", "change lead_score by +5 wait 1 day", ":commit")
    say(session, 'list "New"', 'add to list "New"', ":commit")
    say(session, 'given person "zoe" { country: "DE" }', 'run "Rate"', "advance 1 day")
    say(session, 'expect "101": lead_score is 20', ':save test "ada gets points"')
    file = project / "ada-gets-points.flow"
    text = file.read_text()
    assert 'test "ada gets points" {' in text
    assert "Shell" not in text
    assert 'given person "102"' not in text
    assert run_tests(project, file) == ["ada gets points"]
    assert "is there already" in wrong(session, ':save test "ada gets points"')
    assert list(project.glob(".*")) == []
    say(session, ":reload")
    assert session.scene.world.value("101", "lead_score") == 20


def test_activities_and_memberships_go_along(project: Path) -> None:
    (project / "activities.csv").write_text(
        "marketoGUID,leadId,activityDate,activityTypeId,primaryAttributeValue,attributes\n"
        '1,101,2026-01-01T00:00:00Z,10,Hi,"{""Device"":""iPhone""}"\n'
        '2,101,2026-01-02T00:00:00Z,13,Country,"{""New Value"":""DE"",""Old Value"":""""}"\n'
    )
    (project / "program_members.csv").write_text("program,leadId,status\nAutumn,101,Invited\n")
    (project / "list_members.csv").write_text("list,leadId\nHot,101\n")
    session = Session(Beginning((project,), project, at="2026-01-05"))
    assert session.open().ok
    say(session, ":person 101")
    say(
        session,
        'choose { when member of list "Hot" and did open_email "Hi" where device is "iPhone"'
        ' { change program status in "Autumn" to "Attended" } }',
        ":commit",
        ':save test "t" ' + str(project / "t.flow"),
    )
    assert run_tests(project, project / "t.flow") == ["t"]
    assert 'with status "Attended"' in (project / "t.flow").read_text()
    session.close()


def test_what_does_not_pass_is_not_written(session: Session, project: Path) -> None:
    session.answer(":seed 9")
    say(session, ":person 101")
    for seed in range(40):
        say(session, f":seed {seed}", "choose { when random 50% { change lead_score by +1 } }")
        say(session, ":commit")
        answer = session.answer(f':save test "chance {seed}"')
        file = project / f"chance-{seed}.flow"
        assert file.exists() is answer.ok
        say(session, ":undo")
        if not answer.ok:
            return
    pytest.fail("no seed made a difference")


def test_saving_declarations(session: Session, project: Path) -> None:
    assert "nothing was declared" in wrong(session, ":save mine.flow")
    say(session, 'list   "New"', f":save {project / 'mine.flow'}")
    assert 'list "New"\n' in (project / "mine.flow").read_text()
    assert "nothing has been done" in wrong(session, ':save test "x"')
    assert "no folder" in wrong(session, ":save /nowhere/at/all.flow")
