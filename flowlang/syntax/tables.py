"""The parser's tables: made from the grammar, kept in a file, and checked against it."""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import lark
from lark import Lark, Transformer

from flowlang.resources import resource
from flowlang.store import Store
from flowlang.syntax.lexer import WordLexer

START_RULES = ["start", "lone_filter", "steps", "statements", "phrase"]
_OPTIONS: dict[str, Any] = {
    "parser": "lalr",
    "lexer": "contextual",
    "start": START_RULES,
    "keep_all_tokens": True,
    "maybe_placeholders": True,
}

_ROOM = 4 << 20
"""How many bytes of tables are kept; those of one grammar take some 200 KB."""


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
    tables = _read(resource("grammar") / "flowlang.tables", wanted)
    return _restore(tables or _kept(grammar, wanted), builder, postlex)


def _kept(grammar: str, wanted: str) -> tuple[Any, Any]:
    """Tables from the user's cache; made and kept there where they are not."""
    store = Store("tables", _ROOM)
    content = store.get(wanted)
    tables = None if content is None else _fitting(content, wanted)
    if tables is not None:
        return tables
    content = build(grammar)
    store.put(wanted, content)
    store.trim()
    _, data, memo = pickle.loads(content)
    return data, memo


def _restore(tables: tuple[Any, Any], builder: Transformer[Any, Any], postlex: object) -> Lark:
    data, memo = tables
    # Lark's generated stand-alone parsers restore themselves by this very call; `Lark.load`
    # is the same without the options, and there is no public way to give them.
    restore = cast(Callable[..., Lark], Lark._load_from_dict)  # noqa: SLF001 - see above
    plugins = {"ContextualLexer": WordLexer}
    return restore(data, memo, transformer=builder, postlex=postlex, _plugins=plugins)


def _read(path: Path, wanted: str) -> tuple[Any, Any] | None:
    """The tables in a file, None where there are none or they are another grammar's."""
    try:
        return _fitting(path.read_bytes(), wanted)
    except OSError:
        return None


def _fitting(content: bytes, wanted: str) -> tuple[Any, Any] | None:
    try:
        found, data, memo = pickle.loads(content)
    except (pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError):
        return None
    return (data, memo) if found == wanted else None


def main() -> None:
    """Write the tables to the file that the first argument names."""
    Path(sys.argv[1]).write_bytes(build(grammar_text()))


if __name__ == "__main__":
    main()
