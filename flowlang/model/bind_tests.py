"""Test blocks: their statements, checked like everything else."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from flowlang.model.bind_filters import bind_filter
from flowlang.model.bind_happenings import bind_happening
from flowlang.model.bind_literals import NATURES, bind_date, bind_duration
from flowlang.model.bind_tokens import bind_token
from flowlang.model.bind_values import Target, bind_given, literal_of
from flowlang.model.campaigns import Campaign, CampaignKind, RequestTrigger
from flowlang.model.cases import cases_of
from flowlang.model.declare_tokens import bind_token_value
from flowlang.model.moments import midnight, seconds_of
from flowlang.model.nearest import nearest
from flowlang.model.outside import settable_tokens
from flowlang.model.resolve import find_asset, find_field, find_status
from flowlang.model.scope import Scope, name_in
from flowlang.model.tests import (
    Advance,
    Event,
    ExecuteFor,
    Expect,
    FieldValue,
    GivenActivity,
    GivenInCampaign,
    GivenInList,
    GivenInProgram,
    GivenPerson,
    RequestFor,
    RunBatch,
    Statement,
    TestCase,
    TokenValue,
)
from flowlang.model.values import Day, Duration
from flowlang.source import Span
from flowlang.syntax.nodes import tests as nodes
from flowlang.syntax.nodes.values import Date, DateTime, Text, TokenReference, Value
from flowlang.syntax.nodes.values import Duration as DurationNode

_START = "2026-01-05T09:00"
"""Where the clock of a test begins that does not say it: a Monday."""


@dataclass(slots=True)
class _TestScope:
    """A test being bound, or what is like one: its surroundings, and the people given so far."""

    scope: Scope
    people: list[str] = field(default_factory=list)
    called: str = "test"


def bind_test(node: nodes.TestDeclaration, scope: Scope) -> tuple[TestCase, ...]:
    """A test with all its names resolved, one for each case of its table.

    There is none where it has no proper name.
    """
    scope = replace(scope, constant=True, in_test=True)
    name = name_in(node.name, scope)
    if name is None:
        return ()
    table = next((each for each in node.statements if isinstance(each, nodes.CaseTable)), None)
    if table is None:
        return (_bind_case(name, None, node.name.span, node.statements, scope),)
    return tuple(
        _bind_case(name, case.name, case.span, case.statements, scope)
        for case in cases_of(node, table, scope)
    )


def bind_statements(
    items: list[nodes.Statement], people: list[str], scope: Scope
) -> tuple[Statement, ...]:
    """Statements that stand in no test; `people` are those who are known, and grow."""
    test = _TestScope(replace(scope, constant=True, in_test=True), people, "session")
    bound = (_statement(each, test) for each in items)
    return tuple(each for each in bound if each is not None)


def _bind_case(
    name: str, case: str | None, span: Span, items: list[nodes.Statement], scope: Scope
) -> TestCase:
    start = seconds_of(_START, scope.names.project.timezone)
    assert start is not None
    test = _TestScope(scope)
    statements: list[Statement] = []
    for each in items:
        if isinstance(each, nodes.At):
            moment = _seconds(each.moment, scope)
            start = start if moment is None else moment
        elif not isinstance(each, nodes.CaseTable):
            bound = _statement(each, test)
            if bound is not None:
                statements.append(bound)
    return TestCase(name, start, tuple(statements), scope.source, span, case)


def _statement(node: nodes.Statement, test: _TestScope) -> Statement | None:
    match node:
        case nodes.GivenPerson():
            return _given_person(node, test)
        case nodes.GivenInList():
            return _given_in_list(node, test)
        case nodes.GivenInProgram():
            return _given_in_program(node, test)
        case nodes.GivenInCampaign():
            return _given_in_campaign(node, test)
        case nodes.GivenActivity():
            return _given_activity(node, test)
        case nodes.RunBatch():
            return _run(node, test)
        case nodes.RequestFor() | nodes.ExecuteFor():
            return _campaign_for(node, test)
        case nodes.Event():
            person = _person(node.person, test)
            happening = bind_happening(node.happening, test.scope)
            if person is None or happening is None:
                return None
            return Event(test.scope.source, node.span, person, happening)
        case nodes.Advance():
            duration = _duration(node.duration, test.scope)
            return None if duration is None else Advance(test.scope.source, node.span, duration)
        case nodes.Expect():
            person = _person(node.person, test)
            filter = bind_filter(node.filter, test.scope)
            if person is None:
                return None
            return Expect(test.scope.source, node.span, person, filter)
        case _:
            raise TypeError(type(node).__name__)


def _person(node: Text, test: _TestScope) -> str | None:
    """The person of a statement, who must have been given before."""
    name = name_in(node, test.scope)
    if name is None or name in test.people:
        return name
    near = nearest(name, test.people)
    test.scope.tell(
        "unknown-asset",
        node,
        f'this {test.called} has no person "{name}" so far',
        f'did you mean `"{near}"`?' if near else f'write `given person "{name}" {{ }}` before it',
    )
    return None


def _duration(node: Value, scope: Scope) -> Duration | None:
    if isinstance(node, DurationNode):
        return bind_duration(node, scope)
    _tell_misfit(node, "the clock advances by", "a duration such as `3 days`", scope)
    return None


def _tell_misfit(node: Value, what: str, wanted: str, scope: Scope) -> None:
    """Tell of a cell, or a token that is none, where a moment or a duration is wanted."""
    if isinstance(node, TokenReference):
        bind_token(node, scope)
        if scope.is_broken(node):
            return
    message = f"{what} {wanted}, and this is {NATURES[type(node)]}"
    scope.tell("type-mismatch", node, message, f"write {wanted}")


def _seconds(node: Value, scope: Scope) -> int | None:
    if not isinstance(node, Date | DateTime):
        _tell_misfit(node, "this wants", "a date or a moment, such as `2026-01-05T09:00`", scope)
        return None
    moment = bind_date(node, scope)
    if isinstance(moment, Day):
        return midnight(moment.days, scope.names.project.timezone)
    return None if moment is None else moment.seconds


def _given_person(node: nodes.GivenPerson, test: _TestScope) -> Statement | None:
    name = name_in(node.person, test.scope)
    values = _values(node.values, test.scope, member=False)
    if name is None:
        return None
    if name in test.people:
        test.scope.tell(
            "duplicate-name",
            node.person,
            f'this {test.called} has a person "{name}" already',
            "give each person a name of their own",
        )
        return None
    test.people.append(name)
    return GivenPerson(test.scope.source, node.span, name, values)


def _values(items: list[nodes.Assignment], scope: Scope, *, member: bool) -> tuple[FieldValue, ...]:
    """What is said about fields, each once."""
    found: dict[str, FieldValue] = {}
    for each in items:
        target = find_field(each.name, scope, member=member)
        if target is None:
            continue
        if target.key in found:
            scope.tell(
                "duplicate-part",
                each,
                f"`{each.name.text}` is given already",
                "leave one of them out",
            )
            continue
        setting = bind_given(each.value, Target(each.name.text, target.type), scope)
        if setting is not None:
            found[target.key] = FieldValue(target, literal_of(setting))
    return tuple(found.values())


def _given_in_list(node: nodes.GivenInList, test: _TestScope) -> Statement | None:
    person = _person(node.person, test)
    found = find_asset(node.list, test.scope.names.lists, test.scope)
    if person is None or found is None:
        return None
    return GivenInList(test.scope.source, node.span, person, found)


def _given_in_program(node: nodes.GivenInProgram, test: _TestScope) -> Statement | None:
    scope = test.scope
    person = _person(node.person, test)
    program = find_asset(node.program, scope.names.programs, scope)
    values = _values(node.values, scope, member=True)
    status = None
    if program is not None and node.status is not None:
        status = find_status(node.status, (program,), scope)
    if person is None or program is None or (status is None and node.status is not None):
        return None
    return GivenInProgram(scope.source, node.span, person, program, status, values)


def _given_in_campaign(node: nodes.GivenInCampaign, test: _TestScope) -> Statement | None:
    scope = test.scope
    person = _person(node.person, test)
    campaign = find_asset(node.campaign, scope.names.campaigns, scope)
    at = _seconds(node.moment, scope)
    if person is None or campaign is None or at is None:
        return None
    return GivenInCampaign(scope.source, node.span, person, campaign, at)


def _given_activity(node: nodes.GivenActivity, test: _TestScope) -> Statement | None:
    scope = test.scope
    person = _person(node.person, test)
    happening = bind_happening(node.happening, scope)
    at = _seconds(node.moment, scope)
    if person is None or happening is None or at is None:
        return None
    return GivenActivity(scope.source, node.span, person, happening, at)


def _run(node: nodes.RunBatch, test: _TestScope) -> Statement | None:
    campaign = _of_kind(node.campaign, CampaignKind.BATCH, test.scope)
    if campaign is None:
        return None
    tokens = _tokens(node.tokens, campaign, test.scope)
    return RunBatch(test.scope.source, node.span, campaign, tokens)


def _campaign_for(node: nodes.RequestFor | nodes.ExecuteFor, test: _TestScope) -> Statement | None:
    scope = test.scope
    is_request = isinstance(node, nodes.RequestFor)
    kind = CampaignKind.TRIGGER if is_request else CampaignKind.EXECUTABLE
    campaign = _of_kind(node.campaign, kind, scope)
    person = _person(node.person, test)
    if campaign is None:
        return None
    if is_request and not _can_be_requested(node.campaign, campaign, scope):
        return None
    tokens = _tokens(node.tokens, campaign, scope)
    if person is None:
        return None
    make = RequestFor if is_request else ExecuteFor
    return make(scope.source, node.span, campaign, person, tokens)


_VERBS = {
    CampaignKind.BATCH: 'run "{}"',
    CampaignKind.TRIGGER: 'request "{}" for "…"',
    CampaignKind.EXECUTABLE: 'execute "{}" for "…"',
}
_RULES = {
    CampaignKind.BATCH: "unknown-asset",
    CampaignKind.TRIGGER: "request-not-requestable",
    CampaignKind.EXECUTABLE: "execute-not-executable",
}


def _of_kind(node: Text, kind: CampaignKind, scope: Scope) -> Campaign | None:
    """A campaign that the statement can start: batch, trigger or executable."""
    campaign = find_asset(node, scope.names.campaigns, scope)
    if campaign is None or campaign.kind is kind:
        return campaign
    verb = _VERBS.get(campaign.kind)
    article = "an" if campaign.kind.value[0] in "aeiou" else "a"
    wanted = f"{'an' if kind.value[0] in 'aeiou' else 'a'} {kind.value} campaign"
    scope.tell(
        _RULES[kind],
        node,
        f'"{campaign.name}" is {article} {campaign.kind.value} campaign, and this starts {wanted}',
        f"write `{verb.format(campaign.name)}`"
        if verb
        else "an external campaign lives elsewhere; nothing of it runs here",
    )
    return None


def _can_be_requested(node: Text, campaign: Campaign, scope: Scope) -> bool:
    """Whether a trigger campaign takes requests now."""
    if not any(isinstance(each, RequestTrigger) for each in campaign.triggers):
        scope.tell(
            "request-not-requestable",
            node,
            f'"{campaign.name}" cannot be requested',
            f'add `on requested` to the campaign "{campaign.name}"',
        )
        return False
    if not campaign.active:
        scope.tell(
            "request-inactive",
            node,
            f'"{campaign.name}" is inactive, so a request would do nothing',
            "take `inactive` out of the campaign",
        )
        return False
    return True


def _tokens(
    items: list[nodes.Assignment], campaign: Campaign, scope: Scope
) -> tuple[TokenValue, ...]:
    """The values for my tokens that a test brings along."""
    found: dict[str, TokenValue] = {}
    known = settable_tokens(campaign)
    for each in items:
        key = scope.names.key(each.name.text)
        type_ = known.get(key)
        if type_ is None:
            type_ = scope.names.supplied.get(campaign, {}).get(key)
        if type_ is None:
            near = nearest(each.name.text, known)
            scope.tell(
                "unknown-token",
                each.name,
                f'the campaign "{campaign.name}" knows no token `{each.name.text}`',
                f"did you mean `{near}`?" if near else "it takes the my tokens that it sees",
            )
            continue
        if key in found:
            scope.tell(
                "duplicate-part",
                each,
                f"`{each.name.text}` is given already",
                "leave one of them out",
            )
            continue
        value = bind_token_value(each.value, each.name.text, type_, scope)
        if value is not None:
            found[key] = TokenValue(each.name.text, key, type_, value)
    return tuple(found.values())
