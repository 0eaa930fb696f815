"""Tables of cases: a test with one becomes as many tests, each with its cells in place.

A cell is put where `{{case.Column}}` stands before anything is bound. So every rule holds for
cells as for values that are written in place, and a mistake is told at the cell.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from copy import copy
from typing import NamedTuple, TypeVar, cast

from flowlang.model.nearest import nearest
from flowlang.model.scope import Scope, name_in
from flowlang.names import name_key
from flowlang.source import Span
from flowlang.syntax.nodes import tests as nodes
from flowlang.syntax.nodes.filters import Comparison
from flowlang.syntax.nodes.node import Node
from flowlang.syntax.nodes.values import (
    Empty,
    Name,
    Text,
    TextPart,
    TokenReference,
    Value,
)

FAMILY = "case"
"""The family of the tokens that stand for cells: `{{case.Country}}`."""

_NAME = "case"
"""The heading above the names of the cases."""


class Case(NamedTuple):
    """One case: its name and place, and the statements of the test with its cells in place."""

    name: str
    span: Span
    statements: list[nodes.Statement]


def cases_of(test: nodes.TestDeclaration, table: nodes.CaseTable, scope: Scope) -> Iterator[Case]:
    """The cases of a test that are whole."""
    broken = scope.is_broken(table)
    columns = _columns(table, scope)
    if not table.rows and not broken:
        scope.tell(
            "uneven-table",
            table,
            "this table has no cases",
            'write one below the headings, such as `"a name" | …`',
        )
    named: dict[str, nodes.CaseRow] = {}
    for row in table.rows:
        name = name_in(row.name, scope)
        if name is None or not _is_healthy(row, name, columns, named, scope, broken=broken):
            continue
        named[name] = row
        cells = {_NAME: cast(Value, row.name), **dict(zip(columns, row.cells, strict=True))}
        placed = _Placing(cells, columns, scope)
        yield Case(name, row.name.span, placed.in_list(test.statements))


def _columns(table: nodes.CaseTable, scope: Scope) -> dict[str, Name]:
    """The headings by key; one that is there already is told, and keeps a place of its own."""
    found: dict[str, Name] = {}
    for column in table.columns:
        key = name_key(column.text)
        if key in found or key == _NAME:
            scope.tell(
                "duplicate-name",
                column,
                f"this table has a column `{column.text}` already",
                "give each column a name of its own",
            )
            key = f"{key}/{len(found)}"
        found[key] = column
    return found


def _is_healthy(
    row: nodes.CaseRow,
    name: str,
    columns: Mapping[str, Name],
    named: Mapping[str, nodes.CaseRow],
    scope: Scope,
    *,
    broken: bool,
) -> bool:
    """Whether a row can be a case; what is wrong with it is told."""
    healthy = True
    if name in named:
        scope.tell(
            "duplicate-name",
            row.name,
            f'this table has a case "{name}" already',
            "give each case a name of its own",
        )
        healthy = False
    if len(row.cells) != len(columns) and broken:
        # A mistake of form has been told, and may have taken cells along.
        return False
    if len(row.cells) != len(columns):
        names = ", ".join(f"`{each.text}`" for each in columns.values())
        cells = "1 cell" if len(row.cells) == 1 else f"{len(row.cells)} cells"
        scope.tell(
            "uneven-table",
            row,
            f'the case "{name}" has {cells}, and the table has {len(columns)}: {names}'
            if columns
            else f'the case "{name}" has {cells}, and the table has no columns',
            "write one cell for each column, `empty` where there is nothing",
        )
        healthy = False
    for cell in row.cells:
        parts = cell.parts if isinstance(cell, Text) else [cell]
        for part in parts:
            if isinstance(part, TokenReference):
                scope.tell(
                    "type-mismatch",
                    part,
                    "a token cannot stand in a cell",
                    "write the value itself; tokens are resolved when the test runs",
                )
                healthy = False
    return healthy


Item = TypeVar("Item", bound=Node)


class _Placing:
    """Puts the cells of one case into a tree; the tree itself stays as it is.

    Where a column is unknown, which is told, the assignment or statement around it is lost.
    """

    def __init__(
        self, cells: Mapping[str, Value], columns: Mapping[str, Name], scope: Scope
    ) -> None:
        self.cells = cells
        self.columns = columns
        self.scope = scope

    def in_list(self, nodes: list[Item]) -> list[Item]:
        """The nodes that are not lost."""
        placed = [self._in_node(each) for each in nodes]
        return [cast(Item, each) for each in placed if each is not None]

    def _in_node(self, node: Node) -> Node | None:
        """The node with cells in the place of tokens; itself where there are none in it."""
        if isinstance(node, TokenReference):
            return self._cell(node)
        if isinstance(node, Text):
            return self._in_text(node)
        changed: dict[str, object] = {}
        for kind in type(node).__mro__:
            for slot in getattr(kind, "__slots__", ()):
                value = getattr(node, slot)
                placed = self._in_slot(value)
                if placed is None and value is not None:
                    return None
                if placed is not value:
                    changed[slot] = placed
        if not changed:
            return node
        result = copy(node)
        for slot, placed in changed.items():
            setattr(result, slot, placed)
        if isinstance(result, Comparison):
            return self._compared_with_nothing(result)
        return result

    def _in_slot(self, value: object) -> object:
        """What a slot holds, with cells in place; None where it is lost."""
        if isinstance(value, Node):
            return self._in_node(value)
        if not isinstance(value, list) or not value:
            return value
        items = [self._in_slot(each) for each in value]
        if isinstance(value[0], nodes.Assignment):
            items = [each for each in items if each is not None]
        elif any(each is None for each in items):
            return None
        same = len(items) == len(value) and all(map(operator.is_, items, value))
        return value if same else items

    def _cell(self, node: TokenReference) -> Node | None:
        """What a token stands for; another family's token stands for itself."""
        if node.family.lower() != FAMILY:
            return node
        found = self.cells.get(name_key(node.name))
        if found is None:
            self._tell_unknown(node)
        elif node.default is not None:
            self.scope.tell(
                "type-mismatch",
                node,
                "a cell takes no default",
                "write the value into the cells themselves",
            )
        return found

    def _tell_unknown(self, node: TokenReference) -> None:
        names = [_NAME, *(each.text for each in self.columns.values())]
        near = nearest(node.name, names)
        listed = ", ".join(f"`{{{{{FAMILY}.{each}}}}}`" for each in names)
        self.scope.tell(
            "unknown-token",
            node,
            f"the table of this test has no column `{node.name}`",
            f"did you mean `{{{{{FAMILY}.{near}}}}}`?" if near else f"there are {listed}",
        )

    def _in_text(self, text: Text) -> Text | None:
        """A text with its cells written out; a text that is one cell of text is that cell."""
        if not any(isinstance(each, TokenReference) for each in text.parts):
            return text
        parts: list[TextPart | TokenReference] = []
        for part in text.parts:
            placed = self._cell(part) if isinstance(part, TokenReference) else part
            match placed:
                case None:
                    return None
                case Text():
                    if len(text.parts) == 1:
                        return placed
                    parts.extend(placed.parts)
                case TextPart() | TokenReference():
                    parts.append(placed)
                case Empty():
                    pass
                case _:
                    written = self.scope.source.slice(placed.span)
                    parts.append(TextPart(part.start, part.end, written))
        return Text(text.start, text.end, parts)

    def _compared_with_nothing(self, node: Comparison) -> Comparison | None:
        """`F is {{case.Column}}` asks whether the field is empty where the cell is."""
        empty = [each for each in node.values if isinstance(each, Empty)]
        asked = node.operator
        if not empty:
            return node
        if len(node.values) == 1 and asked.text in ("is", "is not"):
            node.operator = Name(asked.start, asked.end, f"{asked.text} empty")
            node.values = []
            return node
        self.scope.tell(
            "type-mismatch",
            empty[0],
            f"`{node.field.text} {asked.text} …` needs a value, and this cell is empty",
            "only `is` and `is not`, with one value, can ask for nothing",
        )
        return None
