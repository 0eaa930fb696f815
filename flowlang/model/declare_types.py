"""Fields and activity types: what people are made of, and what can happen to them."""

from __future__ import annotations

from dataclasses import dataclass, field

from flowlang.datatypes import DataType
from flowlang.diagnostics.diagnostic import Related
from flowlang.model.assets import Activity, Attribute, Field, FieldKind
from flowlang.model.bind_where import MEMBERSHIP_KEYS
from flowlang.model.lookup import Entry, Names
from flowlang.model.numerals import whole
from flowlang.model.resolve import label_of
from flowlang.model.scope import Scope, name_in
from flowlang.model.types import field_type, picklist_values
from flowlang.names import title_case
from flowlang.source import Source
from flowlang.syntax.nodes.declarations import (
    ActivityDeclaration,
    AttributeDeclaration,
    FieldDeclaration,
)
from flowlang.syntax.nodes.node import Node

_CORE = "std.core"
_LARGEST_ID = 2**31 - 1


@dataclass(slots=True)
class TypeDeclarations:
    """Declares fields and activities under all their names."""

    names: Names
    _numbers: dict[int, Entry[Activity]] = field(default_factory=dict)

    def field(self, node: FieldDeclaration, scope: Scope) -> None:
        """Declare a field; one of the standard library gives way to a project's own."""
        made = self._new_field(node, scope)
        among = self.names.member_fields if made.kind is FieldKind.MEMBER else self.names.fields
        homes: tuple[Source, ...] = (scope.source,)
        taken = {among[key].item: among[key] for key in sorted(made.keys) if key in among}
        for old in taken.values():
            if not self._gives_way(old.homes[0], scope):
                self._duplicate(node, made, old, scope)
                return
            self._keeps_kind(node, made, old, scope)
            homes += old.homes
            for key in old.item.keys:
                del among[key]
        entry = Entry(made, made.name, made.name, None, homes, made.span)
        for key in sorted(made.keys, key=lambda each: each != made.key):
            among[key] = entry
        if made.kind is FieldKind.MEMBER and made.key in MEMBERSHIP_KEYS:
            scope.tell(
                "duplicate-name",
                node.name,
                f"every membership has `{made.name}` already",
                "rename the member field",
            )

    def _new_field(self, node: FieldDeclaration, scope: Scope) -> Field:
        type_ = field_type(node.type, scope)
        label = None if node.label is None else name_in(node.label, scope)
        label = label or title_case(node.name.text)
        key = self.names.key(node.name.text)
        made = Field(
            FieldKind(node.kind),
            node.name.text,
            label,
            DataType.STRING if type_ is None else type_,
            key,
            frozenset((key, self.names.key(label))),
            picklist_values(node.type, scope),
            scope.source,
            node.name.span,
        )
        if type_ is None:
            self.names.poisoned.add(made)
        return made

    def _gives_way(self, home: Source, scope: Scope) -> bool:
        return home in self.names.modules and scope.source not in self.names.modules

    def _duplicate(
        self, node: FieldDeclaration, made: Field, old: Entry[Field], scope: Scope
    ) -> None:
        kind = "member field" if made.kind is FieldKind.MEMBER else "field"
        if made.key in old.item.keys:
            place: Node = node.name
            name = made.name
        else:
            place = node.label or node.name
            name = made.label
        scope.tell(
            "duplicate-name",
            place,
            f"there is a {kind} `{name}` already",
            "rename one of them; case, blanks, `_` and `-` do not make names differ",
            related=(Related("the first one is here", old.item.source, old.item.span),),
        )

    def _keeps_kind(
        self, node: FieldDeclaration, made: Field, old: Entry[Field], scope: Scope
    ) -> None:
        """What the language itself reads must stay what it is: yes or no, or text."""
        if self.names.modules.get(old.homes[0]) != _CORE or made in self.names.poisoned:
            return
        if made.type.family is not old.item.type.family:
            scope.tell(
                "type-mismatch",
                node.type,
                f"`{old.item.name}` is read by every campaign and must be {old.item.type.value}",
                f"declare it as `{old.item.type.value}`, or give this field another name",
            )

    def activity(self, node: ActivityDeclaration, scope: Scope) -> None:
        """Declare an activity type under its name and its number."""
        label = name_in(node.label, scope)
        number = whole(node.number.text)
        if number is None or not 0 <= number <= _LARGEST_ID:
            scope.tell(
                "type-mismatch",
                node.number,
                "an activity's id is a whole number",
                "such as 100001",
            )
            return
        made = Activity(
            node.name.text,
            self.names.key(node.name.text),
            number,
            label or title_case(node.name.text),
            node.open,
            self._attributes(node, scope),
            scope.source,
            node.name.span,
        )
        entry = Entry(made, made.name, made.name, None, (scope.source,), made.span)
        old = self.names.activities.get(made.key)
        if old is not None:
            if not self._gives_way(old.homes[0], scope):
                self._taken(node.name, f"there is an activity `{made.name}` already", old, scope)
                return
            entry = entry._replace(homes=entry.homes + old.homes)
            del self.names.activities[made.key]
            self._numbers.pop(old.item.number, None)
        numbered = self._numbers.setdefault(made.number, entry)
        if numbered is not entry:
            message = f"the activity `{numbered.name}` has the id {made.number} already"
            self._taken(node.number, message, numbered, scope)
        self.names.activities[made.key] = entry

    def _taken(self, place: Node, message: str, old: Entry[Activity], scope: Scope) -> None:
        scope.tell(
            "duplicate-name",
            place,
            message,
            "custom activities have ids from 100001 on, each its own",
            related=(Related("it is declared here", old.homes[0], old.span),),
        )

    def _attributes(self, node: ActivityDeclaration, scope: Scope) -> tuple[Attribute, ...]:
        found: dict[str, Attribute] = {}
        primary: AttributeDeclaration | None = None
        for each in node.attributes:
            key = self.names.key(each.name.text)
            if key in found:
                scope.tell(
                    "duplicate-name",
                    each.name,
                    f"`{node.name.text}` has an attribute `{each.name.text}` already",
                    "rename one of them",
                )
                continue
            if each.primary and primary is not None:
                scope.tell(
                    "duplicate-part",
                    each,
                    f"`{node.name.text}` has a primary attribute already",
                    f"let one of `{primary.name.text}` and `{each.name.text}` be primary",
                )
            type_ = field_type(each.type, scope, "an attribute")
            made = Attribute(
                each.name.text,
                label_of(each.name, scope.source),
                key,
                DataType.STRING if type_ is None else type_,
                each.primary and primary is None,
            )
            if each.primary:
                primary = primary or each
            if type_ is None:
                self.names.poisoned.add(made)
            found[key] = made
        return tuple(found.values())
