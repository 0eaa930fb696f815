"""What is offered at a place: words of the grammar, names of the workspace, values of the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from flowlang.model.assets import Activity, Field
from flowlang.model.load import load
from flowlang.repl.completing import complete
from flowlang.repl.surroundings import Seen, Surroundings

SCRIPT = """
import std.fields
list "VIP"
list "Partners"
email "Invite" { subject: "Come" }
webhook "Lobby" { url: "https://lobby.example" }
smart list "Customers" { lead_status is "Customer" }
segmentation "Region" { segment "Near" { country is "DE" } }
channel "Webinar" { status "Invited" status "Attended" success }
channel "Event" { status "Came" success }
field grade: picklist("A", "B")
member field seat: string
token greeting: text = "Hello"
program "Autumn" uses channel "Webinar" {
  token points: score = +5
  batch campaign "Score" { flow { do nothing } }
  executable campaign "Child" { flow { do nothing } }
  trigger campaign "Call" { on requested flow { do nothing } }
  trigger campaign "Opened" { on open_email flow { do nothing } }
}
program "Spring" uses channel "Event" { stream "Beginners" }
"""


@dataclass(slots=True)
class Data(Surroundings):
    """A workspace with some data."""

    def has_data(self, field: Field) -> bool:
        return field.key in ("country", "leadscore")

    def values(self, field: Field) -> Sequence[Seen]:
        if field.key == "country":
            return (Seen("DE", 3), Seen("AT", 1), Seen('"X"', 1))
        return (Seen("A", 2),) if field.key == "grade" else ()

    def assets(self, activity: Activity) -> Sequence[Seen]:
        return (Seen("Old invite", 7),) if activity.key == "openemail" else ()

    def people(self) -> Sequence[str]:
        return ("ada", "ben")


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Surroundings:
    path = tmp_path_factory.mktemp("completing") / "p.flow"
    path.write_text(SCRIPT, encoding="utf-8")
    (instance,) = load([path]).instances
    assert instance.diagnostics == []
    return Data(instance)


def offered(text: str, around: Surroundings) -> list[str]:
    """What is offered where `|` stands in a text, else at its end."""
    before, bar, behind = text.partition("|")
    return (
        [each.text for each in complete(before + behind, len(before), around)]
        if bar
        else [each.text for each in complete(text, len(text), around)]
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        # Words of the grammar, with those that must follow.
        ("send ", ["alert", "email"]),
        ("add", ["add to engagement program", "add to list", "add to sfdc campaign"]),
        ("member of ", ["campaign", "list", "program", "segment", "smart list"]),
        ("did open_email in ", ["future", "past", "time frame"]),
        ('country is "DE" ', ["and", "or"]),
        ("change program ", ["status in", "status to", "success in", "success to"]),
        ("change lead_score ", ["by", "to"]),
        ("batch", ["batch campaign"]),
        # Operators of the type.
        ("unsubscribed ", ["is", "is empty", "is not empty"]),
        ("lead_score ", [">=", "<=", ">", "<", "between"]),
        ("created_at in", ["in past", "in past before", "in future", "in future after"]),
        # Fields: what the data has comes first; labels find them, too.
        ("co", ["country", "convert person", "company field", "contact_company"]),
        ("lead sc", []),
        ("`Lead Sc", ["`Lead Score`"]),
        ("change lead_sc", ["lead_score"]),
        ("change member ", ["seat"]),
        ('given person "ada" { lead_sc', ["lead_score"]),
        # Values of the data, the most frequent first, quotes within them escaped.
        ("country is ", ['"DE"', '"AT"', '"\\"X\\""', "empty"]),
        ('country is "DE", ', ['"DE"', '"AT"', '"\\"X\\""']),
        ('country is not "a', ['"AT"']),
        ('country is "a|"', ['"AT']),
        ("grade is ", ['"A"', '"B"']),
        ("change country to ", ['"DE"', '"AT"', '"\\"X\\""', "empty"]),
        ("unsubscribed is ", ["empty", "false", "not", "true"]),
        # Assets by kind.
        ("member of list ", ['"VIP"', '"Partners"']),
        ('member of list "VIP", "P', ['"Partners"']),
        ('member of smart list "', ['"Customers"']),
        ('member of segment "', ['"Near"', '"Default"']),
        ('member of segment "Near" in ', ['"Region"']),
        ("send email ", ['"Invite"']),
        ("call webhook ", ['"Lobby"']),
        ("execute ", ['"Child"']),
        ("request ", ['"Call"']),
        ("run ", ['"Score"']),
        ('program "New" uses channel ', ['"Webinar"', '"Event"']),
        # Statuses and streams of that program.
        ('member of program "Autumn" with status ', ['"Invited"', '"Attended"']),
        ('member of program "Spring" where status is ', ['"Came"']),
        ('change program status in "Spring" to ', ['"Came"']),
        ('add to engagement program "Spring" in stream ', ['"Beginners"']),
        # Activities, what they were about, and their attributes.
        ("did open", ["open_email", "open_sales_email"]),
        ("did not visit", ["visit_webpage"]),
        ("did open_email ", ['"Old invite"', '"Invite"']),
        ("did open_email where dev", ["device"]),
        ('did open_email where (device is "x" and pl', ["platform"]),
        ('member of program "Autumn" where se', ["seat"]),
        # Units, days, types, people.
        ("wait 3 d", ["days"]),
        ("wait until next f", ["friday"]),
        ("field x: sc", ["score"]),
        ('expect "', ['"ada"', '"ben"']),
        # Tokens in scope.
        ("{{gree", ["my.greeting}}"]),
        ("{{lead.First", ["lead.First Name}}"]),
        ('send alert "Invite" to "{{lead.Email A|}}"', ["lead.Email Address"]),
        ("{{points", []),
        ('trigger campaign "T" { on open_email flow { change country to "{{trigger.Dev', [
            "trigger.Device}}"]),
    ],
)  # fmt: skip
def test_offers(text: str, first: list[str], around: Surroundings) -> None:
    assert offered(text, around)[: len(first) or None] == first


@pytest.mark.parametrize(
    "text",
    [
        "# cou",
        'country is "DE" # and lead',
        'email "E" { subject: "Dear cou',
        'list "',
        "interesting moment \"Web\" \"cou",
        '{{lead.First Name:default=fri',
        "country is \"DE\" cou",
        "",
    ],
)  # fmt: skip
def test_nothing_is_offered_in_comments_in_plain_text_and_where_nothing_fits(
    text: str, around: Surroundings
) -> None:
    assert offered(text, around) == []


def test_tokens_of_a_program_are_in_scope_inside_of_it(around: Surroundings) -> None:
    program = next(each for each in around.instance.programs if each.name == "Autumn")
    inside = Data(around.instance, program)
    assert offered("{{my.", inside)[:2] == ["my.points}}", "my.greeting}}"]


def test_each_has_a_short_description(around: Surroundings) -> None:
    found = complete("lead_sc", 7, around)
    assert [(each.text, each.about) for each in found] == [("lead_score", "score · Lead Score")]
    found = complete("country is ", 11, around)
    assert found[0].about == "3 people"
    assert complete("exec", 4, around)[0].about == "a campaign, in series"


def test_candidates_take_the_place_of_what_was_typed(around: Surroundings) -> None:
    (found,) = complete('country is "DE" and lead_sc', 27, around)
    assert (found.start, found.text) == (20, "lead_score")
    (found,) = complete('member of list "V', 17, around)
    assert (found.start, found.text) == (15, '"VIP"')


def test_no_beginning_of_any_entry_raises(around: Surroundings) -> None:
    for text in (SCRIPT, 'choose { when did open_email where (device is "x") { wait 3 days } }'):
        for cursor in range(0, len(text), 3):
            complete(text[:cursor], cursor, around)
            complete(text, cursor, around)
