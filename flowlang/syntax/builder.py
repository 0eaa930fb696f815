"""From the parser's callbacks to nodes, with no tree in between and no logic.

Every method is named like the rule of the grammar whose children it gets: all tokens, nodes
of the rules below, and None for each optional part that is not there.
"""

from __future__ import annotations

from typing import Any, cast

from lark import Token, Transformer

from flowlang.syntax import text as texts
from flowlang.syntax.nodes import campaigns, declarations, filters, steps, tests, values

Child = Any
"""A token, a node, a list of nodes, or None."""


def _start(child: Any) -> int:
    """Where a token or a node begins."""
    # A token that was read has its place; Lark's type allows for made-up ones.
    return cast(int, child.start_pos if isinstance(child, Token) else child.start)


def _end(child: Child) -> int:
    """Where a token or a node ends."""
    return cast(int, child.end_pos if isinstance(child, Token) else child.end)


def _span(children: list[Child]) -> tuple[int, int]:
    """The place of a rule: from its first child that is there to its last."""
    first, last = children[0], children[-1]
    if first is None or isinstance(first, list):
        first = _flat(children)[0]
    if last is None or isinstance(last, list):
        last = _flat(children)[-1]
    return _start(first), _end(last)


def _flat(children: list[Child]) -> list[Child]:
    """Children and the children of lists, without those that are not there."""
    found: list[Child] = []
    for child in children:
        if isinstance(child, list):
            found += _flat(child)
        elif child is not None:
            found.append(child)
    return found


def _listed(children: list[Child]) -> list[Child]:
    """The nodes of a list, without the commas between them."""
    return children[::2]


def _words(children: list[Child]) -> values.Name:
    """An operator of several words, as one name with one blank between them."""
    words = " ".join(str(child) for child in children)
    return values.Name(_start(children[0]), _end(children[-1]), words)


