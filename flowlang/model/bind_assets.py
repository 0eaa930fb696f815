"""Assets filled in: programs with their statuses, smart lists, segmentations, emails, webhooks."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from flowlang.diagnostics.diagnostic import Diagnostic
from flowlang.model.assets import (
    Email,
    Program,
    Segment,
    Segmentation,
    SmartList,
    Webhook,
)
from flowlang.model.bind_filters import bind_filter
from flowlang.model.bind_tokens import bind_text
from flowlang.model.filters import Everyone
from flowlang.model.nearest import nearest
from flowlang.model.reading import is_inside, read_source
from flowlang.model.resolve import find_asset
from flowlang.model.scope import Scope, name_in, plain_text
from flowlang.model.values import TokenUse
from flowlang.model.walk import tokens_in
from flowlang.source import Source
from flowlang.syntax import text as texts
from flowlang.syntax.nodes import declarations as nodes
from flowlang.syntax.nodes.values import Text, TokenReference

_EMAIL = ("subject", "from", "body", "operational")
_WEBHOOK = ("url",)
_FLAGS = ("operational",)


def bind_program(node: nodes.ProgramDeclaration, program: Program, scope: Scope) -> None:
    """Give a program the statuses of its channel."""
    if node.channel is None:
        return
    channel = find_asset(node.channel, scope.names.channels, scope)
    if channel is None or not channel.statuses:
        scope.names.poisoned.add(program)
    else:
        program.statuses = channel.statuses


def bind_smart_list(node: nodes.SmartListDeclaration, item: SmartList, scope: Scope) -> None:
    """Give a smart list its filter; one without has a mistake, and holds everyone."""
    if node.filter is None:
        scope.tell_empty(node)
        item.filter = Everyone(scope.source, node.span)
    else:
        item.filter = bind_filter(node.filter, scope)


def declare_segments(
    node: nodes.SegmentationDeclaration, item: Segmentation, scope: Scope
) -> list[nodes.SegmentDeclaration]:
    """Give a segmentation its segments, whose filters are still to be bound.

    Returns the nodes of the segments, position by position.
    """
    kept: dict[str, nodes.SegmentDeclaration] = {}
    for each in node.segments:
        name = name_in(each.name, scope)
        if name is None:
            continue
        if name == "Default" or name in kept:
            scope.tell(
                "duplicate-name",
                each.name,
                f'the segmentation has a segment "{name}" already',
                "`Default` is who is in no segment; give this one another name"
                if name == "Default"
                else "rename one of them",
            )
            continue
        kept[name] = each
    item.segments = tuple(
        Segment(name, Everyone(scope.source, each.span)) for name, each in kept.items()
    )
    return list(kept.values())


def bind_segment(node: nodes.SegmentDeclaration, item: Segment, scope: Scope) -> None:
    """Give a segment its filter."""
    if node.filter is None:
        scope.tell_empty(node)
    else:
        item.filter = bind_filter(node.filter, scope)


class _Content(NamedTuple):
    """A text as it will be read, tokens as they are written; and those tokens bound."""

    text: str
    uses: tuple[TokenUse, ...] = ()


class _Property(NamedTuple):
    """A property of an email or webhook: its text, None for a flag."""

    name: str
    content: _Content | None


def bind_email(node: nodes.EmailDeclaration, item: Email, scope: Scope) -> None:
    """Give an email its texts; their tokens are checked."""
    for found in _properties(node.properties, _EMAIL, "an email", scope):
        if found.content is None:
            item.operational = True
        else:
            item.texts[found.name] = found.content.text
            item.uses += found.content.uses


def bind_webhook(node: nodes.WebhookDeclaration, item: Webhook, scope: Scope) -> None:
    """Give a webhook its address; its tokens are checked."""
    for found in _properties(node.properties, _WEBHOOK, "a webhook", scope):
        if found.content is not None:
            item.url, item.uses = found.content


def _properties(
    items: list[nodes.Property], known: tuple[str, ...], what: str, scope: Scope
) -> list[_Property]:
    found: dict[str, _Property] = {}
    for node in items:
        name = node.name.text.lower()
        if name not in known or (node.value is None) is not (name in _FLAGS):
            near = nearest(name, known)
            listed = ", ".join(f"`{each}`" for each in known)
            scope.tell(
                "unknown-attribute",
                node.name,
                f"{what} has no `{node.name.text}`",
                f"did you mean `{near}`?" if near and near != name else f"it has {listed}",
            )
        elif name in found:
            scope.tell(
                "duplicate-part",
                node,
                f"{what} has `{name}` already",
                "leave one of them out",
            )
        else:
            content = None if node.value is None else _content(node.value, node.from_file, scope)
            found[name] = _Property(name, content)
    return list(found.values())


def _content(node: Text, from_file: bool, scope: Scope) -> _Content:
    """The text of a property."""
    if from_file:
        return _file_content(node, scope)
    text = "".join(
        scope.source.slice(part.span) if isinstance(part, TokenReference) else part.value
        for part in node.parts
    )
    return _Content(text, tuple(tokens_in(bind_text(node, scope))))


def _file_content(node: Text, scope: Scope) -> _Content:
    written = plain_text(node)
    if written is None or scope.source.path is None:
        name_in(node, scope)
        return _Content("")
    path = scope.source.path.parent / written
    if not is_inside(path, scope.names.project.root):
        scope.tell(
            "import-outside-project",
            node,
            f'"{written}" lies outside of the project',
            "move the file into the project's folder",
        )
        return _Content("")
    name = str(Path(scope.source.name).parent / written)
    read = read_source(path, name)
    if isinstance(read, Diagnostic):
        scope.diagnostics.append(read)
        return _Content("")
    if read is None:
        near = nearest(path.name, _files_in(path.parent))
        scope.tell(
            "import-not-found",
            node,
            f'there is no file "{written}"',
            f'did you mean `"{Path(written).with_name(near).as_posix()}"`?'
            if near
            else "the path is relative to this file",
        )
        return _Content("")
    scope.names.texts.append(read)
    return _Content(read.text, _tokens_of_file(read, scope))


def _files_in(folder: Path) -> list[str]:
    try:
        return sorted(each.name for each in folder.iterdir() if each.is_file())
    except OSError:
        return []


def _tokens_of_file(source: Source, scope: Scope) -> tuple[TokenUse, ...]:
    """The tokens of a file that is all text, checked."""
    inside = Scope(
        scope.names,
        source,
        scope.visible,
        scope.container,
        scope.diagnostics,
        lenient=scope.lenient,
    )
    return tuple(
        tokens_in(bind_text(Text(0, len(source.text), texts.parts(source.text, 0)), inside))
    )
