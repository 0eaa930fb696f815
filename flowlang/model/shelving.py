"""Putting declared things on their shelves: names, qualified names, doubles."""

from __future__ import annotations

from typing import TypeVar

from flowlang.diagnostics.diagnostic import Related
from flowlang.model.assets import Status
from flowlang.model.lookup import Entry, Shelf
from flowlang.model.numerals import whole
from flowlang.model.scope import Scope, name_in
from flowlang.syntax.nodes.declarations import ChannelDeclaration
from flowlang.syntax.nodes.values import Text

T = TypeVar("T")

_LARGEST_STEP = 10**9


def asset_name(node: Text, scope: Scope) -> str | None:
    """The name that a declaration gives, None where it gives none, which is told."""
    name = name_in(node, scope)
    if name is not None and not name.strip():
        scope.tell("syntax-error", node, "a name cannot be empty", "write one in the quotes")
        return None
    return name


def qualified_name(name: str, scope: Scope) -> str:
    """The name behind that of the program in which the thing stands, if it stands in one."""
    program = scope.program
    return name if program is None else f"{program.name}.{name}"


def put(shelf: Shelf[T], item: T, name: str, node: Text, scope: Scope) -> None:
    """Put what stands in the tree on its shelf."""
    qualified = qualified_name(name, scope)
    put_entry(
        shelf,
        Entry(item, name, qualified, scope.program, (scope.source,), node.span),
        scope,
    )


def put_entry(shelf: Shelf[T], entry: Entry[T], scope: Scope) -> None:
    """Put an entry on a shelf.

    One of the standard library with the same qualified name gives way; any other is told.
    """
    old = shelf.by_qualified.get(entry.qualified)
    if old is None:
        shelf.add(entry)
        return
    modules = scope.names.modules
    if old.homes[0] in modules and scope.source not in modules:
        shelf.replace(old, entry)
        return
    article = "an" if shelf.word == "email" else "a"
    scope.tell(
        "duplicate-name",
        entry.span,
        f'there is {article} {shelf.word} "{entry.qualified}" already',
        "rename one of them",
        related=(Related("the first one is here", old.homes[0], old.span),),
    )


def statuses_of(node: ChannelDeclaration, scope: Scope) -> tuple[Status, ...]:
    """The statuses of a channel; steps that are not given are 10, 20, 30 … by position."""
    found: dict[str, Status] = {}
    for position, each in enumerate(node.statuses, 1):
        name = name_in(each.name, scope)
        if name is None:
            continue
        if name in found:
            scope.tell(
                "duplicate-name",
                each.name,
                f'the channel has a status "{name}" already',
                "rename one of them",
            )
            continue
        step = position * 10 if each.step is None else whole(each.step.text)
        if step is None or abs(step) > _LARGEST_STEP:
            scope.tell(
                "type-mismatch", each.step or each, "a step is a whole number", "such as `20`"
            )
        else:
            found[name] = Status(name, step, each.success)
    if not node.statuses:
        scope.tell(
            "unknown-status",
            node.name,
            "this channel has no status",
            'declare at least one in it, such as `status "Invited"`',
        )
    return tuple(found.values())
