"""What campaigns and their steps become: names, paths, waits, tokens, schedules."""

from __future__ import annotations

from flowlang.datatypes import DataType
from flowlang.model import filters, steps
from flowlang.model.assets import ContainerKind
from flowlang.model.campaigns import (
    Campaign,
    CampaignKind,
    EveryDays,
    OnceAt,
    OnDayOfMonth,
    OnWeekdays,
    RequestSource,
    RequestTrigger,
    Trigger,
)
from flowlang.model.instance import Instance
from flowlang.model.values import (
    Day,
    Duration,
    Moment,
    ScoreChange,
    Template,
    TokenFamily,
    TokenUse,
    Unit,
)
from tests.model.conftest import Bind

FIELDS = """
field name: string
field points: score
field size: integer
field rate: float
field seen: datetime
member field seat: string
"""


def campaign(instance: Instance, name: str) -> Campaign:
    return next(each for each in instance.campaigns if each.qualified_name == name)


def test_qualified_names_pass_over_folders_and_workspaces(bind: Bind) -> None:
    instance = bind(
        """
        workspace "EMEA" {
          folder "2026" {
            program "P" {
              folder "Inner" {
                list "L"
                batch campaign "C" { flow { do nothing } }
                program "Q" { batch campaign "C" { id 77 flow { do nothing } } }
              }
            }
            batch campaign "C" { flow { do nothing } }
          }
        }
        external campaign "X" id 9
        """
    )
    assert [each.qualified_name for each in instance.campaigns] == [
        "P.C",
        "Q.C",
        "C",
        "X",
    ]
    assert [each.log_name for each in instance.campaigns] == ["P.C", "77", "C", "9"]
    assert instance.lists[0].qualified_name == "P.L"
    inner = campaign(instance, "Q.C")
    assert inner.program is not None
    assert inner.program.name == "Q"
    assert inner.container.workspace is not None
    assert inner.container.workspace.kind is ContainerKind.WORKSPACE
    assert campaign(instance, "X").kind is CampaignKind.EXTERNAL


def test_folders_and_workspaces_of_several_files_are_one(bind: Bind) -> None:
    instance = bind(
        """workspace "W" { folder "F" { batch campaign "A" { flow { do nothing } } } }
--- other.flow
workspace "W" { folder "F" { batch campaign "B" { flow { do nothing } } } }
"""
    )
    one, other = instance.campaigns
    assert one.container is other.container
    assert one.container.workspace is other.container.workspace


def test_paths_waits_and_draws(bind: Bind) -> None:
    instance = bind(
        FIELDS
        + """
        batch campaign "C" {
          flow {
            wait 1 day
            choose {
              when random 10% and points > 1 { do nothing  wait 2 days }
              when random 20% {
                choose { when random 5% { wait 3 days } otherwise { delete person } }
              }
              otherwise { do nothing  do nothing  wait 4 days }
            }
            choose { when random 30% { do nothing } }
          }
          smart list { random 50% }
        }"""
    )
    found = campaign(instance, "C")
    first, choice, last = found.flow
    assert isinstance(first, steps.Wait)
    assert isinstance(choice, steps.Choose)
    assert isinstance(last, steps.Choose)
    paths = [[step.path for step in branch.steps] for branch in choice.branches]
    assert paths == [["2.1.1", "2.1.2"], ["2.2.1"], ["2.3.1", "2.3.2", "2.3.3"]]
    nested = choice.branches[1].steps[0]
    assert isinstance(nested, steps.Choose)
    assert nested.branches[1].steps[0].path == "2.2.1.2.1"
    waits = [
        choice.branches[0].steps[1],
        nested.branches[0].steps[0],
        choice.branches[2].steps[2],
    ]
    assert [wait.number for wait in waits if isinstance(wait, steps.Wait)] == [2, 3, 4]
    assert (first.number, found.waits) == (1, 4)
    # The smart list stands behind the flow, so its draw is counted last.
    assert [draw(choice.branches[0].condition), draw(choice.branches[1].condition)] == [
        ("C/1", 0.0, 0.1),
        ("C/1", 0.1, 0.3),
    ]
    assert draw(nested.branches[0].condition) == ("C/2", 0.0, 0.05)
    assert draw(last.branches[0].condition) == ("C/3", 0.0, 0.3)
    assert draw(found.smart_list) == ("C/4", 0.0, 0.5)


