"""The parser's tables: made from the grammar, kept in a file, and checked against it."""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import lark
from lark import Lark, Transformer

from flowlang.resources import resource

START_RULES = ["start", "lone_filter", "steps", "statements", "phrase"]
_OPTIONS: dict[str, Any] = {
    "parser": "lalr",
    "lexer": "contextual",
    "start": START_RULES,
    "keep_all_tokens": True,
    "maybe_placeholders": True,
}


def grammar_text() -> str:
    """The text of the grammar."""
    return (resource("grammar") / "flowlang.lark").read_text(encoding="utf-8")


def fingerprint(grammar: str) -> str:
    """What tables must carry to fit a grammar under this version of Lark."""
    starts = " ".join(START_RULES)
    return hashlib.sha256(f"{lark.__version__}\n{starts}\n{grammar}".encode()).hexdigest()


def build(grammar: str) -> bytes:
    """Tables for a grammar, as bytes to keep in a file."""
    data, memo = Lark(grammar, **_OPTIONS).memo_serialize(
        [lark.lexer.TerminalDef, lark.grammar.Rule]
    )
    return pickle.dumps((fingerprint(grammar), data, memo), protocol=5)


def load_parser(builder: Transformer[Any, Any], postlex: object) -> Lark:
    """A parser whose nodes the builder makes.

    Tables that ship with the grammar are used where they fit it; else those in the user's
    cache; else they are made, and kept there if that is possible.
    """
    grammar = grammar_text()
    wanted = fingerprint(grammar)
    for path in (resource("grammar") / "flowlang.tables", _cache_path(wanted)):
        tables = _read(path, wanted)
        if tables is not None:
            return _restore(tables, builder, postlex)
    content = build(grammar)
    _keep(_cache_path(wanted), content)
    _, data, memo = pickle.loads(content)
    return _restore((data, memo), builder, postlex)


def _restore(tables: tuple[Any, Any], builder: Transformer[Any, Any], postlex: object) -> Lark:
    data, memo = tables
    # Lark's generated stand-alone parsers restore themselves by this very call; `Lark.load`
    # is the same without the options, and there is no public way to give them.
    restore = cast(Callable[..., Lark], Lark._load_from_dict)  # noqa: SLF001 - see above
    return restore(data, memo, transformer=builder, postlex=postlex)


def _read(path: Path, wanted: str) -> tuple[Any, Any] | None:
    """The tables in a file, None where there are none or they are another grammar's."""
    try:
        found, data, memo = pickle.loads(path.read_bytes())
    except (OSError, pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError):
        return None
    return (data, memo) if found == wanted else None


def _cache_path(wanted: str) -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "flowlang" / f"tables-{wanted[:16]}"


def _keep(path: Path, content: bytes) -> None:
    """Write a cache file whole or not at all; a place that cannot be written is no harm."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content)
        Path(file.name).replace(path)
    except OSError:
        return


def main() -> None:
    """Write the tables to the file that the first argument names."""
    Path(sys.argv[1]).write_bytes(build(grammar_text()))


if __name__ == "__main__":
    main()
