"""Activities that a test states: what happened, and with which attributes."""

from __future__ import annotations

from collections.abc import Iterator

from flowlang.datatypes import DataType
from flowlang.model.assets import Activity, Field
from flowlang.model.bind_filters import check_of
from flowlang.model.bind_values import Target, bind_given, literal_of
from flowlang.model.resolve import find_activity, find_attribute, find_field
from flowlang.model.scope import Scope, name_in
from flowlang.model.tests import AttributeValue, Happening
from flowlang.syntax.nodes import filters
from flowlang.syntax.nodes.tests import Happening as HappeningNode
from flowlang.syntax.nodes.values import Boolean, Number

_OLD_AND_NEW = ("newvalue", "oldvalue")


def bind_happening(node: HappeningNode, scope: Scope) -> Happening | None:
    """An activity that is stated; `where` says attributes by `is`, joined by `and`."""
    activity = find_activity(node.activity, scope)
    of_field = None if node.of_field is None else find_field(node.of_field, scope)
    asset = name_in(node.assets[0], scope) if node.assets else None
    if len(node.assets) > 1:
        scope.tell(
            "duplicate-part",
            node.assets[1],
            "one activity has one asset",
            "state the others on lines of their own",
        )
    check_of(node.assets, node.of_field, scope)
    if activity is None or (of_field is None) is not (node.of_field is None):
        return None
    if asset is None and node.assets:
        return None
    values: dict[str, AttributeValue] = {}
    if node.where is not None:
        for each in _facts(node.where, scope):
            value = _attribute(each, activity, of_field, scope)
            if value is None:
                continue
            if value.attribute.key in values:
                name = each.field.text
                scope.tell("duplicate-part", each, f"`{name}` is stated already")
            values[value.attribute.key] = value
    primary = activity.primary
    if primary is not None and primary.key in values:
        stated = values.pop(primary.key).value
        asset = str(stated) if asset is None and stated is not None else asset
    return Happening(activity, asset, of_field, tuple(values.values()))


def _facts(node: filters.Filter, scope: Scope) -> Iterator[filters.Comparison]:
    """The comparisons of a statement; anything but `is`, joined by `and`, is told."""
    match node:
        case filters.Group():
            yield from _facts(node.item, scope)
        case filters.Junction() if all(each.text == "and" for each in node.operators):
            for item in node.items:
                yield from _facts(item, scope)
        case filters.Comparison() if node.operator.text in ("is", "is empty") and (
            len(node.values) < 2
        ):
            yield node
        case _:
            scope.tell(
                "type-mismatch",
                node,
                "this does not say what the attributes of the activity are",
                'state them by `is`, joined by `and`, such as `where device is "iPhone"`',
            )


def _attribute(
    node: filters.Comparison, activity: Activity, of_field: Field | None, scope: Scope
) -> AttributeValue | None:
    attribute = find_attribute(node.field, activity, scope)
    if attribute is None:
        return None
    if not node.values:
        return AttributeValue(attribute, None)
    type_ = attribute.type
    if attribute.key in _OLD_AND_NEW:
        type_ = DataType.STRING if of_field is None else of_field.type
    value = node.values[0]
    if type_ is DataType.STRING and isinstance(value, Number):
        type_ = DataType.NUMBER
    if type_ is DataType.STRING and isinstance(value, Boolean):
        type_ = DataType.BOOLEAN
    setting = bind_given(value, Target(node.field.text, type_), scope)
    return None if setting is None else AttributeValue(attribute, literal_of(setting))