def draw(filter: filters.Filter | None) -> tuple[str, float, float]:
    if isinstance(filter, filters.All):
        filter = filter.items[0]
    assert isinstance(filter, filters.Random)
    return (filter.place, round(filter.low, 12), round(filter.high, 12))


def test_changes(bind: Bind) -> None:
    instance = bind(
        FIELDS
        + """
        token bonus: score = =7
        program "P" {
          batch campaign "C" {
            flow {
              change name to "x {{lead.Name:default=you}}"
              change name to {{lead.Id}}
              change name to empty
              change points by -5
              change points by =-5
              change points by {{my.Bonus}}
              change points to 12
              change points to {{lead.Size}}
              change rate to 3
              change seen to 1970-01-02
              change member seat to "A1"
              change program success to false
            }
          }
        }"""
    )
    flow = campaign(instance, "P.C").flow
    values = [step.value for step in flow if isinstance(step, steps.ChangeField)]
    template, token, empty, size, rate, seen = values
    assert isinstance(template, Template)
    assert isinstance(template.parts[1], TokenUse)
    assert template.parts[1].default == "you"
    assert isinstance(token, TokenUse)
    assert (token.family, token.key, token.field) == (TokenFamily.LEAD, "id", None)
    assert empty is None
    assert isinstance(size, TokenUse)
    assert size.type is DataType.INTEGER
    assert (rate, type(rate)) == (3.0, float)
    assert seen == Moment(86400)
    changes = [step.change for step in flow if isinstance(step, steps.ChangeScore)]
    assert changes[:2] == [ScoreChange(False, -5), ScoreChange(True, -5)]
    assert isinstance(changes[2], TokenUse)
    assert changes[3] == ScoreChange(True, 12)
    member, success = flow[-2:]
    assert isinstance(member, steps.ChangeMember)
    assert member.program.name == "P"
    assert isinstance(success, steps.ChangeProgramSuccess)
    assert success.value is False


def test_waits(bind: Bind) -> None:
    instance = bind(
        FIELDS
        + """
        token day: date = 2026-01-05
        trigger campaign "C" {
          on requested
          flow {
            wait 3 days ending friday, monday at 09:30
            wait until next weekday at 08:00:01
            wait until 1970-01-02 plus 2 weeks at 09:00
            wait until anniversary of {{lead.Seen}} minus 7 days
            wait until {{trigger.Due}}
          }
        }"""
    )
    ending, day, date, anniversary, due = campaign(instance, "C").flow
    assert isinstance(ending, steps.WaitFor)
    assert (ending.duration, ending.ending, ending.at) == (
        Duration(3, Unit.DAY),
        (0, 4),
        9 * 3600 + 1800,
    )
    assert isinstance(day, steps.WaitUntilDay)
    assert (day.weekdays, day.at) == ((0, 1, 2, 3, 4), 8 * 3600 + 1)
    assert isinstance(date, steps.WaitUntil)
    assert (date.date, date.shift, date.backwards) == (
        Day(1),
        Duration(2, Unit.WEEK),
        False,
    )
    assert isinstance(anniversary, steps.WaitUntil)
    assert (anniversary.anniversary, anniversary.backwards, anniversary.at) == (
        True,
        True,
        None,
    )
    assert isinstance(due, steps.WaitUntil)
    assert isinstance(due.date, TokenUse)
    assert due.date.family is TokenFamily.TRIGGER


def test_remove_from_flow_without_names_means_its_own_campaign(bind: Bind) -> None:
    instance = bind(
        """
        batch campaign "A" { flow { remove from flow } }
        batch campaign "B" { flow { remove from flow of "A", "B" } }
        """
    )
    own, named = (each.flow[0] for each in instance.campaigns)
    assert isinstance(own, steps.RemoveFromFlow)
    assert own.campaigns == (instance.campaigns[0],)
    assert isinstance(named, steps.RemoveFromFlow)
    assert named.campaigns == instance.campaigns


