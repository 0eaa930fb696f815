"""References resolved: fields, activities, statuses and assets, each told once where unknown."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from flowlang.datatypes import DataType
from flowlang.diagnostics.diagnostic import Related
from flowlang.model.assets import Activity, Attribute, Container, Field, Program, Status
from flowlang.model.lookup import Entry, Shelf
from flowlang.model.nearest import as_word, listing, nearest, written
from flowlang.model.scope import Scope, name_in
from flowlang.names import title_case
from flowlang.source import Source
from flowlang.syntax.nodes.node import Node
from flowlang.syntax.nodes.values import Name, Text

T = TypeVar("T")


def find_asset(
    node: Text, shelf: Shelf[T], scope: Scope, fits: Callable[[T], bool] | None = None
) -> T | None:
    """The asset that a reference in quotes leads to, None where the mistake has been told.

    Names of what `fits` are offered before others.
    """
    text = name_in(node, scope)
    if text is None:
        return None
    found = shelf.find(text, scope.program, scope.visible)
    if found.entry is not None:
        return found.entry.item
    if found.several:
        # What the library declares is farther away than anything of the project.
        own = [each for each in found.several if each.homes[0] not in scope.names.modules]
        several = own or found.several
        if len(several) == 1:
            return several[0].item
        scope.tell(
            "ambiguous-name",
            node,
            f'"{text}" could be {listing(each.qualified for each in several)}',
            f'write the one you mean whole, such as `"{several[0].qualified}"`',
            related=tuple(
                Related(f'"{each.qualified}" is declared here', each.homes[0], each.span)
                for each in several
            ),
        )
        return None
    if scope.may_be_lost(shelf.word, text):
        return None
    scope.tell(
        "unknown-asset",
        node,
        f'there is no {shelf.word} "{text}"',
        _asset_help(text, shelf, found.hidden, scope, fits),
    )
    return None


def find_assets(nodes: list[Text], shelf: Shelf[T], scope: Scope) -> tuple[T, ...] | None:
    """The assets of several references, None where one of them is not known."""
    found = [find_asset(node, shelf, scope) for node in nodes]
    known = tuple(each for each in found if each is not None)
    return known if len(known) == len(found) else None


def _asset_help(
    text: str,
    shelf: Shelf[T],
    hidden: Entry[T] | None,
    scope: Scope,
    fits: Callable[[T], bool] | None,
) -> str:
    if hidden is not None:
        return _import_help(hidden.homes[0], scope)
    module = scope.names.offer(shelf.word, text)
    if module is not None:
        return f"add `import {module}` at the top of the file"
    for other in scope.names.shelves:
        if other is not shelf:
            found = other.find(text, scope.program, scope.visible)
            if found.entry is not None or found.several:
                article = "an" if other.word == "email" else "a"
                return f'there is {article} {other.word} "{text}"; was that meant?'
    near = None if fits is None else nearest(text, shelf.names(scope.visible, fits))
    near = near or nearest(text, shelf.names(scope.visible))
    if near is not None:
        return f'did you mean `"{near}"`?'
    return f"declare it, or import the file that declares it; names of {shelf.word}s are exact"


def _import_help(home: Source, scope: Scope) -> str:
    """Which import makes a file visible."""
    module = scope.names.modules.get(home)
    if module is not None:
        return f"add `import {module}` at the top of the file"
    if home.path is None or scope.source.path is None:
        return f"it is declared in {home.name}"
    relative = os.path.relpath(home.path, scope.source.path.parent).replace(os.sep, "/")
    return f'add `import "{relative}"` at the top of the file'


def find_field(
    node: Name,
    scope: Scope,
    *,
    member: bool = False,
    fits: Callable[[Field], bool] | None = None,
) -> Field | None:
    """The field that a name leads to, None where the mistake has been told.

    Names of fields that `fits` are offered before others.
    """
    names = scope.names
    key = names.key(node.text)
    entry = (names.member_fields if member else names.fields).get(key)
    if entry is not None and entry.seen(scope.visible):
        return None if entry.item in names.poisoned else entry.item
    if scope.may_be_lost("field", key):
        return None
    what = "member field" if member else "field"
    scope.tell(
        "unknown-field",
        node,
        f"there is no {what} `{node.text}`",
        _field_help(node.text, key, entry, scope, member=member, fits=fits),
    )
    return None


def _field_help(
    text: str,
    key: str,
    hidden: Entry[Field] | None,
    scope: Scope,
    *,
    member: bool,
    fits: Callable[[Field], bool] | None,
) -> str:
    """What to do about a field that is not known."""
    names = scope.names
    if hidden is not None:
        return _import_help(hidden.homes[0], scope)
    other = (names.fields if member else names.member_fields).get(key)
    if other is not None and other.seen(scope.visible):
        if member:
            return f"`{text}` is a person field: write `change {text} to …`"
        return (
            f"`{text}` is a member field: use it in "
            '`member of program "…" where …`, or in `change member`'
        )
    if key == "id" and not member:
        return "an id tells people apart: it is no field, and no step changes it"
    module = None if member else names.offer("field", key)
    if module is not None:
        return f"add `import {module}` at the top of the file"
    among = names.member_fields if member else names.fields
    seen = [each.item for each in among.values() if each.seen(scope.visible)]
    near = None
    if fits is not None:
        near = nearest(text, (name for each in seen if fits(each) for name in _names(each)))
    near = near or nearest(text, (name for each in seen for name in _names(each)))
    if near is not None:
        return f"did you mean `{written(near)}`?"
    prefix = "member field" if member else "field"
    return f"declare it, such as `{prefix} {as_word(text)}: string`"


def _names(field: Field) -> tuple[str, str]:
    return field.name, field.label


def find_activity(node: Name, scope: Scope) -> Activity | None:
    """The activity type that a name leads to, None where the mistake has been told."""
    names = scope.names
    entry = names.activities.get(names.key(node.text))
    if entry is not None and entry.seen(scope.visible):
        return entry.item
    if scope.may_be_lost("activity", names.key(node.text)):
        return None
    near = nearest(
        node.text,
        (each.name for each in names.activities.values() if each.seen(scope.visible)),
    )
    if entry is not None:
        help = _import_help(entry.homes[0], scope)
    elif near is not None:
        help = f"did you mean `{near}`?"
    else:
        help = "activities are named verb first, such as `open_email`, `visit_webpage`"
    scope.tell("unknown-activity", node, f"there is no activity `{node.text}`", help)
    return None


def find_attribute(node: Name, activity: Activity, scope: Scope) -> Attribute | None:
    """The attribute of an activity; what an open one does not declare is made up, as text."""
    names = scope.names
    key = names.key(node.text)
    attributes = names.attributes_of(activity)
    found = attributes.get(key)
    if found is not None:
        return None if found in names.poisoned else found
    if activity.open:
        label = label_of(node, scope.source)
        return Attribute(node.text, label, key, DataType.STRING, False)
    near = nearest(node.text, (each.name for each in activity.attributes))
    if near is not None:
        help = f"did you mean {_shown(near)}?"
    elif activity.attributes:
        listed = ", ".join(_shown(each.name) for each in activity.attributes)
        help = f"it has {listed}"
    else:
        help = "it has no attributes"
    scope.tell(
        "unknown-attribute",
        node,
        f"`{activity.name}` has no attribute `{node.text}`",
        help,
    )
    return None


def label_of(node: Name, source: Source) -> str:
    """The label of an attribute: its name in title case, in back-quotes as it is written."""
    return node.text if source.text[node.start] == "`" else title_case(node.text)


def find_status(node: Text, programs: tuple[Program, ...], scope: Scope) -> Status | None:
    """The status of that name in any of the programs, None where the mistake has been told."""
    text = name_in(node, scope)
    if text is None or any(program in scope.names.poisoned for program in programs):
        return None
    for program in programs:
        status = program.status(text)
        if status is not None:
            return status
    if scope.may_be_lost("status", text):
        return None
    known = [status.name for program in programs for status in program.statuses]
    near = nearest(text, known)
    which = listing(program.name for program in programs)
    scope.tell(
        "unknown-status",
        node,
        f'the program {which} has no status "{text}"'
        if len(programs) == 1
        else f'none of the programs {which} has a status "{text}"',
        f'did you mean `"{near}"`?' if near else f"there are {', '.join(_quoted(known))}",
    )
    return None


def _quoted(names: list[str]) -> list[str]:
    return [f'"{name}"' for name in dict.fromkeys(names)]


def find_stream(node: Text, program: Program, scope: Scope) -> str | None:
    """The stream of that name in an engagement program."""
    text = name_in(node, scope)
    if text is None:
        return None
    if text in program.streams:
        return text
    if scope.may_be_lost("stream", text):
        return None
    if not program.streams:
        scope.tell(
            "unknown-asset",
            node,
            f'"{program.name}" is no engagement program',
            f'declare its streams in it, such as `stream "{text}"`',
            related=(_declared(program),),
        )
        return None
    near = nearest(text, program.streams)
    scope.tell(
        "unknown-asset",
        node,
        f'the program "{program.name}" has no stream "{text}"',
        f'did you mean `"{near}"`?'
        if near
        else f"it has {', '.join(_quoted(list(program.streams)))}",
    )
    return None


def _declared(container: Container) -> Related:
    assert container.source is not None
    return Related(f'"{container.name}" is declared here', container.source, container.span)


def find_program(node: Text | None, place: Node, scope: Scope) -> Program | None:
    """The program that a step names, or the nearest one around its campaign."""
    if node is not None:
        return find_asset(node, scope.names.programs, scope)
    if scope.program is None:
        scope.tell(
            "unknown-asset",
            place,
            "this campaign stands in no program",
            'say which program is meant: `in "…"`',
        )
    return scope.program


def _shown(name: str) -> str:
    """A name between back-quotes, which those that need some in a script have already."""
    return f"`{written(name).strip('`')}`"
