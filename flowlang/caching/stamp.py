"""What made an entry of the cache: this version of the program, file by file."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import flowlang
from flowlang.resources import resource


@lru_cache(maxsize=1)
def stamp() -> str:
    """A text that is another one for another version of FlowLang, Lark or Python.

    A checkout changes without a new version, so the files themselves are looked at: their
    sizes and when they were changed, not what is in them.
    """
    digest = hashlib.sha256(f"{flowlang.__version__}\n{sys.version}\n".encode())
    for line in _files():
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def _files() -> Iterator[str]:
    package = Path(flowlang.__file__).parent
    for folder in (package, resource("grammar"), resource("stdlib")):
        yield from _below(str(folder))
    parser = find_spec("lark")
    if parser is not None and parser.origin is not None:
        known = Path(parser.origin).stat()
        yield f"{parser.origin} {known.st_size} {known.st_mtime_ns}"


def _below(folder: str) -> Iterator[str]:
    """The files of a folder at every depth, in order of name."""
    for each in sorted(os.scandir(folder), key=lambda one: one.name):
        if each.is_dir():
            if each.name != "__pycache__":
                yield from _below(each.path)
        else:
            known = each.stat()
            yield f"{each.path} {known.st_size} {known.st_mtime_ns}"