def test_parts(bind: Bind) -> None:
    instance = bind(
        FIELDS
        + """
        ## What it is for,
        ## in two lines.
        batch campaign "A" {
          at most 5000 people
          each person once per 1 month
          inactive
          ignore communication limits
          flow { do nothing }
          schedule {
            once at 1970-01-01T00:01:00Z
            every day at 09:00
            every monday, thursday at 09:00
            every 14 days from 1970-01-03 at 00:00:10
            every month on day 31 at 23:59
          }
        }
        trigger campaign "B" {
          each person every time
          on requested by flow, api
          on change_score of points where new_value >= 100
          on requested
          flow { do nothing }
        }
        batch campaign "D" { flow { do nothing } }
        """
    )
    batch, trigger, default = instance.campaigns
    assert batch.description == "What it is for,\nin two lines."
    assert (batch.at_most, batch.interval, batch.active, batch.ignore_limits) == (
        5000,
        720,
        False,
        True,
    )
    assert batch.schedule == (
        OnceAt(60),
        OnWeekdays((0, 1, 2, 3, 4, 5, 6), 32400),
        OnWeekdays((0, 3), 32400),
        EveryDays(14, 2, 10),
        OnDayOfMonth(31, 86340),
    )
    assert (trigger.interval, default.interval, default.smart_list) == (0, None, None)
    by_some, on_score, by_any = trigger.triggers
    assert isinstance(by_some, RequestTrigger)
    assert by_some.sources == {RequestSource.FLOW, RequestSource.API}
    assert isinstance(on_score, Trigger)
    assert isinstance(on_score.where, filters.Test)
    assert isinstance(by_any, RequestTrigger)
    assert by_any.sources == set(RequestSource)


def test_tokens_are_found_outwards_and_an_executable_leaves_the_rest_to_its_callers(
    bind: Bind,
) -> None:
    instance = bind(
        FIELDS
        + """
        token a: text = "global"
        token b: text = "global"
        program "P" {
          token b: text = "program"
          executable campaign "E" {
            token c: score = +0
            flow {
              change name to "{{my.a}}{{my.B}}{{my.nowhere}}"
              change points by {{my.c}}
              change points by {{my.points by}}
            }
          }
        }"""
    )
    text, known, unknown = campaign(instance, "P.E").flow
    assert isinstance(text, steps.ChangeField)
    assert isinstance(text.value, Template)
    uses = [part for part in text.value.parts if isinstance(part, TokenUse)]
    values = [None if use.declared is None else use.declared.value for use in uses]
    assert values == ["global", "program", None]
    assert not any(use.constant for use in uses)
    assert isinstance(known, steps.ChangeScore)
    assert isinstance(known.change, TokenUse)
    assert known.change.declared is campaign(instance, "P.E").tokens["c"]
    assert isinstance(unknown, steps.ChangeScore)
    assert isinstance(unknown.change, TokenUse)
    assert (unknown.change.declared, unknown.change.type) == (None, DataType.SCORE)


def test_channels_give_programs_their_statuses(bind: Bind) -> None:
    instance = bind(
        """
        channel "C" { status "A" status "B" step 15 status "D" success }
        program "P" uses channel "C" { stream "S" stream "T" }
        program "Q" { }
        """
    )
    p, q = instance.programs
    assert [(each.name, each.step, each.success) for each in p.statuses] == [
        ("A", 10, False),
        ("B", 15, False),
        ("D", 30, True),
    ]
    assert p.streams == ("S", "T")
    assert [(each.name, each.step, each.success) for each in q.statuses] == [("Member", 10, False)]


def test_emails_hold_their_texts_with_tokens_as_written(bind: Bind) -> None:
    instance = bind(
        """
        email "E" {
          subject: "Hi {{lead.Email:default=you}} \\"x\\""
          body: file "mails/e.html"
          operational
        }
--- mails/e.html
<p>{{lead.Email:default=there}}</p>
"""
    )
    (email,) = instance.emails
    assert email.operational
    assert email.texts == {
        "subject": 'Hi {{lead.Email:default=you}} "x"',
        "body": "<p>{{lead.Email:default=there}}</p>\n",
    }
