"""Constraints: what is asked of one activity, or of one membership, behind `where`."""

from __future__ import annotations

from collections.abc import Callable

from flowlang.datatypes import DataType, Family
from flowlang.model.assets import Activity, Field, Program
from flowlang.model.bind_comparisons import Subject, bind_comparison
from flowlang.model.filters import (
    Filter,
    MembershipAttribute,
    Not,
    Operator,
    Unknown,
)
from flowlang.model.junctions import join
from flowlang.model.nearest import did_you_mean
from flowlang.model.resolve import find_attribute, find_status
from flowlang.model.scope import Scope, plain_text
from flowlang.source import Span
from flowlang.syntax.nodes import filters as nodes
from flowlang.syntax.nodes.values import Name, Text

_OLD_AND_NEW = ("newvalue", "oldvalue")
_MEMBERSHIP = {each.value.replace("_", ""): each for each in MembershipAttribute}
_MEMBERSHIP_TYPES = {
    MembershipAttribute.STATUS: DataType.STRING,
    MembershipAttribute.SUCCESS: DataType.BOOLEAN,
    MembershipAttribute.SUCCESS_DATE: DataType.DATETIME,
    MembershipAttribute.MEMBERSHIP_DATE: DataType.DATETIME,
    MembershipAttribute.STREAM: DataType.STRING,
    MembershipAttribute.CADENCE: DataType.STRING,
}

MEMBERSHIP_KEYS = frozenset(_MEMBERSHIP)
"""The keys of what every membership has, which no member field may be called."""

_Find = Callable[[Name], Subject | None]


def bind_activity_where(
    node: nodes.Filter, activity: Activity, of_field: Field | None, scope: Scope
) -> Filter:
    """A constraint on one activity; old and new values have the type of the field in `of`."""

    def find(name: Name) -> Subject | None:
        attribute = find_attribute(name, activity, scope)
        if attribute is None:
            return None
        type_ = attribute.type
        if attribute.key in _OLD_AND_NEW:
            type_ = DataType.STRING if of_field is None else of_field.type
        return Subject(attribute, name.text, type_, loose=type_.family is Family.TEXT)

    return _bind(node, find, f"`{activity.name}`", scope)


def bind_membership_where(
    node: nodes.Filter, programs: tuple[Program, ...], scope: Scope
) -> Filter:
    """A constraint on one membership: its status and the like, and member fields."""

    def find(name: Name) -> Subject | None:
        key = scope.names.key(name.text)
        attribute = _MEMBERSHIP.get(key)
        if attribute is not None:
            return Subject(attribute, name.text, _MEMBERSHIP_TYPES[attribute])
        entry = scope.names.member_fields.get(key)
        if entry is not None and entry.seen(scope.visible):
            field = entry.item
            return None if field in scope.names.poisoned else Subject(field, name.text, field.type)
        if not scope.may_be_lost("field", key):
            _unknown_membership_attribute(name, key, scope)
        return None

    bound = _bind(node, find, "a membership", scope)
    _check_statuses(node, programs, scope)
    return bound


def _bind(node: nodes.Filter, find: _Find, whose: str, scope: Scope) -> Filter:
    match node:
        case nodes.Comparison():
            subject = find(node.field)
            if subject is None:
                return Unknown(scope.source, node.span)
            return bind_comparison(node, subject, scope)
        case nodes.Group():
            return _bind(node.item, find, whose, scope)
        case nodes.Not():
            return Not(scope.source, node.span, _bind(node.item, find, whose, scope))
        case nodes.Junction():
            items = tuple(_bind(item, find, whose, scope) for item in node.items)
            return join(node, items, scope)
        case _:
            scope.tell(
                "unknown-attribute",
                node,
                f"behind `where` only the attributes of {whose} can be compared",
                "close the parentheses before it, and join it with `and`",
            )
            return Unknown(scope.source, node.span)


def _unknown_membership_attribute(name: Name, key: str, scope: Scope) -> None:
    person = scope.names.fields.get(key)
    if person is not None and person.seen(scope.visible):
        help: str | None = f"`{name.text}` is a person field: compare it outside of the `where`"
    else:
        help = did_you_mean(
            name.text,
            [each.value for each in MembershipAttribute]
            + [
                each.item.name
                for each in scope.names.member_fields.values()
                if each.seen(scope.visible)
            ],
        )
    listed = ", ".join(f"`{each.value}`" for each in MembershipAttribute)
    scope.tell(
        "unknown-attribute",
        name,
        f"a membership has no attribute `{name.text}`",
        help or f"it has {listed} and the member fields",
    )


def _check_statuses(node: nodes.Filter, programs: tuple[Program, ...], scope: Scope) -> None:
    """Statuses that are compared with must be ones of the programs."""
    match node:
        case nodes.Comparison() if scope.names.key(node.field.text) == "status":
            if node.operator.text in (Operator.IS.value, Operator.IS_NOT.value):
                for value in node.values:
                    if isinstance(value, Text) and plain_text(value) is not None:
                        find_status(value, programs, scope)
        case nodes.Group() | nodes.Not():
            _check_statuses(node.item, programs, scope)
        case nodes.Junction():
            for item in node.items:
                _check_statuses(item, programs, scope)
        case _:
            pass


def is_where_gone_on(before: nodes.Filter, item: nodes.Filter, scope: Scope) -> bool:
    """Whether an item goes on with a bare `where` before it, which only parentheses can hold.

    It does where it compares an attribute of that activity or membership; it is told.
    """
    while isinstance(before, nodes.Not):
        before = before.item
    if not isinstance(item, nodes.Comparison):
        return False
    key = scope.names.key(item.field.text)
    if isinstance(before, nodes.Did):
        if before.window is not None or before.at_least is not None:
            return False
        entry = scope.names.activities.get(scope.names.key(before.activity.text))
        if entry is None or key not in scope.names.attributes_of(entry.item):
            return False
        what = f"`{entry.item.name}`"
    elif isinstance(before, nodes.MemberOfProgram):
        if key not in _MEMBERSHIP and key not in scope.names.member_fields:
            return False
        what = "the membership"
    else:
        return False
    where = before.where
    if not isinstance(where, nodes.Comparison | nodes.Not):
        return False
    inside = scope.source.slice(Span(where.start, item.end))
    short = " ".join(inside.split())
    help = f"write `where ({short})`" if len(short) <= 80 else "put the whole in parentheses"
    scope.tell(
        "where-needs-parentheses",
        item,
        f"`{item.field.text}` belongs to {what}, but a `where` without parentheses ends before it",
        f"{help}; if the person's own field is meant, put it first",
    )
    return True
