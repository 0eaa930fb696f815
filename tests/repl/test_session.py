"""Entries and what they are answered, kind by kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowlang.repl.answers import Answer, Matched
from flowlang.repl.beginning import Beginning
from flowlang.repl.effects import Effect
from flowlang.repl.session import Session
from flowlang.repl.story import KEPT
from tests.repl.talk import say, wrong


def score(session: Session, person: str) -> object:
    return session.scene.world.value(person, "lead_score")


def effect(answer: Answer) -> Effect:
    assert isinstance(answer, Effect)
    return answer


# -- filters --------------------------------------------------------------------------------


def test_a_filter_tells_who_matches(session: Session) -> None:
    answer = session.answer('country is "DE" and lead_score > 5')
    assert isinstance(answer, Matched)
    assert (answer.match.people, answer.match.matched) == (4, 1)
    assert [row[0] for row in answer.match.rows] == ["103"]
    told = say(session, 'country is "DE"')
    assert 'country is "DE"' in told
    assert "101  DE" in told


def test_a_filter_may_ask_who_waits(session: Session) -> None:
    say(session, 'request "Asked" for "102"')
    answer = session.answer('waiting in "Asked"')
    assert isinstance(answer, Matched)
    assert [row[0] for row in answer.match.rows] == ["102"]


def test_mistakes_have_carets_and_change_nothing(session: Session) -> None:
    before = session.scene
    told = wrong(session, 'contry is "DE"')
    assert "unknown-field" in told
    assert "^^^^^^" in told
    assert "did you mean `country`" in told
    assert "syntax-error" in wrong(session, 'country is "DE" and')
    assert session.scene is before


# -- steps ----------------------------------------------------------------------------------


def test_a_step_is_tried_and_nothing_is_kept(session: Session) -> None:
    answer = effect(session.answer("change lead_score by +5"))
    assert (answer.difference.people, answer.difference.changed) == (4, 4)
    assert answer.difference.counts == [("Lead Score", 4)]
    [change] = answer.difference.shown[0].changes
    assert (change.name, change.old, change.new) == ("Lead Score", "5", "10")
    assert score(session, "101") == 5
    again = effect(session.answer("change lead_score by +5"))
    assert again.difference.shown[0].changes == [change]


def test_commit_keeps_and_undo_takes_back(session: Session) -> None:
    say(session, "change lead_score by +5", ":commit")
    assert score(session, "101") == 10
    say(session, "change lead_score by +5", ":commit")
    assert score(session, "101") == 15
    assert "nothing was tried" in wrong(session, ":commit")
    say(session, ":undo")
    assert score(session, "101") == 10
    say(session, ":undo")
    assert score(session, "101") == 5
    assert "nothing to take back" in wrong(session, ":undo")


def test_undo_drops_a_trial_first(session: Session) -> None:
    say(session, "change lead_score by +5", ":commit", "change lead_score by +1")
    assert "dropped" in say(session, ":undo")
    assert score(session, "101") == 10
    assert "taken back" in say(session, ":undo")
    assert score(session, "101") == 5


def test_undo_goes_back_further_than_scenes_are_kept(session: Session) -> None:
    steps = KEPT * 2 + 1
    for _ in range(steps):
        say(session, "change lead_score by +1", ":commit")
    assert score(session, "101") == 5 + steps
    for left in reversed(range(steps)):
        say(session, ":undo")
        assert score(session, "101") == 5 + left


def test_steps_are_for_those_who_are_selected(session: Session) -> None:
    say(session, ':where country is "DE"')
    assert effect(session.answer('add to list "Hot"')).difference.people == 2
    say(session, ":person 102")
    answer = effect(session.answer('choose { when country is "FR" { add to list "Hot" } }'))
    assert [each.person for each in answer.difference.shown] == ["102"]
    say(session, ':where country is "XX"')
    assert "nobody is selected" in wrong(session, "change lead_score by +1")


def test_everything_that_people_have_is_compared(session: Session) -> None:
    say(session, ":person 101")
    told = say(
        session,
        'add to list "Hot" change program status in "Autumn" to "Attended" '
        'send email "Hi" wait 3 days change city to "x"',
    )
    assert 'list "Hot"' in told
    assert 'status in "Autumn"' in told
    assert "success" in told
    assert "until 2026-01-08 09:00" in told
    assert "send_email 1" in told
    say(session, ":commit", "advance 3 days")
    assert session.scene.world.value("101", "city") == "x"
    assert "would change" not in say(session, "advance 1 hour")
    assert "deleted" in say(session, "delete person")


def test_nothing_to_do_is_said(session: Session) -> None:
    told = say(session, ":person 101", 'change country to "DE"')
    assert "nothing would change for 1 person" in told


def test_a_circle_is_told_and_ends_nothing(session: Session) -> None:
    say(
        session,
        'trigger campaign "A" { on requested each person every time flow { request "B" } } '
        'trigger campaign "B" { on requested each person every time flow { request "A" } }',
        ":person 101",
    )
    assert "stopped" in wrong(session, 'request "A"')
    assert effect(session.answer("change lead_score by +1")).difference.changed == 1


# -- statements -----------------------------------------------------------------------------


def test_statements_work_as_in_a_test(session: Session) -> None:
    told = say(session, 'run "Rate"')
    assert '"Autumn.Rate": 2 entered, 2 not in the smart list' in told
    assert score(session, "101") == 15
    say(session, 'execute "Child" for "102"')
    assert score(session, "102") == 1
    assert "it is 2026-01-07 09:00" in say(session, 'request "Asked" for "102"', "advance 2 days")
    assert "as expected" in say(session, 'expect "102": city is "asked" and lead_score is 1')
    told = wrong(session, 'expect "102": lead_score is 7')
    assert "found 1, wanted 7" in told
    assert "event" not in wrong(session, 'run "Rat"')


def test_somebody_new(session: Session) -> None:
    told = say(session, 'given person "zoe" { country: "DE" }')
    assert "zoe  new" in told
    assert "zoe" in say(session, "for {{lead.Id}}")
    assert "has a person" in wrong(session, 'given person "zoe" { }')
    assert "no person" in wrong(session, 'request "Asked" for "nobody"')
    for number in range(100):
        say(session, f'given person "p{number}" {{ }}')
    assert session.scene.size == 105
    assert score(session, "101") == 5


def test_a_session_without_anything(lone: Session) -> None:
    assert "there are no people yet" in wrong(lone, "change lead_score by +5")
    assert "there are no people yet" in wrong(lone, "{{lead.First Name}}")
    say(lone, 'given person "ada" { country: "DE" lead_score: 1 }', "change lead_score by +5")
    say(lone, ":commit")
    assert score(lone, "ada") == 6


# -- declarations ---------------------------------------------------------------------------


def test_a_declaration_is_there_at_once(session: Session) -> None:
    say(session, 'smart list "Germans" { country is "DE" }')
    answer = session.answer('member of smart list "Germans"')
    assert isinstance(answer, Matched)
    assert answer.match.matched == 2


def test_what_is_declared_again_replaces_what_was_typed(session: Session) -> None:
    say(session, 'smart list "S" { country is "DE" }', "change lead_score by +5", ":commit")
    say(session, 'smart list "S" { country is "FR" }')
    answer = session.answer('member of smart list "S"')
    assert isinstance(answer, Matched)
    assert [row[0] for row in answer.match.rows] == ["102"]
    assert score(session, "101") == 10
    assert "duplicate-name" in wrong(session, 'list "Hot"')


def test_what_was_done_may_need_what_is_declared_again(session: Session) -> None:
    say(session, "field shoe_size: integer", "change shoe_size to 5", ":commit")
    say(session, "field shoe_size: float")
    assert "shoe_size > 4.5" in say(session, "shoe_size > 4.5")
    say(session, 'smart list "S" { country is "DE" }', 'list "T"')
    say(session, 'smart list "S" { member of list "T" }')


def test_columns_that_are_no_fields_become_some(
    session: Session, lone: Session, tmp_path: Path
) -> None:
    data = tmp_path / "shoes.csv"
    data.write_text("id,country,Shoe Size,Joined\n1,DE,40,31.12.2025\n2,AT,41,\n")
    for each in (session, lone):
        say(each, f":people {data}")
        answer = each.answer("shoe_size > 40")
        assert isinstance(answer, Matched)
        assert [row[0] for row in answer.match.rows] == ["2"]
        assert "1  joined is not empty" in say(each, "joined is not empty")
        assert "nothing to take back" in wrong(each, ":undo")
        say(each, "field shoe_size: float", "shoe_size is 40.0")
    begun = Session(Beginning((), data))
    assert begun.open().ok
    assert "1  shoe_size is 41" in say(begun, "shoe_size is 41")
    assert "nothing to take back" in wrong(begun, ":undo")
    begun.close()


def test_a_declaration_with_a_mistake_changes_nothing(session: Session) -> None:
    before = session.scene
    told = wrong(session, 'smart list "S" { contry is "DE" }')
    assert "unknown-field" in told
    told = wrong(session, 'executable campaign "E" { flow { wait 3 days } }')
    assert "wait-in-executable" in told
    assert session.scene is before
    say(session, 'smart list "S" { country is "DE" }')


def test_a_token_at_the_top_can_be_taken_back(session: Session) -> None:
    say(session, 'token hello: text = "Hi"')
    assert "Hi Ada" in say(session, "{{my.Hello}} {{lead.First Name}}")
    say(session, ":undo")
    assert "unknown-token" in wrong(session, "{{my.Hello}} you")
    say(session, 'token hello: text = "Ho"')


def test_imports_and_names_that_the_data_knows(project: Path) -> None:
    (project / "list_members.csv").write_text("list,leadId\nPartners,102\n")
    (project / "more.flow").write_text('import std.fields\nsmart list "More" { lead_score > 1 }\n')
    (project / "flowlang.toml").write_text("")
    session = Session(Beginning((project / "main.flow",), project))
    assert session.open().ok
    assert "unknown-asset" in wrong(session, 'member of smart list "More"')
    say(session, 'import "more.flow"')
    say(session, 'member of smart list "More"')
    assert "import-not-found" in wrong(session, 'import "none.flow"')
    say(session, 'list "Partners"')
    answer = session.answer('member of list "Partners"')
    assert isinstance(answer, Matched)
    assert [row[0] for row in answer.match.rows] == ["102"]
    session.close()


# -- texts ----------------------------------------------------------------------------------


def test_texts_are_resolved_for_the_person(session: Session) -> None:
    assert say(session, "{{lead.First Name}}").startswith("Ada  for 101")
    say(session, ":person 103")
    assert say(session, "Dear {{lead.First Name:default=friend}},").startswith("Dear friend,  for")
    assert "on Jan 5, 2026" in say(session, '"on {{system.date}}"')
    assert "unknown-token" in wrong(session, "{{lead.Frist Name}} x")
    say(session, ':tokens "Autumn"')
    assert say(session, "{{my.Points}} points").startswith("+10 points")


# -- robustness -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "entry",
    [
        "",
        "   ",
        "# nothing",
        ":",
        ": ",
        ":nope",
        '"',
        '"""',
        "}}",
        "{{",
        "\x00",
        "change",
        "((((((",
        "expect",
        ":person",
        ":person nobody@nowhere.example",
        ":why-not",
        ":why-not nothing",
        ":trace nothing",
        ":save",
        ":save test",
        ':save test "',
        ":at yesterday",
        ":seed -1",
        ":load nowhere",
        ":people nowhere.csv",
        ":set keys ed",
        ":graph nothing",
        ":tokens nothing",
        ":commit now",
        ":time :time",
        ":log many",
        ":where contry is",
        ":where",
        'given person "101" { lead_score: 9 }',
        "delete person",
    ],
)
def test_nothing_ends_a_session(
    session: Session, entry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLOWLANG_DEBUG", "1")
    answer = session.answer(entry)
    assert isinstance(answer.ok, bool)
    assert not session.ended
    say(session, 'country is "DE"')


def test_an_interruption_leaves_everything_as_it_was(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(session, "change lead_score by +5", ":commit")
    before = session.scene

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    from flowlang.testing.world import World

    monkeypatch.setattr(World, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        session.answer('run "Rate"')
    monkeypatch.undo()
    assert session.scene is before
    say(session, 'run "Rate"')
    assert score(session, "101") == 20


def test_a_mistake_of_ours_is_told(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    from flowlang.testing.world import World

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.delenv("FLOWLANG_DEBUG", raising=False)
    monkeypatch.setattr(World, "run", broken)
    assert "ZeroDivisionError: by zero" in wrong(session, 'run "Rate"')
    monkeypatch.undo()
    say(session, 'run "Rate"')
