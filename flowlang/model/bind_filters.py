"""Filters: predicates with all that they name, and how `and`, `or`, `not` join them."""

from __future__ import annotations

from fractions import Fraction

from flowlang.model.bind_comparisons import Subject, bind_comparison, bind_window, family_meant
from flowlang.model.bind_literals import bind_count
from flowlang.model.bind_where import (
    bind_activity_where,
    bind_membership_where,
    is_where_gone_on,
)
from flowlang.model.filters import (
    Did,
    Everyone,
    Filter,
    InCampaign,
    InList,
    InProgram,
    InSegment,
    InSmartList,
    Not,
    Random,
    Unknown,
    WaitingIn,
)
from flowlang.model.junctions import is_any, join
from flowlang.model.nearest import nearest
from flowlang.model.resolve import (
    find_activity,
    find_asset,
    find_assets,
    find_field,
    find_status,
)
from flowlang.model.scope import Scope, name_in
from flowlang.syntax.nodes import filters as nodes
from flowlang.syntax.nodes.node import Node
from flowlang.syntax.nodes.values import Name, Text

_DIGITS = 40
"""How much of a share counts; nobody's share has more digits."""


def bind_filter(node: nodes.Filter, scope: Scope, *, conjoined: bool = True) -> Filter:
    """A filter with every name resolved; `Unknown` stands where a mistake has been told.

    `conjoined` is whether it stands alone or under `and` only, as `random` must.
    """
    match node:
        case nodes.Comparison():
            family = family_meant(node)
            field = find_field(node.field, scope, fits=lambda each: each.type.family is family)
            if field is None:
                return _unknown(node, scope)
            return bind_comparison(node, Subject(field, node.field.text, field.type), scope)
        case nodes.Junction():
            return _junction(node, scope, conjoined)
        case nodes.Group():
            inside = node.item
            while isinstance(inside, nodes.Group):
                inside = inside.item
            return bind_filter(inside, scope, conjoined=conjoined)
        case nodes.Not():
            return Not(scope.source, node.span, bind_filter(node.item, scope, conjoined=False))
        case nodes.Did():
            return _did(node, scope)
        case nodes.MemberOfProgram():
            return _in_program(node, scope)
        case nodes.MemberOfList():
            lists = find_assets(node.lists, scope.names.lists, scope)
            return (
                _unknown(node, scope) if lists is None else InList(scope.source, node.span, lists)
            )
        case nodes.MemberOfSmartList():
            smart_lists = find_assets(node.smart_lists, scope.names.smart_lists, scope)
            return (
                _unknown(node, scope)
                if smart_lists is None
                else InSmartList(scope.source, node.span, smart_lists)
            )
        case nodes.MemberOfSegment():
            return _in_segment(node, scope)
        case nodes.MemberOfCampaign():
            campaigns = find_assets(node.campaigns, scope.names.campaigns, scope)
            return (
                _unknown(node, scope)
                if campaigns is None
                else InCampaign(scope.source, node.span, campaigns)
            )
        case nodes.Random():
            return _random(node, scope, conjoined)
        case nodes.Everyone():
            return Everyone(scope.source, node.span)
        case nodes.WaitingIn():
            return _waiting_in(node, scope)
        case _:
            raise TypeError(type(node).__name__)


def _unknown(node: Node, scope: Scope) -> Filter:
    return Unknown(scope.source, node.span)


def _junction(node: nodes.Junction, scope: Scope, conjoined: bool) -> Filter:
    conjoined = conjoined and not is_any(node)
    items: list[Filter] = []
    for index, item in enumerate(node.items):
        if index and is_where_gone_on(node.items[index - 1], item, scope):
            items.append(_unknown(item, scope))
        else:
            items.append(bind_filter(item, scope, conjoined=conjoined))
    return join(node, tuple(items), scope)


def _did(node: nodes.Did, scope: Scope) -> Filter:
    check_of(node.assets, node.of_field, scope)
    activity = find_activity(node.activity, scope)
    of_field = None if node.of_field is None else find_field(node.of_field, scope)
    assets = bind_assets(node.assets, scope)
    window = None if node.window is None else bind_window(node.window, scope)
    at_least: int | None = 1
    if node.at_least is not None:
        never = "write `did not` where there is to be none"
        at_least = bind_count(node.at_least, scope, "how many times", never)
    if (
        activity is None
        or assets is None
        or at_least is None
        or (of_field is None) is not (node.of_field is None)
        or (window is None) is not (node.window is None)
    ):
        return _unknown(node, scope)
    where = None
    if node.where is not None:
        where = bind_activity_where(node.where, activity, of_field, scope)
    return Did(
        scope.source,
        node.span,
        node.negated,
        activity,
        assets,
        of_field,
        where,
        at_least,
        window,
    )


