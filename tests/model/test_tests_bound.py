"""What test blocks become."""

from __future__ import annotations

from flowlang.datatypes import DataType
from flowlang.model import filters, tests
from flowlang.model.values import Duration, ScoreChange, Unit
from tests.model.conftest import Bind


def test_every_statement(bind: Bind) -> None:
    instance = bind(
        """
        field points: score
        field name: string
        member field seat: string
        list "L"
        channel "W" { status "Met" success }
        program "P" uses channel "W" {
          token bonus: score = +0
          batch campaign "B" { flow { do nothing } }
          trigger campaign "T" { on requested flow { do nothing } }
          executable campaign "E" { flow { change points by {{my.gift}} } }
        }
        test "all" {
          at 1970-01-02
          given person "ada" { points: 5 name: empty }
          given "ada" in list "L"
          given "ada" in program "P" with status "Met" { seat: "A1" }
          given "ada" in campaign "B" at 1970-01-01T01:00
          given "ada" did open_email "Hi" where (device is "iPhone" and user_agent is 3)
            at 1970-01-01T00:01:00Z
          run "B" with token bonus = +20
          request "T" for "ada"
          execute "E" for "ada" with token gift = =5, bonus = -1
          event "ada" did change_data_value of points where new_value is 7
          advance 3 days
          expect "ada": points is 5 and waiting in "T"
        }"""
    )
    (test,) = instance.tests
    assert (test.name, test.at) == ("all", 86400)
    person, in_list, in_program, in_campaign, did, *rest = test.statements
    assert isinstance(person, tests.GivenPerson)
    assert [(each.field.name, each.value) for each in person.values] == [
        ("points", 5),
        ("name", None),
    ]
    assert isinstance(in_list, tests.GivenInList)
    assert isinstance(in_program, tests.GivenInProgram)
    assert in_program.status is not None
    assert (in_program.status.name, in_program.values[0].value) == ("Met", "A1")
    assert isinstance(in_campaign, tests.GivenInCampaign)
    assert in_campaign.at == 3600
    assert isinstance(did, tests.GivenActivity)
    assert (did.happening.asset, did.at) == ("Hi", 60)
    assert {each.attribute.key: each.value for each in did.happening.attributes} == {
        "device": "iPhone",
        "useragent": 3,
    }
    run, request, execute, event, advance, expect = rest
    assert isinstance(run, tests.RunBatch)
    assert [(each.key, each.value) for each in run.tokens] == [("bonus", ScoreChange(False, 20))]
    assert isinstance(request, tests.RequestFor)
    assert isinstance(execute, tests.ExecuteFor)
    assert [(each.key, each.type, each.value) for each in execute.tokens] == [
        ("gift", DataType.SCORE, ScoreChange(True, 5)),
        ("bonus", DataType.SCORE, ScoreChange(False, -1)),
    ]
    assert isinstance(event, tests.Event)
    assert event.happening.of_field is instance.field("points")
    assert event.happening.attributes[0].value == 7
    assert isinstance(advance, tests.Advance)
    assert advance.duration == Duration(3, Unit.DAY)
    assert isinstance(expect, tests.Expect)
    assert isinstance(expect.filter, filters.All)
    assert isinstance(expect.filter.items[1], filters.WaitingIn)


def test_the_clock_begins_on_a_monday_at_nine(bind: Bind) -> None:
    (test,) = bind('test "t" { given person "ada" { } }').tests
    assert test.at == 1767603600


def test_a_test_with_a_table_is_one_for_each_case(bind: Bind) -> None:
    instance = bind(
        """
        field points: score
        field name: string
        test "t" {
          at {{case.when}}
          for each {
            case        | when       | points | expected | wait
            "some"      | 2026-01-05 | 5      | 10       | 1 day
            "nothing"   | 1970-01-01 | empty  | empty    | 2 hours
          }
          given person "ada" { points: {{case.points}} name: "{{case.case}}: {{case.Points}}." }
          advance {{case.wait}}
          expect "ada": points is {{case.expected}}
        }"""
    )
    some, nothing = instance.tests
    assert (some.title, some.at) == ("t: some", 1767571200)
    assert (nothing.title, nothing.at) == ("t: nothing", 0)
    assert some.source.slice(some.span) == '"some"'
    person, advance, expect = some.statements
    assert isinstance(person, tests.GivenPerson)
    assert [each.value for each in person.values] == [5, "some: 5."]
    assert isinstance(advance, tests.Advance)
    assert advance.duration == Duration(1, Unit.DAY)
    assert isinstance(expect, tests.Expect)
    assert isinstance(expect.filter, filters.Test)
    assert (expect.filter.operator, expect.filter.values) == (filters.Operator.IS, (10,))
    person, _, expect = nothing.statements
    assert isinstance(person, tests.GivenPerson)
    assert [each.value for each in person.values] == [None, "nothing: ."]
    assert isinstance(expect, tests.Expect)
    assert isinstance(expect.filter, filters.Test)
    assert expect.filter.operator is filters.Operator.IS_EMPTY
