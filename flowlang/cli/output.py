"""Writing to standard output and standard error, whatever they are."""

from __future__ import annotations

import json
import os
import shutil
import sys
from typing import Any, TextIO

from flowlang.style import Style

_WIDEST = 120
_NARROWEST = 60


def write(text: str) -> None:
    """Write to standard output."""
    _write(text, sys.stdout)


def write_error(text: str) -> None:
    """Write to standard error."""
    _write(text, sys.stderr)


def write_json(data: Any) -> None:
    """Write the one JSON document of a command to standard output."""
    write(json_text(data, ascii_only=not _is_utf8(sys.stdout)))


def json_text(data: Any, *, ascii_only: bool = False) -> str:
    """Data as JSON, as all commands write it."""
    return json.dumps(data, indent=2, ensure_ascii=ascii_only) + "\n"


def style_for(stream: TextIO, colour: str) -> Style:
    """How to write for a stream: `always` and `never` are obeyed, `auto` looks at it.

    Colours are for terminals, unless `NO_COLOR` is set or the terminal says it has none.
    """
    on = colour == "always"
    width = 100
    if stream.isatty():
        width = min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        on = on or (colour == "auto" and not plain)
    return Style(on, width)


def _write(text: str, stream: TextIO) -> None:
    """Write all of a text; a reader who has gone away, such as `head`, is no mistake."""
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except BrokenPipeError:
        # What is left in the buffer would be tried again, and told, when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _is_utf8(stream: TextIO) -> bool:
    return (stream.encoding or "").lower().replace("-", "") == "utf8"