def check_of(assets: list[Text], of_field: Name | None, scope: Scope) -> None:
    """Assets and `of` both say what the activity was about; one of them must do."""
    if assets and of_field is not None:
        scope.tell(
            "duplicate-part",
            of_field,
            "what the activity is about is said already",
            "write the asset or `of`, not both",
        )


def bind_assets(nodes_: list[Text], scope: Scope) -> tuple[str, ...] | None:
    """The primary values that the assets of a `did` or `on` accept; none for any."""
    texts = [name_in(node, scope) for node in nodes_]
    if any(text is None for text in texts):
        return None
    return tuple(
        value for text in texts if text is not None for value in scope.names.accepted(text)
    )


def _in_program(node: nodes.MemberOfProgram, scope: Scope) -> Filter:
    programs = find_assets(node.programs, scope.names.programs, scope)
    if programs is None:
        return _unknown(node, scope)
    statuses = [find_status(each, programs, scope) for each in node.statuses]
    known = tuple(status.name for status in statuses if status is not None)
    if len(known) < len(statuses):
        return _unknown(node, scope)
    where = None
    if node.where is not None:
        where = bind_membership_where(node.where, programs, scope)
    return InProgram(scope.source, node.span, programs, known, where)


def _in_segment(node: nodes.MemberOfSegment, scope: Scope) -> Filter:
    segmentation = find_asset(node.segmentation, scope.names.segmentations, scope)
    if segmentation is None:
        return _unknown(node, scope)
    names = [segment.name for segment in segmentation.segments]
    positions: list[int] = []
    for each in node.segments:
        text = name_in(each, scope)
        if text is None:
            return _unknown(node, scope)
        if text in names:
            positions.append(names.index(text))
        elif text == "Default":
            positions.append(-1)
        elif scope.may_be_lost("segment", text):
            return _unknown(node, scope)
        else:
            near = nearest(text, [*names, "Default"])
            listed = ", ".join(f'"{name}"' for name in [*names, "Default"])
            scope.tell(
                "unknown-asset",
                each,
                f'the segmentation "{segmentation.name}" has no segment "{text}"',
                f'did you mean `"{near}"`?' if near else f"it has {listed}",
            )
            return _unknown(node, scope)
    return InSegment(scope.source, node.span, segmentation, tuple(positions))


def _random(node: nodes.Random, scope: Scope, conjoined: bool) -> Filter:
    share = Fraction(node.share.text[:_DIGITS]) / 100
    if scope.in_test:
        scope.tell(
            "bad-random",
            node,
            "an expectation cannot be left to chance",
            "expect what the campaign did, such as `member of list`, or a field's value",
        )
        return _unknown(node, scope)
    if not conjoined:
        scope.tell(
            "bad-random",
            node,
            "`random` cannot stand under `or` or `not`",
            "let it stand alone or join it with `and`; shares are a `choose` with several `when`s",
        )
        return _unknown(node, scope)
    choice = scope.choice
    if choice is None:
        if share > 1:
            scope.tell(
                "bad-random",
                node,
                f"{node.share.text}% is more than everybody",
                "a share goes from 0% to 100%",
            )
            return _unknown(node, scope)
        return Random(scope.source, node.span, scope.draws.next_place(), 0.0, float(share))
    low = choice.taken
    choice.taken += share
    if choice.taken > 1:
        if not choice.told:
            choice.told = True
            total = float(choice.taken * 100)
            scope.tell(
                "bad-random",
                node,
                f"the shares of this `choose` come to {total:g}%",
                "they may be 100% together; who is in none of them goes to `otherwise`",
            )
        return _unknown(node, scope)
    return Random(scope.source, node.span, choice.place, float(low), float(choice.taken))


def _waiting_in(node: nodes.WaitingIn, scope: Scope) -> Filter:
    if not scope.in_test:
        scope.tell(
            "syntax-error",
            node,
            "`waiting in` can only be asked in a test's `expect`",
            'a filter asks who has entered: `member of campaign "…"`',
        )
        return _unknown(node, scope)
    campaigns = find_assets(node.campaigns, scope.names.campaigns, scope)
    if campaigns is None:
        return _unknown(node, scope)
    return WaitingIn(scope.source, node.span, campaigns)
