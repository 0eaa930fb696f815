"""The standard library: its modules by name, each read and parsed once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from flowlang.model.reading import read_source
from flowlang.names import name_key
from flowlang.resources import resource
from flowlang.source import Source
from flowlang.syntax.nodes.campaigns import CampaignDeclaration
from flowlang.syntax.nodes.declarations import (
    ChannelDeclaration,
    Declaration,
    EmailDeclaration,
    FieldDeclaration,
    ListDeclaration,
    ProgramDeclaration,
    SegmentationDeclaration,
    SmartListDeclaration,
)
from flowlang.syntax.nodes.file import File
from flowlang.syntax.nodes.values import Text
from flowlang.syntax.parser import parse

CORE = "std.core"
"""The module that is always there."""


class StandardLibrary:
    """Modules `std.NAME` of a folder with files `NAME.flow`."""

    def __init__(self, folder: Path | None = None, parse: Callable[[Source], File] = parse) -> None:
        self.folder = resource("stdlib") if folder is None else folder
        self._parse = parse
        self._files: dict[str, File] = {}
        self._modules: dict[tuple[str, str], str] | None = None

    @property
    def names(self) -> list[str]:
        """The names of all modules, as an import writes them."""
        return [f"std.{each.stem}" for each in sorted(self.folder.glob("*.flow"))]

    def module(self, name: str) -> File | None:
        """The parsed file of a module, None where there is none of that name."""
        if name not in self._files:
            prefix, _, stem = name.partition(".")
            path = self.folder / f"{stem}.flow"
            read = read_source(path, f"std/{stem}.flow") if prefix == "std" and stem else None
            if not isinstance(read, Source):
                return None
            self._files[name] = self._parse(read)
        return self._files[name]

    def offer(self, word: str, name: str) -> str | None:
        """The module that declares a thing of a kind: a field by key, an asset by whole name."""
        if self._modules is None:
            self._modules = {}
            for module in self.names:
                file = self.module(module)
                for declared in [] if file is None else _declared(file, file.declarations, ""):
                    self._modules.setdefault(declared, module)
        return self._modules.get((word, name))


def _declared(file: File, nodes: Iterable[Declaration], program: str) -> Iterator[tuple[str, str]]:
    """What a module declares, as kind and name."""
    for node in nodes:
        match node:
            case FieldDeclaration():
                yield "field", name_key(node.name.text)
                if node.label is not None:
                    yield "field", name_key(_text(file, node.label))
            case ProgramDeclaration():
                name = _text(file, node.name)
                yield "program", name
                yield from _declared(file, node.body, f"{name}.")
            case ListDeclaration() | SmartListDeclaration() | SegmentationDeclaration():
                yield _WORDS[type(node)], program + _text(file, node.name)
            case CampaignDeclaration() | ChannelDeclaration() | EmailDeclaration():
                yield _WORDS[type(node)], program + _text(file, node.name)
            case _:
                pass


def _text(file: File, node: Text) -> str:
    return file.source.slice(node.span).strip('"')


_WORDS: dict[type[Declaration], str] = {
    CampaignDeclaration: "campaign",
    ListDeclaration: "list",
    SmartListDeclaration: "smart list",
    SegmentationDeclaration: "segmentation",
    EmailDeclaration: "email",
    ChannelDeclaration: "channel",
}