class Builder(Transformer[Token, Any]):
    """Makes the nodes of one file."""

    def start(self, c: list[Child]) -> Any:
        return c

    def segments(self, c: list[Child]) -> Any:
        return c

    def properties(self, c: list[Child]) -> Any:
        return c

    def statuses(self, c: list[Child]) -> Any:
        return c

    def members(self, c: list[Child]) -> Any:
        return c

    def attributes(self, c: list[Child]) -> Any:
        return c

    def parts(self, c: list[Child]) -> Any:
        return c

    def recurrences(self, c: list[Child]) -> Any:
        return c

    def steps(self, c: list[Child]) -> Any:
        return c

    def branches(self, c: list[Child]) -> Any:
        return c

    def statements(self, c: list[Child]) -> Any:
        return c

    def assignments(self, c: list[Child]) -> Any:
        return c

    def lone_filter(self, c: list[Child]) -> Any:
        return c[0]

    def words(self, c: list[Child]) -> Any:
        return _listed(c)

    def texts(self, c: list[Child]) -> Any:
        return _listed(c)

    def names(self, c: list[Child]) -> Any:
        return _listed(c)

    def recipients(self, c: list[Child]) -> Any:
        return _listed(c)

    def values(self, c: list[Child]) -> Any:
        return _listed(c)

    def settings(self, c: list[Child]) -> Any:
        return _listed(c)

    def assets(self, c: list[Child]) -> Any:
        return c[0] or []

    def import_(self, c: list[Child]) -> Any:
        return declarations.Import(*_span(c), None, c[1])

    def field(self, c: list[Child]) -> Any:
        return declarations.FieldDeclaration(
            *_span(c), None, str(c[0]) if c[0] else "person", c[2], c[4], c[6]
        )

    def plain_type(self, c: list[Child]) -> Any:
        return declarations.TypeReference(*_span(c), c[0], [])

    def rich_text_type(self, c: list[Child]) -> Any:
        return declarations.TypeReference(*_span(c), _words(c), [])

    def picklist_type(self, c: list[Child]) -> Any:
        return declarations.TypeReference(*_span(c), _words(c[:1]), c[2])

    def token(self, c: list[Child]) -> Any:
        return declarations.TokenDeclaration(*_span(c), None, c[1], c[3], c[5])

    def static_list(self, c: list[Child]) -> Any:
        return declarations.ListDeclaration(*_span(c), None, c[1])

    def smart_list(self, c: list[Child]) -> Any:
        return declarations.SmartListDeclaration(*_span(c), None, c[2], c[4])

    def segmentation(self, c: list[Child]) -> Any:
        return declarations.SegmentationDeclaration(*_span(c), None, c[1], c[3])

    def segment(self, c: list[Child]) -> Any:
        return declarations.SegmentDeclaration(*_span(c), None, c[1], c[3])

    def email(self, c: list[Child]) -> Any:
        return declarations.EmailDeclaration(*_span(c), None, c[1], c[3])

    def webhook(self, c: list[Child]) -> Any:
        return declarations.WebhookDeclaration(*_span(c), None, c[1], c[3])

    def entry(self, c: list[Child]) -> Any:
        return declarations.Property(*_span(c), c[0], c[3], c[2] is not None)

    def flag(self, c: list[Child]) -> Any:
        return declarations.Property(*_span(c), _words(c), None, False)

    def channel(self, c: list[Child]) -> Any:
        return declarations.ChannelDeclaration(*_span(c), None, c[1], c[3])

    def status(self, c: list[Child]) -> Any:
        return declarations.StatusDeclaration(*_span(c), None, c[1], c[3], c[4] is not None)

    def program(self, c: list[Child]) -> Any:
        return declarations.ProgramDeclaration(*_span(c), None, c[1], c[4], c[6])

    def folder(self, c: list[Child]) -> Any:
        return declarations.FolderDeclaration(*_span(c), None, c[1], c[3])

    def workspace(self, c: list[Child]) -> Any:
        return declarations.WorkspaceDeclaration(*_span(c), None, c[1], c[3])

    def stream(self, c: list[Child]) -> Any:
        return declarations.StreamDeclaration(*_span(c), None, c[1])

    def activity(self, c: list[Child]) -> Any:
        return declarations.ActivityDeclaration(
            *_span(c), None, c[0] is not None, c[2], c[4], c[6], c[8]
        )

    def attribute(self, c: list[Child]) -> Any:
        return declarations.AttributeDeclaration(*_span(c), None, c[0], c[2], c[3] is not None)

    def campaign(self, c: list[Child]) -> Any:
        return campaigns.CampaignDeclaration(*_span(c), None, str(c[0]), c[2], c[4])

    def external_campaign(self, c: list[Child]) -> Any:
        return campaigns.ExternalCampaignDeclaration(*_span(c), None, c[2], c[4])

    def id_part(self, c: list[Child]) -> Any:
        return campaigns.IdPart(*_span(c), c[1])

    def on_activity(self, c: list[Child]) -> Any:
        return campaigns.OnActivity(*_span(c), c[1], c[2], c[4], c[6])

    def on_requested(self, c: list[Child]) -> Any:
        return campaigns.OnRequested(*_span(c), c[3] or [])

    def smart_list_part(self, c: list[Child]) -> Any:
        return campaigns.SmartListPart(*_span(c), c[3])

    def each_person(self, c: list[Child]) -> Any:
        return campaigns.EachPerson(*_span(c), "once", None)

    def each_time(self, c: list[Child]) -> Any:
        return campaigns.EachPerson(*_span(c), "every time", None)

    def each_interval(self, c: list[Child]) -> Any:
        return campaigns.EachPerson(*_span(c), "once per", c[4])

    def at_most(self, c: list[Child]) -> Any:
        return campaigns.AtMost(*_span(c), c[2])

    def inactive(self, c: list[Child]) -> Any:
        return campaigns.Inactive(*_span(c))

    def ignore_limits(self, c: list[Child]) -> Any:
        return campaigns.IgnoreLimits(*_span(c))

    def flow(self, c: list[Child]) -> Any:
        return campaigns.Flow(*_span(c), c[1][1])

    def block(self, c: list[Child]) -> Any:
        return c

    def schedule(self, c: list[Child]) -> Any:
        return campaigns.Schedule(*_span(c), c[2])

    def once_at(self, c: list[Child]) -> Any:
        return campaigns.OnceAt(*_span(c), c[2])

    def every_days(self, c: list[Child]) -> Any:
        return campaigns.EveryDays(*_span(c), c[1], c[3])

    def every_n_days(self, c: list[Child]) -> Any:
        return campaigns.EveryNDays(*_span(c), c[1], c[3], c[5])

    def every_month(self, c: list[Child]) -> Any:
        return campaigns.EveryMonth(*_span(c), c[4], c[6])

    def change_field(self, c: list[Child]) -> Any:
        return steps.ChangeField(*_span(c), c[1], c[3])

    def change_score(self, c: list[Child]) -> Any:
        return steps.ChangeScore(*_span(c), c[1], _score(c[3]))

    def change_member(self, c: list[Child]) -> Any:
        return steps.ChangeMember(*_span(c), c[2], c[4], c[6])

    def change_program_status(self, c: list[Child]) -> Any:
        return steps.ChangeProgramStatus(*_span(c), c[4], c[6])

    def change_program_success(self, c: list[Child]) -> Any:
        return steps.ChangeProgramSuccess(*_span(c), c[4], c[6])

    def add_to_list(self, c: list[Child]) -> Any:
        return steps.AddToList(*_span(c), c[3])

    def remove_from_list(self, c: list[Child]) -> Any:
        return steps.RemoveFromList(*_span(c), c[3])

    def send_email(self, c: list[Child]) -> Any:
        return steps.SendEmail(*_span(c), c[2])

    def send_alert(self, c: list[Child]) -> Any:
        return steps.SendAlert(*_span(c), c[2], c[4])

    def owner(self, c: list[Child]) -> Any:
        return steps.Recipient(*_span(c), f"{c[0]} owner")

    def interesting_moment(self, c: list[Child]) -> Any:
        return steps.InterestingMoment(*_span(c), c[2], c[3])

    def wait_for(self, c: list[Child]) -> Any:
        return steps.WaitFor(*_span(c), c[1], c[3] or [], c[5])

    def wait_until_day(self, c: list[Child]) -> Any:
        return steps.WaitUntilDay(*_span(c), c[3], c[5])

    def wait_until(self, c: list[Child]) -> Any:
        return steps.WaitUntil(
            *_span(c), c[2] is not None, c[4], str(c[5]) if c[5] else None, c[6], c[8]
        )

    def execute(self, c: list[Child]) -> Any:
        return steps.Execute(*_span(c), c[1], c[3] is not None)

    def request(self, c: list[Child]) -> Any:
        return steps.Request(*_span(c), c[1])

    def remove_from_flow(self, c: list[Child]) -> Any:
        return steps.RemoveFromFlow(*_span(c), c[4] or [])

    def call_webhook(self, c: list[Child]) -> Any:
        return steps.CallWebhook(*_span(c), c[2])

    def delete_person(self, c: list[Child]) -> Any:
        return steps.DeletePerson(*_span(c))

    def convert_person(self, c: list[Child]) -> Any:
        return steps.ConvertPerson(*_span(c))

    def sync_person(self, c: list[Child]) -> Any:
        return steps.SyncPerson(*_span(c), c[3])

    def create_task(self, c: list[Child]) -> Any:
        return steps.CreateTask(*_span(c), c[2])

    def add_to_engagement(self, c: list[Child]) -> Any:
        return steps.AddToEngagement(*_span(c), c[4], c[7])

    def change_stream(self, c: list[Child]) -> Any:
        return steps.ChangeEngagementStream(*_span(c), c[4], c[6])

    def change_cadence(self, c: list[Child]) -> Any:
        return steps.ChangeEngagementCadence(*_span(c), c[4], c[6])

    def add_to_sfdc(self, c: list[Child]) -> Any:
        return steps.AddToSfdcCampaign(*_span(c), c[4], c[7])

    def remove_from_sfdc(self, c: list[Child]) -> Any:
        return steps.RemoveFromSfdcCampaign(*_span(c), c[4])

    def change_sfdc_status(self, c: list[Child]) -> Any:
        return steps.ChangeSfdcCampaignStatus(*_span(c), c[5], c[7])

    def choose(self, c: list[Child]) -> Any:
        return steps.Choose(*_span(c), c[2])

    def when(self, c: list[Child]) -> Any:
        return steps.When(*_span(c), c[1], c[2][1])

    def otherwise(self, c: list[Child]) -> Any:
        return steps.Otherwise(*_span(c), c[1][1])

    def do_nothing(self, c: list[Child]) -> Any:
        return steps.DoNothing(*_span(c))

    def junction(self, c: list[Child]) -> Any:
        return filters.Junction(*_span(c), c[::2], c[1::2])

    def junctor(self, c: list[Child]) -> Any:
        return _words(c)

    def negation(self, c: list[Child]) -> Any:
        return filters.Not(*_span(c), c[1])

    def compare(self, c: list[Child]) -> Any:
        return filters.Comparison(*_span(c), c[0], c[1], c[2])

    def compare_empty(self, c: list[Child]) -> Any:
        return filters.Comparison(*_span(c), c[0], c[1], [])

    def compare_window(self, c: list[Child]) -> Any:
        return filters.Comparison(*_span(c), c[0], c[1].operator, c[1].values)

    def window_one(self, c: list[Child]) -> Any:
        return filters.Window(*_span(c), c[0], [c[1]])

    def window_span(self, c: list[Child]) -> Any:
        return filters.Window(*_span(c), c[0], [c[1]])

    def window_between(self, c: list[Child]) -> Any:
        return filters.Window(*_span(c), _words(c[:1]), [c[1], c[3]])

    def window_frame(self, c: list[Child]) -> Any:
        return filters.Window(*_span(c), _words(c[:3]), [c[3]])

    def equality(self, c: list[Child]) -> Any:
        return _words(c)

    def text_operator(self, c: list[Child]) -> Any:
        return _words(c)

    def empty_test(self, c: list[Child]) -> Any:
        return _words(c)

    def order(self, c: list[Child]) -> Any:
        return _words(c)

    def span(self, c: list[Child]) -> Any:
        return _words(c)

    def in_list(self, c: list[Child]) -> Any:
        return filters.MemberOfList(*_span(c), c[3])

    def in_smart_list(self, c: list[Child]) -> Any:
        return filters.MemberOfSmartList(*_span(c), c[4])

    def in_segment(self, c: list[Child]) -> Any:
        return filters.MemberOfSegment(*_span(c), c[3], c[5])

    def in_campaign(self, c: list[Child]) -> Any:
        return filters.MemberOfCampaign(*_span(c), c[3])

    def in_program(self, c: list[Child]) -> Any:
        return filters.MemberOfProgram(*_span(c), c[3], c[6] or [], c[8])

    def did(self, c: list[Child]) -> Any:
        return filters.Did(*_span(c), c[1] is not None, c[2], c[3], c[5], c[7], c[10], c[12])

    def group(self, c: list[Child]) -> Any:
        return filters.Group(*_span(c), c[1])

    def random(self, c: list[Child]) -> Any:
        return filters.Random(*_span(c), c[1])

    def everyone(self, c: list[Child]) -> Any:
        return filters.Everyone(*_span(c))

    def places(self, c: list[Child]) -> Any:
        if c[0].text != "waiting":
            return filters.Comparison(*_span(c), c[0], _words(c[1:2]), c[2])
        return filters.WaitingIn(*_span(c), c[2])

    def test(self, c: list[Child]) -> Any:
        first = [each for each in c[3:5] if each is not None]
        return tests.TestDeclaration(*_span(c), None, c[1], [*first, *c[5]])

    def cases(self, c: list[Child]) -> Any:
        return tests.CaseTable(*_span(c), c[3], c[4])

    def headings(self, c: list[Child]) -> Any:
        return c[2::2]

    def rows(self, c: list[Child]) -> Any:
        return c

    def row(self, c: list[Child]) -> Any:
        return tests.CaseRow(*_span(c), c[0], c[2::2])

    def moment(self, c: list[Child]) -> Any:
        return tests.At(*_span(c), c[1])

    def run_batch(self, c: list[Child]) -> Any:
        return tests.RunBatch(*_span(c), c[1], c[2] or [])

    def request_for(self, c: list[Child]) -> Any:
        return tests.RequestFor(*_span(c), c[1], c[3], c[4] or [])

    def execute_for(self, c: list[Child]) -> Any:
        return tests.ExecuteFor(*_span(c), c[1], c[3], c[4] or [])

    def event(self, c: list[Child]) -> Any:
        return tests.Event(*_span(c), c[1], c[2])

    def advance(self, c: list[Child]) -> Any:
        return tests.Advance(*_span(c), c[1])

    def expect(self, c: list[Child]) -> Any:
        return tests.Expect(*_span(c), c[1], c[3])

    def given_person(self, c: list[Child]) -> Any:
        return tests.GivenPerson(*_span(c), c[2], c[4])

    def given_in_list(self, c: list[Child]) -> Any:
        return tests.GivenInList(*_span(c), c[1], c[4])

    def given_in_program(self, c: list[Child]) -> Any:
        return tests.GivenInProgram(*_span(c), c[1], c[4], c[7], c[9] or [])

    def given_in_campaign(self, c: list[Child]) -> Any:
        return tests.GivenInCampaign(*_span(c), c[1], c[4], c[6])

    def given_activity(self, c: list[Child]) -> Any:
        return tests.GivenActivity(*_span(c), c[1], c[2], c[4])

    def happening(self, c: list[Child]) -> Any:
        return tests.Happening(*_span(c), c[1], c[2], c[4], c[6])

    def assignment(self, c: list[Child]) -> Any:
        return tests.Assignment(*_span(c), c[0], c[2])

    def with_tokens(self, c: list[Child]) -> Any:
        return [each for settings in c for each in settings]

    def with_token(self, c: list[Child]) -> Any:
        return c[2]

    def duration(self, c: list[Child]) -> Any:
        return values.Duration(*_span(c), c[0], c[1])

    def name(self, c: list[Child]) -> Any:
        return values.Name(c[0].start_pos, c[0].end_pos, c[0].strip("`"))

    def text(self, c: list[Child]) -> Any:
        raw = c[0]
        marks = 3 if raw.type == "LONG_STRING" else 1
        inside = texts.parts(raw[marks:-marks], raw.start_pos + marks)
        return values.Text(raw.start_pos, raw.end_pos, inside)

    def token_reference(self, c: list[Child]) -> Any:
        return texts.token_reference(c[0], c[0].start_pos)

    def number(self, c: list[Child]) -> Any:
        return values.Number(*_span(c), str(c[0]))

    def date(self, c: list[Child]) -> Any:
        return values.Date(*_span(c), str(c[0]))

    def time(self, c: list[Child]) -> Any:
        return values.Time(*_span(c), str(c[0]))

    def datetime(self, c: list[Child]) -> Any:
        return values.DateTime(*_span(c), str(c[0]))

    def percent(self, c: list[Child]) -> Any:
        return values.Percent(*_span(c), c[0].rstrip("% \t"))

    def signed(self, c: list[Child]) -> Any:
        return values.ScoreChange(*_span(c), c[0][0], c[0][1:])

    def boolean(self, c: list[Child]) -> Any:
        return values.Boolean(*_span(c), c[0] == "true")

    def empty(self, c: list[Child]) -> Any:
        return values.Empty(*_span(c))


def _score(value: Any) -> Any:
    """A score change, where `-5` reads as a number elsewhere."""
    if isinstance(value, values.Number) and value.text.startswith("-"):
        return values.ScoreChange(value.start, value.end, "-", value.text[1:])
    return value
