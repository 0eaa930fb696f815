"""The standard library: its modules by name, each read and parsed once."""

from __future__ import annotations

from pathlib import Path

from flowlang.model.reading import read_source
from flowlang.names import name_key
from flowlang.resources import resource
from flowlang.source import Source
from flowlang.syntax.nodes.declarations import FieldDeclaration
from flowlang.syntax.nodes.file import File
from flowlang.syntax.parser import parse

CORE = "std.core"
"""The module that is always there."""


class StandardLibrary:
    """Modules `std.NAME` of a folder with files `NAME.flow`."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = resource("stdlib") if folder is None else folder
        self._files: dict[str, File] = {}
        self._modules_of_fields: dict[str, str] | None = None

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
            self._files[name] = parse(read)
        return self._files[name]

    def offer(self, key: str) -> str | None:
        """The module that declares a field of that key."""
        if self._modules_of_fields is None:
            self._modules_of_fields = {}
            for name in self.names:
                file = self.module(name)
                for node in [] if file is None else file.declarations:
                    if isinstance(node, FieldDeclaration):
                        words = [node.name.text]
                        if node.label is not None and file is not None:
                            words.append(file.source.slice(node.label.span).strip('"'))
                        for word in words:
                            self._modules_of_fields.setdefault(name_key(word), name)
        return self._modules_of_fields.get(key)


def is_standard(source: Source) -> bool:
    """Whether a text came along with the language, and not by a path or from the project."""
    path = source.path
    return (
        path is not None and path.parent == resource("stdlib") and source.name == f"std/{path.name}"
    )
