"""Declarations other than campaigns and tests."""

from __future__ import annotations

from flowlang.syntax.nodes.filters import Filter
from flowlang.syntax.nodes.node import Node
from flowlang.syntax.nodes.values import Name, Number, Text, Value


class Declaration(Node):
    """Anything that stands at the top level of a file.

    `doc` is its doc comment without the marks, lines joined by line ends.
    """

    __slots__ = ("doc",)

    def __init__(self, start: int, end: int, doc: str | None) -> None:
        self.start = start
        self.end = end
        self.doc = doc


class Import(Declaration):
    """`import std.fields` (words) or `import "shared/routing.flow"` (text)."""

    __slots__ = ("module",)

    def __init__(self, start: int, end: int, doc: str | None, module: list[Name] | Text) -> None:
        super().__init__(start, end, doc)
        self.module = module


class TypeReference(Node):
    """A type as written (`rich text` with one blank); `values` are those of a picklist."""

    __slots__ = ("name", "values")

    def __init__(self, start: int, end: int, name: Name, values: list[Text]) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.values = values


class FieldDeclaration(Declaration):
    """`[company | member] field NAME: TYPE [as "Label"]`.

    `kind` is `person`, `company` or `member`.
    """

    __slots__ = ("kind", "label", "name", "type")

    def __init__(
        self,
        start: int,
        end: int,
        doc: str | None,
        kind: str,
        name: Name,
        type: TypeReference,
        label: Text | None,
    ) -> None:
        super().__init__(start, end, doc)
        self.kind = kind
        self.name = name
        self.type = type
        self.label = label


class TokenDeclaration(Declaration):
    """`token NAME: TYPE = VALUE`."""

    __slots__ = ("name", "type", "value")

    def __init__(
        self, start: int, end: int, doc: str | None, name: Name, type: TypeReference, value: Value
    ) -> None:
        super().__init__(start, end, doc)
        self.name = name
        self.type = type
        self.value = value


class ListDeclaration(Declaration):
    """`list "N"`."""

    __slots__ = ("name",)

    def __init__(self, start: int, end: int, doc: str | None, name: Text) -> None:
        super().__init__(start, end, doc)
        self.name = name


class SmartListDeclaration(Declaration):
    """`smart list "N" { FILTER }`."""

    __slots__ = ("filter", "name")

    def __init__(
        self, start: int, end: int, doc: str | None, name: Text, filter: Filter | None
    ) -> None:
        super().__init__(start, end, doc)
        self.name = name
        self.filter = filter


class SegmentDeclaration(Declaration):
    """`segment "A" { FILTER }` inside a segmentation."""

    __slots__ = ("filter", "name")

    def __init__(
        self, start: int, end: int, doc: str | None, name: Text, filter: Filter | None
    ) -> None:
        super().__init__(start, end, doc)
        self.name = name
        self.filter = filter


class SegmentationDeclaration(Declaration):
    """`segmentation "N" { segment … }`."""

    __slots__ = ("name", "segments")

    def __init__(
        self, start: int, end: int, doc: str | None, name: Text, segments: list[SegmentDeclaration]
    ) -> None:
        super().__init__(start, end, doc)
        self.name = name
        self.segments = segments


class Property(Node):
    """`subject: "…"`, `body: file "…"` (`from_file`), `operational` (no value)."""

    __slots__ = ("from_file", "name", "value")

    def __init__(
        self, start: int, end: int, name: Name, value: Text | None, from_file: bool
    ) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.value = value
        self.from_file = from_file


class EmailDeclaration(Declaration):
    """`email "N" { … }`."""

    __slots__ = ("name", "properties")

    def __init__(
        self, start: int, end: int, doc: str | None, name: Text, properties: list[Property]
    ) -> None:
        super().__init__(start, end, doc)
        self.name = name
        self.properties = properties


class WebhookDeclaration(Declaration):
    """`webhook "N" { … }`."""

    __slots__ = ("name", "properties")

    def __init__(
        self, start: int, end: int, doc: str | None, name: Text, properties: list[Property]
    ) -> None:
        super().__init__(start, end, doc)
        self.name = name
        self.properties = properties


class StatusDeclaration(Declaration):
    """`status "S" [step 20] [success]`."""

    __slots__ = ("name", "step", "success")

    def __init__(
        self, start: int, end: int, doc: str | None, name: Text, step: Number | None, success: bool
    ) -> None:
        super().__init__(start, end, doc)
        self.name = name
        self.step = step
        self.success = success


class ChannelDeclaration(Declaration):
    """`channel "N" { status … }`."""

    __slots__ = ("name", "statuses")

    def __init__(
        self, start: int, end: int, doc: str | None, name: Text, statuses: list[StatusDeclaration]
    ) -> None:
        super().__init__(start, end, doc)
        self.name = name
        self.statuses = statuses


class StreamDeclaration(Declaration):
    """`stream "S"` inside a program."""

    __slots__ = ("name",)

    def __init__(self, start: int, end: int, doc: str | None, name: Text) -> None:
        super().__init__(start, end, doc)
        self.name = name


class ProgramDeclaration(Declaration):
    """`program "N" [uses channel "C"] { … }`."""

    __slots__ = ("body", "channel", "name")

    def __init__(
        self,
        start: int,
        end: int,
        doc: str | None,
        name: Text,
        channel: Text | None,
        body: list[Declaration],
    ) -> None:
        super().__init__(start, end, doc)
        self.name = name
        self.channel = channel
        self.body = body


class FolderDeclaration(Declaration):
    """`folder "N" { … }`."""

    __slots__ = ("body", "name")

    def __init__(
        self, start: int, end: int, doc: str | None, name: Text, body: list[Declaration]
    ) -> None:
        super().__init__(start, end, doc)
        self.name = name
        self.body = body


class WorkspaceDeclaration(Declaration):
    """`workspace "N" { … }`."""

    __slots__ = ("body", "name")

    def __init__(
        self, start: int, end: int, doc: str | None, name: Text, body: list[Declaration]
    ) -> None:
        super().__init__(start, end, doc)
        self.name = name
        self.body = body


class AttributeDeclaration(Declaration):
    """`ATTR: TYPE [primary]` inside an activity."""

    __slots__ = ("name", "primary", "type")

    def __init__(
        self, start: int, end: int, doc: str | None, name: Name, type: TypeReference, primary: bool
    ) -> None:
        super().__init__(start, end, doc)
        self.name = name
        self.type = type
        self.primary = primary


class ActivityDeclaration(Declaration):
    """`[open] activity NAME = ID as "Label" { … }`."""

    __slots__ = ("attributes", "label", "name", "number", "open")

    def __init__(
        self,
        start: int,
        end: int,
        doc: str | None,
        open: bool,
        name: Name,
        number: Number,
        label: Text,
        attributes: list[AttributeDeclaration],
    ) -> None:
        super().__init__(start, end, doc)
        self.open = open
        self.name = name
        self.number = number
        self.label = label
        self.attributes = attributes
