"""One script with every construct: each becomes what it should, and no class is left out."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import ModuleType

from flowlang.model import filters, steps, tests
from flowlang.model.filters import Filter, Operator
from flowlang.model.instance import Instance
from flowlang.model.values import TokenFamily
from flowlang.model.walk import all_filters, all_steps, filters_of, tokens_of
from tests.model.conftest import Bind

SCRIPT = """
import std.fields
field born: date
member field seat: string
token limit: number = 10
list "L"
email "E" { subject: "Hi" }
webhook "W" { url: "https://example.com" }
segmentation "Seg" { segment "A" { everyone } }
channel "Web" { status "Met" }
smart list "S" { everyone }
external campaign "Far"

program "P" uses channel "Web" {
  stream "One"
  executable campaign "Child" { flow { do nothing } }
  trigger campaign "C" {
    on open_email
    on requested
    smart list {
      country is "DE" and country is not "AT" and country contains "D"
      and country not contains "X" and country starts with "D" and country not starts with "X"
      and country ends with "E" and country is empty and country is not empty
      and (lead_score >= 1 or lead_score <= 2 or lead_score > 3 or lead_score < {{my.limit}})
      and lead_score between 1 and 2 and not born before 2026-01-01 and born after {{system.date}}
      and born on or before 2026-01-01 and born on or after 2026-01-01
      and born in past 1 day and born in past before 1 day and born in future 1 day
      and born in future after 1 day and born in time frame "today"
      and member of list "L" and member of smart list "S" and member of segment "A" in "Seg"
      and member of campaign "Far" and member of program "P" where stream is "One"
      and did open_email in past 1 day and random 10% and everyone
    }
    flow {
      change country to "{{lead.City}} {{company.Industry}} {{member.Seat}} {{campaign.Name}}"
      change country to "{{program.Id}} {{trigger.Name}} {{my.limit}}"
      change lead_score by +1
      change member seat to "x"
      change program status to "Met"
      change program success to true
      add to list "L"
      remove from list "L"
      send email "E"
      send alert "E" to sales owner, account owner, "x@example.com"
      interesting moment "Web" "Came"
      wait 1 day
      wait until next monday at 09:00
      wait until 2026-01-01
      call webhook "W"
      execute "Child" with parent tokens
      request "Far"
      remove from flow
      delete person
      add to engagement program "P" in stream "One"
      change engagement stream in "P" to "One"
      change engagement cadence in "P" to "normal"
      create task "Call"
      sync person to sfdc
      convert person
      add to sfdc campaign "X" with status "Sent"
      remove from sfdc campaign "X"
      change status in sfdc campaign "X" to "Sent"
      choose { when everyone { do nothing } otherwise { do nothing } }
    }
  }
}

batch campaign "B" { flow { do nothing } }
test "t" {
  given person "ada" { }
  given "ada" in list "L"
  given "ada" in program "P"
  given "ada" in campaign "B" at 2026-01-01
  given "ada" did open_email "E" at 2026-01-01
  run "B"
  request "C" for "ada"
  execute "Child" for "ada"
  event "ada" did open_email "E"
  advance 1 day
  expect "ada": waiting in "C"
}
"""


def classes(module: ModuleType, base: type) -> set[type]:
    """The classes of a module that are made, those that only others derive from left out."""
    found = {
        each
        for _, each in inspect.getmembers(module, inspect.isclass)
        if issubclass(each, base) and each.__module__ == module.__name__
    }
    return {each for each in found if not any(other.__base__ is each for other in found)}


def every_filter(instance: Instance) -> Iterator[Filter]:
    for campaign in instance.campaigns:
        yield from filters_of(campaign)
    for test in instance.tests:
        for statement in test.statements:
            if isinstance(statement, tests.Expect):
                yield from all_filters(statement.filter)


def test_every_step(bind: Bind) -> None:
    bound = {type(s) for each in bind(SCRIPT).campaigns for s in all_steps(each.flow)}
    assert bound == classes(steps, steps.Step) - {steps.UnknownStep}


def test_every_filter(bind: Bind) -> None:
    bound = {type(each) for each in every_filter(bind(SCRIPT))}
    assert bound == classes(filters, Filter) - {filters.Unknown}


def test_every_operator(bind: Bind) -> None:
    bound = {e.operator for e in every_filter(bind(SCRIPT)) if isinstance(e, filters.Test)}
    assert bound == set(Operator)


def test_every_family_of_tokens(bind: Bind) -> None:
    bound = {use.family for each in bind(SCRIPT).campaigns for use in tokens_of(each)}
    assert bound == set(TokenFamily)


def test_every_statement(bind: Bind) -> None:
    (test,) = bind(SCRIPT).tests
    assert {type(each) for each in test.statements} == classes(tests, tests.Statement)
